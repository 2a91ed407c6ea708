"""The figures that the published kNN and GAP code gives, on the real ground truth of the Met.

Whitening sums products in float32, as the reference does; how they are rounded depends on the
processor. Two photos of nearly one confidence may then change places, which moves GAP by up to
4e-6: on AVX-512, where the reference was made, all figures lie within 1e-6.
"""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from sketch2image.gallery.recognition.classifier import candidates
from sketch2image.gallery.recognition.ground_truth import read_ground_truth
from sketch2image.gallery.recognition.metrics import scores
from sketch2image.gallery.recognition.neighbors import nearest
from sketch2image.gallery.recognition.whitening import Whitening
from sketch2image.systems.museum.descriptors import read_descriptors
from sketch2image.systems.museum.evaluation import KnnSettings
from sketch2image.systems.museum.knn import KnnRequest, knn
from tests.gallery.recognition.small_met import write_json, write_pickle

EXPECTED = json.loads((Path(__file__).parents[2] / "golden" / "met" / "expected.json").read_text())
DIM, DISTRACTORS = 48, 4000
AVX512 = {"SkylakeX", "Cooperlake", "SapphireRapids"}


def whitened_tolerance() -> float:
    kernels = {library.get("architecture") for library in threadpool_info()}
    return 1e-6 if kernels & AVX512 else 5e-6


def made(labels: np.ndarray, part: str) -> np.ndarray:
    """Descriptors by the recipe in the file of expected figures."""
    seed, noise = EXPECTED["seeds"][part]
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((len(labels), DIM)) * noise
    for row, label in zip(rows, labels, strict=True):
        source = rng if label == -1 else np.random.default_rng(label)
        direction = source.standard_normal(DIM)
        row += direction / np.linalg.norm(direction)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def museum(data_dir, tmp_path_factory) -> Path:
    """Ground truth with the part of test that the figures are of, and its descriptors."""
    folder, source = tmp_path_factory.mktemp("met"), data_dir / "met"
    for name in ("mini_MET_database", "valset"):
        shutil.copy(source / f"{name}.json.gz", folder)
    whole = read_ground_truth(source, mini=True)
    strangers = np.flatnonzero(~whole.test.known)
    chosen = np.random.default_rng(9).choice(strangers, DISTRACTORS, replace=False)
    rows = np.sort(np.concatenate([np.flatnonzero(whole.test.known), chosen]))
    entries = json.loads(gzip.decompress((source / "testset.json.gz").read_bytes()))
    write_json(folder / "testset.json", [entries[row] for row in rows])
    arrays = {
        "train_descriptors": made(whole.train.labels, "train"),
        "val_descriptors": made(whole.val.labels, "val"),
        "test_descriptors": made(whole.test.labels, "test")[rows],
    }
    write_pickle(folder / "descriptors.pkl", arrays)
    return folder


@pytest.mark.parametrize("kind", ["raw", "pcaw32"])
def test_every_figure_is_that_of_the_published_code(museum, kind):
    truth, descriptors = read_ground_truth(museum, mini=True), read_descriptors(museum)
    whitening = Whitening.learn(descriptors.train, 32)
    prepare = np.asarray if kind == "raw" else whitening.apply
    near = nearest(descriptors.train, prepare(descriptors.test), 50, prepare)
    found = candidates(near, truth.train.labels)

    tolerance = 1e-6 if kind == "raw" else whitened_tolerance()
    for k, t in ((1, 1), (3, 10), (10, 50), (50, 5)):
        got = astuple(scores(*found.classify(k, t), truth.test.labels))
        np.testing.assert_allclose(got, EXPECTED["results"][f"{kind} K={k} t={t}"], 0, tolerance)


def test_tuning_finds_the_pair_that_the_published_code_finds(museum):
    settings = KnnSettings(autotune=True, dim=32)
    done = knn(KnnRequest(str(museum), str(museum), mini=True, settings=settings, log=None)).found

    expected, tolerance = EXPECTED["autotune_pcaw32"], whitened_tolerance()
    assert done.tuned.best == (expected["K"], expected["t"])
    assert done.val.scores.gap == pytest.approx(expected["val_gap"], abs=tolerance)
    assert done.test is not None
    np.testing.assert_allclose(astuple(done.test.scores), expected["test"], 0, tolerance)

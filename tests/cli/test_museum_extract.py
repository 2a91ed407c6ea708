"""`museum extract`: its options as the originals spell them, its answer, and how it ends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.paths import CHECKPOINTS_VARIABLE, checkpoints
from sketch2image.systems.museum.descriptors import read_descriptors
from tests.systems.museum.small_museum import small_folder, small_met


@pytest.fixture(scope="module")
def info(tmp_path_factory) -> Path:
    return small_met(tmp_path_factory.mktemp("met"))


def refused(said, *words: str) -> None:
    assert said.code == 2
    lines = [line for line in said.err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    for word in words:
        assert word in lines[0]


def own_weights(folder: Path) -> tuple[object, ...]:
    pytest.importorskip("torchvision")
    from sketch2image.gallery.gem.files import save_network
    from sketch2image.gallery.gem.network import untrained

    save_network(untrained("r18INgem", 0), folder)
    return "--net", "r18_contr_loss_gem", "--netpath", folder


@pytest.mark.parametrize("dash", ["-", "_"])
def test_options_may_be_spelled_as_in_the_originals(dash, cli, info, tmp_path):
    said = cli(
        *("museum", "extract", tmp_path / "ext", "--net", "lite", "--mini"),
        *(f"--info{dash}dir", info, f"--im{dash}root", info.parent),
        *(f"--queries{dash}only", f"--trained{dash}on{dash}mini", "--json"),
    )
    assert said.code == 0
    assert said.document["counts"] == {"test": 4, "val": 3}
    assert Path(said.document["file"]).parent.name == "lite_ss_mini_queries_only"


def test_pictures_are_looked_for_beside_the_ground_truth(cli, info, tmp_path):
    said = cli("museum", "extract", tmp_path, "--net", "lite", "--info-dir", info)
    file = tmp_path / "lite_ss" / "descriptors.safetensors"
    assert said.out == f"{file}: 12 train, 4 test, 3 val descriptors of 128 values\n"
    assert read_descriptors(file).dim == 128


def test_a_folder_of_classes_and_the_published_form(cli, tmp_path):
    small_folder(tmp_path / "mine")
    words = ("museum", "extract", tmp_path / "ext", "--net", "lite", "--data", tmp_path / "mine")
    first = cli(*words, "--pickle", "--json").document
    again = cli(*words, "--pickle", "--json").document
    assert first["resumed"] == 0
    assert again["resumed"] == sum(first["counts"].values())
    assert Path(first["file"]).name == "descriptors.pkl"


def test_a_backbone_with_weights_of_ones_own(cli, info, tmp_path):
    said = cli(
        *("museum", "extract", tmp_path, *own_weights(tmp_path / "run"), "--ms"),
        *("--queries_only", "--info_dir", info, "--device", "cpu", "--json"),
    )
    assert said.document["dim"] == 512
    assert said.document["network"].endswith("-ms")
    assert Path(said.document["file"]).parent.name == "r18_contr_loss_gem_ms_queries_only"


def test_both_ways_through_models_convert(cli, tmp_path):
    small_folder(tmp_path / "mine")
    cli("museum", "extract", tmp_path, "--net", "lite", "--data", tmp_path / "mine")
    ours = tmp_path / "lite_ss" / "descriptors.safetensors"
    there = cli("models", "convert", ours, "--out", tmp_path / "there", "--json").document
    back = cli("models", "convert", there["files"][0], "--out", tmp_path / "back", "--json")
    assert Path(there["files"][0]).name == "descriptors.pkl"
    first, again = read_descriptors(ours), read_descriptors(back.document["files"][0])
    np.testing.assert_array_equal(first.train, again.train)
    refused(cli("models", "convert", ours, "--out", "r50-swav"), "not made from descriptors")


def test_bad_input_is_one_line(cli, info, tmp_path, monkeypatch):
    met = ("--info-dir", info)
    extract = ("museum", "extract", tmp_path / "ext")
    empty = tmp_path / "empty"
    empty.mkdir()
    run = own_weights(tmp_path / "run")
    refused(cli(*extract), "give either --info-dir or --data")
    refused(cli(*extract, *met, "--data", empty), "give either --info-dir or --data")
    refused(cli(*extract, "--data", empty, "--mini"), "belong to The Met dataset")
    refused(cli(*extract, "--net", "lite", "--data", empty), "0 classes")
    refused(cli(*extract, "--info-dir", empty), "MET_database.json")
    refused(cli(*extract, *met, "--im-root", info.parent / "images"), f"--im-root {info.parent}")
    refused(cli(*extract, *met, "--net", "vgg"), "no such network: 'vgg'", "r18INgem", "lite")
    refused(cli(*extract, *met, "--net", "lite", "--ms"), "one size only")
    refused(cli(*extract, *met, "--net", "r18INgem", "--netpath", empty), "are missing")
    refused(cli(*extract, *met, *run, "--gpuid", 77), "no device cuda:77")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(empty))
    assert checkpoints() == empty
    refused(cli(*extract, *met, "--net", "r50INgem"), "models pull r50-imagenet")
    assert not (tmp_path / "ext").exists()

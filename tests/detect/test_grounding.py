"""The full detector on a tiny Grounding DINO with random weights."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image
from sketch2image.detect.grounding import GroundingDetector
from sketch2image.detect.protocol import crop
from tests.detect.tiny_grounding import write_grounding


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grounding")
    write_grounding(folder)
    return folder


@pytest.fixture(scope="module")
def detector(folder: Path) -> GroundingDetector:
    """Takes whatever the network proposes."""
    return GroundingDetector(folder, threshold=0.0)


@pytest.fixture(scope="module")
def picture() -> Image:
    return np.random.default_rng(0).integers(0, 256, (120, 200, 3), dtype=np.uint8)


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def best_by_hand(folder: Path, picture: Image) -> tuple[list[float], float]:
    """Corners and score of the best of all boxes, by transformers alone."""
    import torch
    from transformers import (
        BertTokenizer,
        GroundingDinoForObjectDetection,
        GroundingDinoImageProcessorPil,
    )

    net = GroundingDinoForObjectDetection.from_pretrained(folder)
    pixels = GroundingDinoImageProcessorPil.from_pretrained(folder)(picture, return_tensors="pt")
    tokens = BertTokenizer.from_pretrained(folder)("an artwork.", return_tensors="pt")
    with torch.no_grad():
        out = net(**pixels, **tokens)
    scores = out.logits[0].sigmoid().max(dim=1).values
    x, y, width, height = out.pred_boxes[0, scores.argmax()].tolist()
    right, bottom = picture.shape[1], picture.shape[0]
    corners = [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
    scale = [right, bottom, right, bottom]
    return [c * s for c, s in zip(corners, scale, strict=True)], float(scores.max())


def test_the_answer_is_the_best_box_of_the_network(
    folder: Path, detector: GroundingDetector, picture: Image
) -> None:
    corners, score = best_by_hand(folder, picture)
    found = detector.detect(picture)
    assert found.score == pytest.approx(score, abs=1e-5)
    assert np.abs(np.array(found.box) - corners).max() <= 1.001
    assert not found.whole


def test_boxes_come_best_first_and_lie_inside(detector: GroundingDetector, picture: Image) -> None:
    found = detector.detections(picture, "A painting. a picture frame")
    assert len(found) > 1
    assert all(first.score >= second.score for first, second in pairwise(found))
    assert detector.detect(picture, "a painting. a picture frame.") == found[0]
    for one in found:
        left, top, right, bottom = one.box
        assert 0 <= left < right <= 200
        assert 0 <= top < bottom <= 120
        assert crop(picture, one).shape == (bottom - top, right - left, 3)
        assert set(one.label.split()) <= {"a", "painting", "picture", "frame"}


def test_the_whole_picture_is_the_answer_when_nothing_is_found(
    folder: Path, picture: Image
) -> None:
    found = GroundingDetector(folder, threshold=1.0).detect(picture)
    assert found.whole
    assert (found.box, found.score, found.label) == ((0, 0, 200, 120), 0.0, "")
    assert crop(picture, found).shape == picture.shape


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (3, 3), (900, 60), (700, 1100)])
def test_pictures_of_any_size_are_taken(
    detector: GroundingDetector, shape: tuple[int, int]
) -> None:
    image = np.full((*shape, 3), 200, np.uint8)
    assert min(crop(image, detector.detect(image)).shape) >= 1


def test_the_order_of_colors_matters(detector: GroundingDetector, picture: Image) -> None:
    swapped = np.ascontiguousarray(picture[..., ::-1])
    assert detector.detections(picture) != detector.detections(swapped)


def test_the_same_picture_gives_the_same_boxes(detector: GroundingDetector, picture: Image) -> None:
    assert detector.detections(picture) == detector.detections(picture)


def test_half_precision_runs_too(folder: Path, picture: Image) -> None:
    half = GroundingDetector(folder, threshold=0.0, precision="bf16")
    assert 0 < half.detect(picture).score <= 1


def test_a_prompt_that_is_too_long_is_refused(detector: GroundingDetector, picture: Image) -> None:
    with pytest.raises(UserError, match="longer than 16 tokens") as caught:
        detector.detect(picture, "a painting. " * 6)
    assert caught.value.kind is ErrorKind.input


def test_the_fingerprint_follows_whatever_decides(folder: Path, copy: Path) -> None:
    first = GroundingDetector(folder).fingerprint
    assert GroundingDetector(copy).fingerprint == first
    others = {
        GroundingDetector(folder, threshold=0.2).fingerprint,
        GroundingDetector(folder, precision="bf16").fingerprint,
    }
    shown = copy / "preprocessor_config.json"
    shown.write_text(json.dumps({**json.loads(shown.read_text()), "image_mean": [0.5, 0.5, 0.5]}))
    others.add(GroundingDetector(copy).fingerprint)
    assert len({first, *others}) == 4


def test_another_model_or_half_a_model_is_refused(copy: Path) -> None:
    from safetensors.torch import load_file, save_file

    file = copy / "model.safetensors"
    tensors = load_file(file)
    save_file({key: value for key, value in tensors.items() if "level_embed" not in key}, file)
    with pytest.raises(UserError, match=r"lacks model\.level_embed"):
        GroundingDetector(copy)
    (copy / "config.json").write_text('{"model_type": "blip"}')
    with pytest.raises(UserError, match="type blip, not grounding-dino"):
        GroundingDetector(copy)

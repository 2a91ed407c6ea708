"""The experiments, on encoders whose answers are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.types import Vectors
from sketch2image.systems.fashion.bootstrap import paired_difference
from sketch2image.systems.fashion.findings import (
    brands_found,
    captions_helped,
    colors_moved,
    kind_of,
    together,
)
from sketch2image.systems.fashion.trials import Trials, left_out
from sketch2image.train.composed.triplets import read_triplets
from tests.train.composed.wardrobe import COLORS, write_wardrobe


class ByName:
    """Knows what captions say, and what triplets show by their place: color, kind and brand."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def encode_words(self, labels: list[str]) -> Vectors:
        rows = [[float(word in label.split()) for word in self.words] for label in labels]
        return np.array(rows, np.float32).reshape(len(labels), len(self.words))

    def compose(self, words: Vectors, sketches: Vectors, weight: float) -> Vectors:
        return (1 - weight) * words + weight * sketches


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wardrobe(tmp_path_factory.mktemp("root"))


def trials(root: Path, words: tuple[str, ...]) -> Trials:
    """All photos by their captions; sketches tell nothing but their kind."""
    encoder: Any = ByName(words)
    asked = read_triplets(root).asked
    photos = encoder.encode_words([one.text for one in asked])
    sketches = photos * [word not in COLORS for word in words]
    return Trials(encoder, asked, tuple(one.photo for one in asked), photos, sketches)


KINDS = ("t-shirt", "longsleeve", "dress", "skirt", "pants", "shorts")


def captions(root: Path) -> dict[Path, str]:
    return {one.photo: one.text for one in read_triplets(root).asked}


def test_both_find_what_neither_finds_alone(root: Path):
    found = together(trials(root, (*COLORS, *KINDS)))
    assert found.figures["both"]["R@1"] == 1
    assert found.figures["sketch"]["R@1"] == 0
    assert found.figures["sketch"]["R@10"] == 1
    assert found.over_sketch == (0, 0, 0)


def test_an_encoder_that_knows_colors_is_moved_by_their_words_and_a_blind_one_is_not(root: Path):
    seeing, blind = trials(root, (*COLORS, *KINDS)), trials(root, KINDS)
    moved = colors_moved(seeing)
    assert (moved.trials, moved.share) == (36, 1.0)
    assert moved.mean["red"] > 0 > moved.mean["blue"]
    assert colors_moved(blind).share == 0


def test_a_brand_in_the_caption_finds_that_brand(root: Path, tmp_path: Path):
    write_wardrobe(tmp_path)
    for number in range(0, 36, 4):
        file = tmp_path / "closet" / "closet_text" / f"text_{number}.json"
        text = json.loads(file.read_text())["text"].replace("a ", "a Bottega ")
        file.write_text(json.dumps({"text": text}))
    found = brands_found(trials(tmp_path, ("Bottega", *KINDS)), ["bottega"], captions(tmp_path))
    assert found.trials == 9
    assert found.with_it > found.without
    assert found.gain.low > 0
    none = brands_found(trials(root, KINDS), ["bottega"], captions(root))
    assert none.trials == 0


def test_a_caption_of_the_kind_helps_a_sketch_that_tells_little(root: Path):
    told = trials(root, KINDS)
    poor = Trials(told.encoder, told.asked, told.photos, told.vectors, 0 * told.sketches)
    found = captions_helped(poor, captions(root))
    assert found.with_it == pytest.approx(0.6)
    assert found.with_it > found.without


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        ("a black and white dress", "a dress"),
        ("an orange hat", "a hat"),
        ("a pair of gray pants", "a pair of pants"),
        ("a red undershirt", "an undershirt"),
        ("Arla milk", "Arla milk"),
    ],
)
def test_a_kind_is_a_caption_without_its_colors(caption: str, kind: str):
    assert kind_of(caption) == kind


def test_an_interval_holds_the_difference_and_is_narrower_for_pairs():
    rng = np.random.default_rng(0)
    one = rng.random(300) < 0.6
    other = one & (rng.random(300) < 0.8)
    found = paired_difference(one, other)
    assert found.low < found.mean < found.high
    assert found.low > 0
    loose = paired_difference(one, rng.permutation(other))
    assert loose.high - loose.low > 1.3 * (found.high - found.low)
    assert paired_difference(one, one) == (0, 0, 0)


def test_only_what_training_left_out_is_asked_for(root: Path, tmp_path: Path):
    asked = read_triplets(root).asked
    with pytest.raises(UserError, match="names no test"):
        left_out(tmp_path, asked)
    for test, told in (([], "trained on all"), (["closet/3", "other/1"], "1 of 2 triplets")):
        (tmp_path / "split.json").write_text(json.dumps({"test": test}))
        with pytest.raises(UserError, match=told):
            left_out(tmp_path, asked)
    (tmp_path / "split.json").write_text('{"test": ["closet/3"]}')
    assert [one.name for one in left_out(tmp_path, asked)] == ["closet/3"]

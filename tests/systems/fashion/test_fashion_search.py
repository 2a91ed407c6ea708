"""Garments found by a sketch, by words, and by both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.systems.fashion.search import Finder
from sketch2image.systems.fashion.wardrobe import index
from sketch2image.train.composed.triplets import read_triplets
from tests.systems.fashion.closet import save_composed
from tests.train.composed.wardrobe import write_wardrobe


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_composed(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wardrobe(tmp_path_factory.mktemp("root"))


@pytest.fixture
def finder(model: Path, root: Path) -> Iterator[Finder]:
    index(str(root), str(model))
    with Finder() as opened:
        yield opened


@pytest.fixture(scope="module")
def sketch(root: Path) -> Image:
    return open_picture(read_triplets(root).asked[8].sketch)


def paths(matches) -> list[str]:
    return [match.path for match in matches]


def test_photos_of_triplets_are_found_and_their_edges_are_not(finder: Finder, sketch: Image):
    found = finder.find(sketch, k=100)
    assert len(found) == 36
    assert {Path(match.path).parent.name for match in found} == {"closet_image"}


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_text_is_no_text(finder: Finder, sketch: Image, text: str):
    alone = finder.find(sketch)
    assert finder.find(sketch, text, 0.2) == alone
    assert [name for name, _ in alone[0].parts] == ["sketch"]
    said = finder.find(sketch, "a red dress")
    assert paths(said) != paths(alone)
    assert [name for name, _ in said[0].parts] == ["sketch", "words"]


def test_a_weight_goes_from_the_words_to_the_sketch(finder: Finder, sketch: Image):
    words, both, drawn = (finder.find(sketch, "a red dress", one) for one in (0, 0.5, 1))
    assert paths(words) == paths(finder.find(None, "a red dress"))
    assert paths(drawn) == paths(finder.find(sketch))
    assert len({tuple(paths(one)) for one in (words, both, drawn)}) == 3
    parts = dict(both[0].parts)
    mean = (parts["sketch"] + parts["words"]) / 2
    assert abs(both[0].score) >= abs(mean) - 1e-4


def test_korean_is_read_where_it_is_known(finder: Finder):
    assert paths(finder.find(None, "빨간 신발")) == paths(finder.find(None, "red shoe"))
    with pytest.raises(UserError):
        finder.find(None, "뚫훍")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((None, ""), "nothing is asked for"),
        ((np.full((40, 40, 3), 255, np.uint8), "a dress"), "the sketch is empty"),
        ((None, "a dress", 1.5), "cannot count 1.5"),
        ((None, "a dress", 0.5, 0), "cannot find 0 pictures"),
    ],
    ids=["nothing", "empty sketch", "weight", "none"],
)
def test_what_cannot_be_found_is_told(finder: Finder, asked: tuple, told: str):
    with pytest.raises(UserError, match=told) as caught:
        finder.find(*asked)
    assert caught.value.kind is ErrorKind.input


def test_a_gallery_remembers_its_encoder_and_takes_another(model: Path, root: Path, tmp_path: Path):
    folder = root / "closet" / "closet_image"
    assert index(str(folder), str(model), "mine").added == 36
    assert index(str(folder), "", "mine").unchanged == 36
    other = save_composed(tmp_path, "gated")
    with Finder("mine", other) as asked, pytest.raises(UserError, match="no vectors of this"):
        asked.find(None, "a dress")


def test_a_gallery_without_an_encoder_is_told(root: Path, tmp_path: Path):
    with pytest.raises(UserError, match="no encoder is known for gallery new"):
        index(str(root), "", "new")
    with pytest.raises(UserError, match="no gallery or folder absent"):
        Finder("absent")
    with pytest.raises(UserError, match="no encoder in"):
        index(str(root), str(tmp_path / "absent"), "new")


def test_an_encoder_that_went_away_is_told(root: Path, tmp_path: Path):
    index(str(root), str(save_composed(tmp_path)))
    shutil.rmtree(tmp_path / "model")
    with pytest.raises(UserError, match="no encoder in"):
        Finder()

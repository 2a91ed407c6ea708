from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.core.sketch import Sketch
from sketch2image.engine.inline import InlineEngine
from sketch2image.engine.parts import lite
from sketch2image.engine.pipeline import Pipeline
from sketch2image.engine.request import Request, Result, weights_from
from sketch2image.gallery.gallery import add_folder, remove_gallery
from sketch2image.synth import objects


@pytest.fixture(scope="module")
def engine() -> InlineEngine:
    return InlineEngine(Pipeline(lite()))


@pytest.fixture(scope="module")
def cup() -> Sketch:
    return Sketch((640, 480), objects.strokes(objects.sample("cup", np.random.default_rng(8))))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for file in sample_gallery().glob("cup-*.jpg"):
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def answer(engine: InlineEngine, request: Request) -> Result:
    return engine.submit(request).result()


def test_equal_requests_are_answered_from_memory(engine: InlineEngine, cup: Sketch, pictures: Path):
    request = Request(cup, gallery=str(pictures))
    first = answer(engine, request)
    again = answer(engine, Request(Sketch(cup.size, cup.strokes), gallery=str(pictures)))
    assert again is first


@pytest.mark.parametrize(
    "change", [{"seed": 1}, {"k": 2}, {"prompt": "a blue cup"}, {"strength": 0.2}], ids=str
)
def test_whatever_decides_the_answer_makes_a_new_one(
    engine: InlineEngine, cup: Sketch, pictures: Path, change: dict[str, object]
):
    request = Request(cup, gallery=str(pictures))
    assert answer(engine, replace(request, **change)) is not answer(engine, request)


def test_a_changed_gallery_is_searched_again(engine: InlineEngine, cup: Sketch, pictures: Path):
    request = Request(cup, gallery=str(pictures), k=50, render=False)
    before = answer(engine, request)
    next(iter(pictures.iterdir())).unlink()
    after = answer(engine, request)
    assert len(after.matches) == len(before.matches) - 1


def test_a_gallery_made_anew_under_the_same_name_is_another_one(
    engine: InlineEngine, cup: Sketch, pictures: Path, tmp_path: Path
):
    request = Request(cup, gallery="mine", render=False)
    encoder = lite().encoder
    add_folder(pictures, encoder, "mine")
    answer(engine, request)
    remove_gallery("mine")
    other = pictures.rename(tmp_path / "other")
    add_folder(other, encoder, "mine")
    assert {Path(match.path).parent for match in answer(engine, request).matches} == {other}


def test_an_empty_sketch_is_refused(engine: InlineEngine):
    with pytest.raises(UserError, match="empty"):
        answer(engine, Request(Sketch((64, 64))))


def test_a_prompt_decides_what_the_words_find(engine: InlineEngine, cup: Sketch):
    """By words alone, so neither sketch nor picture can lead there."""
    request = Request(cup, "a green tree", gallery=str(sample_gallery()), weights=(("caption", 1),))
    matches = answer(engine, replace(request, render=False)).matches
    assert all(Path(match.path).name.startswith("tree-") for match in matches)


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("sketch=1", (("sketch", 1.0),)),
        (" render = 0.5, caption=2 ", (("render", 0.5), ("caption", 2.0))),
    ],
)
def test_weights_are_read_as_people_write_them(text: str, weights: tuple):
    assert weights_from(text) == weights


@pytest.mark.parametrize("text", ["colour=1", "sketch", "sketch=-1", "sketch=nan", "sketch=0", ""])
def test_weights_that_mean_nothing_are_refused(text: str):
    with pytest.raises(UserError) as caught:
        weights_from(text)
    assert "sketch=1" in caught.value.hint

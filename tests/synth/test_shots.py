from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import caption_text, label_in
from sketch2image.synth import objects
from sketch2image.synth.choices import Kind, Wish
from sketch2image.synth.sdf import look
from sketch2image.synth.shots import chosen, shot, shots

SIDE = 72


def test_a_shot_depends_on_its_arguments_alone() -> None:
    first, second = (shot("cup", 4, 2, SIDE) for _ in range(2))
    assert np.array_equal(first.photo(), second.photo())
    assert first.sketch().digest == second.sketch().digest
    assert not np.array_equal(first.photo(), shot("cup", 4, 3, SIDE).photo())


def test_threads_change_nothing() -> None:
    one = shot("lobster", 1, 0, SIDE)
    assert np.array_equal(one.photo(threads=1), one.photo(threads=3))


@pytest.mark.parametrize("name", ["airplane", "chair", "hamburger", "racket"])
def test_lines_lie_on_the_photo(name: str) -> None:
    taken = shot(name, 0, 0, 160)
    hit = look(taken.model.shapes, taken.view, threads=1).hit
    rim = np.zeros_like(hit)
    for axis in (0, 1):
        for step in range(-2, 3):
            rim |= np.roll(hit, step, axis) != hit
    outline = max(taken.lines().strokes, key=lambda s: s.length).points.round().astype(int)
    x, y = np.clip(outline.T, 0, 159)
    assert rim[y, x].mean() > 0.9


def test_another_ground_leaves_all_else_as_it_is() -> None:
    mixed, white = shot("duck", 3, 0, SIDE), shot("duck", 3, 0, SIDE, Wish.white)
    assert mixed.lines().digest == white.lines().digest
    hit = look(white.model.shapes, white.view, threads=1).hit
    inner = (
        hit & np.roll(hit, 2, 0) & np.roll(hit, -2, 0) & np.roll(hit, 2, 1) & np.roll(hit, -2, 1)
    )
    assert np.array_equal(mixed.photo()[inner], white.photo()[inner])


def test_the_prompt_names_class_and_ground() -> None:
    assert shot("teddy_bear", 0, 0, SIDE, Wish.white).text == caption_text("teddy_bear")
    prompt = shot("wine_bottle", 0, 0, SIDE, Wish.textured).text
    assert label_in(prompt) == "wine_bottle"
    assert "white background" not in prompt


def test_light_and_view_vary() -> None:
    taken = [shot("apple", 0, number, 32) for number in range(8)]
    for values in ([s.light.softness for s in taken], [s.light.strength for s in taken],
                   [s.warmth for s in taken], [s.light.toward[0] for s in taken]):  # fmt: skip
        assert np.ptp(values) > 0.1
    assert len({s.view.turn.tobytes() for s in taken}) == 8


def test_shots_are_numbered_class_after_class() -> None:
    found = [(one.name, number) for number, one in shots(("apple", "fish"), 0, 2, 32)]
    assert found == [("apple", 1), ("apple", 2), ("fish", 1), ("fish", 2)]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_a_picture(kind: Kind) -> None:
    picture = shot("snake", 2, 0, SIDE).shown(kind)
    assert picture.shape == (SIDE, SIDE, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 5


def test_chosen_classes() -> None:
    assert chosen(()) == objects.names()
    assert chosen(["fish", "apple", "fish"]) == ("fish", "apple")
    with pytest.raises(UserError) as error:
        chosen(["apple", "unicorn"])
    assert error.value.kind is ErrorKind.input
    assert "unicorn" in error.value.message

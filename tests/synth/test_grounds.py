from __future__ import annotations

import numpy as np
import pytest

from sketch2image.synth import grounds, objects
from sketch2image.synth.choices import Wish
from sketch2image.synth.grounds import TEXTURES, laid
from sketch2image.synth.sdf import View

SIZE = (96, 96)


def ground(seed: int, wish: Wish = Wish.mixed, name: str = "apple") -> grounds.Ground:
    model = objects.build(name, {})
    return laid(model.shapes, objects.view_of(model, SIZE), np.random.default_rng(seed), wish)


@pytest.mark.parametrize("name", TEXTURES)
def test_a_texture_has_marks_but_leaves_the_object_the_eye(name: str) -> None:
    texture = TEXTURES[name]
    base = np.asarray(texture.colors[0], np.float32)
    tile = texture.tile(base, np.random.default_rng(1))
    assert tile.shape == (grounds.SIDE, grounds.SIDE, 3)
    assert 0 <= tile.min() <= tile.max() <= 1
    assert 0.01 < tile.std(axis=(0, 1)).mean() < 0.12
    assert tile.mean(axis=(0, 1)) == pytest.approx(base, abs=0.15)


def test_white_is_white() -> None:
    found = ground(3, Wish.white)
    assert (found.picture == 1).all()
    assert found.words == "white background"


def test_mixed_grounds_are_plain_and_textured() -> None:
    words = {ground(seed).words for seed in range(40)}
    assert {"white background", "plain background", "wooden background"} <= words
    assert len(words) > 7


def test_textured_grounds_are_never_plain() -> None:
    for seed in range(12):
        found = ground(seed, Wish.textured)
        assert found.words not in {"white background", "plain background"}
        assert found.picture.std() > 0.005


def test_a_seed_gives_the_same_ground() -> None:
    assert np.array_equal(ground(5).picture, ground(5).picture)


def test_a_low_camera_sees_a_wall_behind_the_table() -> None:
    model = objects.build("castle", {"pitch": 0.0})
    view = objects.view_of(model, SIZE)
    picture = laid(model.shapes, view, np.random.default_rng(2), Wish.textured).picture
    rough = np.abs(np.diff(picture, axis=1)).mean(axis=(1, 2))
    assert rough[:20].max() < 0.3 * rough[-20:].mean()


def test_a_table_top_grows_with_the_picture() -> None:
    model = objects.build("pizza", {})
    small = objects.view_of(model, SIZE)
    x, y = small.center
    large = View(small.turn, (192, 192), small.scale * 2, (x * 2, y * 2))
    pictures = [laid(model.shapes, view, np.random.default_rng(4), Wish.textured).picture
                for view in (small, large)]  # fmt: skip
    halved = pictures[1].reshape(96, 2, 96, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - pictures[0]).mean() < 0.02

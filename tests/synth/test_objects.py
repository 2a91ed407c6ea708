from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sketch2image.synth import objects
from sketch2image.synth.sdf import Light
from sketch2image.synth.shapes import rotation

FOOD_AND_PLANTS = (
    *("apple", "banana", "bread", "flower", "hamburger", "hotdog"),
    *("mushroom", "pineapple", "pizza", "pretzel", "strawberry", "tree"),
)


def test_food_and_plants_have_scenes() -> None:
    assert set(FOOD_AND_PLANTS) <= set(objects.names())


@pytest.mark.parametrize("name", FOOD_AND_PLANTS)
def test_a_hand_can_draw_it_in_reasonable_time(name: str) -> None:
    strokes = objects.strokes(objects.sample(name, np.random.default_rng(11)))
    assert 1 <= len(strokes) <= 30
    assert 900 <= sum(stroke.length for stroke in strokes) <= 4300
    assert max(stroke.length for stroke in strokes) > 350


@pytest.mark.parametrize("name", FOOD_AND_PLANTS)
def test_a_scene_stays_small(name: str) -> None:
    sizes = [len(objects.sample(name, np.random.default_rng(seed)).shapes) for seed in range(25)]
    assert max(sizes) <= 60


@pytest.mark.parametrize("name", FOOD_AND_PLANTS)
def test_the_photo_shows_a_colored_thing_on_the_ground(name: str) -> None:
    photo = objects.render(objects.sample(name, np.random.default_rng(2)), (96, 96), smooth=1)
    saturation = np.ptp(photo.astype(int), axis=2)
    assert (photo[:4] > 225).all()
    assert (saturation > 60).mean() > 0.04


def test_a_floor_turned_away_from_the_lamp_stays_bright() -> None:
    apple = objects.sample("apple", np.random.default_rng(0))
    hanging = objects.Model("apple", apple.shapes, rotation(z=175) @ rotation(x=20), {})
    photo = objects.render(hanging, (64, 64), smooth=1)
    assert (photo[[0, -1]] > 240).all()


def test_light_ground_and_warmth_change_the_photo() -> None:
    model = objects.sample("apple", np.random.default_rng(0))

    def photo(**look: Any) -> np.ndarray:
        return objects.render(model, (64, 64), smooth=1, **look).astype(int)

    plain = photo()
    assert np.abs(photo(light=Light((0.7, 0.6, 0.5))) - plain).max() > 30
    assert photo(ground=(0.9, 0.9, 0.9))[0, 0] == pytest.approx(plain[0, 0] * 0.9, abs=2)
    warm, cold = photo(warmth=1.0), photo(warmth=-1.0)
    assert (warm[..., 0] - warm[..., 2]).sum() > (cold[..., 0] - cold[..., 2]).sum()

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.labels import LABELS
from sketch2image.core.sketch import Sketch
from sketch2image.synth import objects
from sketch2image.synth.sdf import look
from sketch2image.synth.shapes import Op

SIZE = (160, 120)


def drawing(name: str, seed: int) -> Sketch:
    model = objects.sample(name, np.random.default_rng(seed))
    return Sketch(SIZE, objects.strokes(model, SIZE, width=2))


def test_every_class_of_the_vocabulary_has_a_scene() -> None:
    assert objects.names() == LABELS


@pytest.mark.parametrize("name", objects.names())
def test_a_seed_gives_the_same_scene(name: str) -> None:
    assert drawing(name, 3).digest == drawing(name, 3).digest


@pytest.mark.parametrize("name", objects.names())
def test_seeds_give_different_drawings(name: str) -> None:
    assert len({drawing(name, seed).digest for seed in range(3)}) == 3


@pytest.mark.parametrize("name", objects.names())
def test_the_knobs_rebuild_the_scene(name: str) -> None:
    model = objects.sample(name, np.random.default_rng(5))
    again = objects.build(name, model.knobs)
    assert again.knobs == model.knobs
    first, second = (Sketch(SIZE, objects.strokes(m, SIZE)) for m in (model, again))
    assert first.digest == second.digest


@pytest.mark.parametrize("name", objects.names())
def test_every_knob_lies_in_its_range(name: str) -> None:
    model = objects.sample(name, np.random.default_rng(8))
    assert all(0 <= position <= 1 for position in model.knobs.values())
    assert set(objects.knobs_of(name)) & set(model.knobs)


@pytest.mark.parametrize("name", objects.names())
def test_the_object_fills_the_canvas_and_stays_on_it(name: str) -> None:
    model = objects.sample(name, np.random.default_rng(1))
    hit = look(model.shapes, objects.view_of(model, SIZE), threads=1).hit
    rows, columns = np.nonzero(hit)
    spans = np.array([np.ptp(columns) / SIZE[0], np.ptp(rows) / SIZE[1]])
    assert spans.max() == pytest.approx(objects.FILL, abs=0.05)
    assert not hit[[0, -1]].any()
    assert not hit[:, [0, -1]].any()


@pytest.mark.parametrize("name", objects.names())
def test_strokes_lie_on_borders_of_visible_parts(name: str) -> None:
    model = objects.sample(name, np.random.default_rng(2))
    view = objects.view_of(model, SIZE)
    part = np.pad(look(model.shapes, view, threads=1).part, 3, constant_values=-1)
    strokes = objects.strokes(model, SIZE, view)
    points = np.concatenate([stroke.points for stroke in strokes]).round().astype(int)
    around = np.stack([part[y : y + 7, x : x + 7] for x, y in points])
    on_border = around.min(axis=(1, 2)) != around.max(axis=(1, 2))
    assert on_border.mean() > 0.98


@pytest.mark.parametrize("name", objects.names())
def test_a_hand_can_draw_it(name: str) -> None:
    model = objects.sample(name, np.random.default_rng(4))
    strokes = objects.strokes(model, (320, 240))
    assert 1 <= len(strokes) <= 45
    assert 350 < sum(stroke.length for stroke in strokes) < 3500


@pytest.mark.parametrize("name", objects.names())
def test_shapes_are_sound(name: str) -> None:
    model = objects.sample(name, np.random.default_rng(6))
    assert model.shapes[0].op is Op.union
    assert len(model.shapes) <= 120
    for shape in model.shapes:
        assert np.isfinite([*shape.center, *shape.numbers, shape.reach, shape.blend]).all()
        assert shape.reach > 0
        assert np.allclose(shape.rotation @ shape.rotation.T, np.eye(3))


@pytest.mark.parametrize("name", objects.names())
def test_a_photo_shows_the_object_on_white(name: str) -> None:
    model = objects.sample(name, np.random.default_rng(7))
    photo = objects.render(model, (48, 48), smooth=1)
    assert photo.shape == (48, 48, 3)
    assert photo.std() > 8
    assert photo[0].mean() > 200


def test_an_unknown_class_has_no_scene() -> None:
    with pytest.raises(KeyError):
        objects.build("unicorn", {})

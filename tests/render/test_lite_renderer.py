from __future__ import annotations

import colorsys

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.labels import caption_text
from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.render.control import control
from sketch2image.render.lite import LiteRenderer
from sketch2image.render.protocol import Method, Renderer
from sketch2image.synth import objects


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return LiteRenderer()


def drawn(label: str, seed: int, color=(0, 0, 0)) -> Sketch:
    lines = objects.strokes(objects.sample(label, np.random.default_rng(seed)))
    return Sketch((640, 480), tuple(Stroke(line.points, color, line.width) for line in lines))


def circle(center=(320, 240), radius=120, color=(0, 0, 0)) -> Stroke:
    turn = np.linspace(0, 2 * np.pi, 60)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius + center
    return Stroke(ring.astype(np.float32), color)


def distance(image, sketch: Sketch) -> float:
    """Mean distance from the sketch's ink to the nearest edge of the picture, in pixels."""
    edges = cv2.Canny(cv2.GaussianBlur(image, (5, 5), 0), 40, 100)
    near = cv2.distanceTransform((edges == 0).astype(np.uint8), cv2.DIST_L2, 5)
    return float(np.minimum(near, 60)[control(sketch)[0] > 0].mean())


def hue(image) -> float:
    colors = image.reshape(-1, 3).astype(float)
    vivid = colors[np.ptp(colors, axis=1) > 60] / 255
    return colorsys.rgb_to_hsv(*np.median(vivid, axis=0))[0]


@pytest.mark.parametrize("label", ["apple", "teapot"])
def test_a_scene_follows_its_own_strokes(renderer, label):
    sketches = [drawn(label, seed) for seed in (1001, 1002, 1003)]
    rendering = renderer.render(sketches[0], caption_text(label), 3, 0.8)
    own, *others = (distance(rendering.image, sketch) for sketch in sketches)
    assert (rendering.method, rendering.label) == (Method.scene, label)
    assert rendering.image.shape == (512, 512, 3)
    assert rendering.image.dtype == np.uint8
    assert own < 6
    assert own < min(others)


def test_strength_brings_the_outlines_nearer(renderer):
    sketch = drawn("teapot", 1005)
    loose, tight = (
        renderer.render(sketch, "a teapot", 0, strength).image for strength in (0.0, 1.0)
    )
    assert distance(tight, sketch) < distance(loose, sketch)


def test_equal_questions_get_equal_pictures_and_the_seed_another(renderer):
    sketch = drawn("apple", 1004)
    first, again, other = (
        renderer.render(sketch, "an apple", seed, 0.8).image for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_ground_is_white(renderer):
    for prompt in ("an apple", "a thing"):
        image = renderer.render(Sketch((640, 480), (circle(),)), prompt, 0, 0.8).image
        border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
        assert (border >= 253).all()
        assert (image >= 250).all(axis=2).mean() > 0.5


@pytest.mark.parametrize("prompt", ["an apple", "a quux"])
def test_a_colored_pen_colors_the_thing(renderer, prompt):
    black = renderer.render(Sketch((640, 480), (circle(),)), prompt, 0, 0.8).image
    blue = renderer.render(Sketch((640, 480), (circle(color=(0, 0, 255)),)), prompt, 0, 0.8).image
    assert hue(blue) == pytest.approx(0.64, abs=0.08)
    assert abs(hue(black) - hue(blue)) > 0.15


def test_colored_marks_on_a_thing_are_painted_onto_it(renderer):
    cross = Stroke(np.array([[260, 240], [380, 240]], np.float32), (0, 0, 255), 8)
    plain, marked = (
        renderer.render(Sketch((640, 480), strokes), "an apple", 0, 0.8).image
        for strokes in ((circle(),), (circle(), cross))
    )
    spot = (slice(254, 259), slice(230, 280))
    assert hue(marked[spot]) == pytest.approx(0.64, abs=0.08)
    assert abs(hue(plain[spot]) - 0.64) > 0.1


@pytest.mark.parametrize("prompt", ["a green teapot", "a green dragon"])
def test_a_color_word_colors_the_thing(renderer, prompt):
    image = renderer.render(Sketch((640, 480), (circle(),)), prompt, 0, 0.8).image
    assert hue(image) == pytest.approx(0.36, abs=0.08)


@pytest.mark.parametrize("prompt", ["an apple", "a quux"])
def test_place_and_size_are_those_of_the_drawing(renderer, prompt):
    small = Sketch((640, 480), (circle((150, 330), 70),))
    image = renderer.render(small, prompt, 0, 1.0).image
    rows, columns = np.nonzero(np.ptp(image.astype(int), axis=2) > 50)
    assert np.median(columns) == pytest.approx(150 * 0.8, abs=12)
    assert np.median(rows) == pytest.approx(330 * 0.8 + 64, abs=12)
    assert np.ptp(columns) == pytest.approx(112, abs=22)


def test_an_unknown_thing_becomes_a_relief_along_every_stroke(renderer):
    inner = circle((320, 240), 40)
    wave = np.stack([np.linspace(60, 160, 40), 60 + 20 * np.sin(np.linspace(0, 9, 40))], axis=1)
    sketch = Sketch((640, 480), (circle(), inner, Stroke(wave.astype(np.float32))))
    rendering = renderer.render(sketch, "a quux", 0, 0.8)
    assert (rendering.method, rendering.label) == (Method.relief, None)
    assert distance(rendering.image, sketch) < 5


def test_a_class_without_a_scene_gets_its_palette(renderer):
    sketch = Sketch((640, 480), (circle(),))
    pig, frogfish = (renderer.render(sketch, prompt, 0, 0.8) for prompt in ("pig", "quux"))
    assert (pig.method, pig.label) == (Method.relief, "pig")
    assert not np.array_equal(pig.image, frogfish.image)


@pytest.mark.parametrize(
    "stroke", [Stroke(np.array([[5, 5]], np.float32)), Stroke(np.array([[0, 9], [639, 9]], "f4"))]
)
@pytest.mark.parametrize("prompt", ["an apple", "a quux"])
def test_a_dot_or_a_single_line_is_enough(renderer, stroke, prompt):
    image = renderer.render(Sketch((640, 480), (stroke,)), prompt, 0, 0.8).image
    assert image.shape == (512, 512, 3)
    assert image.min() < 250


@pytest.mark.parametrize(
    ("sketch", "prompt", "strength"),
    [
        (Sketch((640, 480)), "an apple", 0.8),
        (Sketch((640, 480), (circle(),)), "  ", 0.8),
        (Sketch((640, 480), (circle(),)), "an apple", 1.5),
        (Sketch((640, 480), (circle(),)), "an apple", -0.1),
        (Sketch((640, 480), (circle(),)), "an apple", float("nan")),
    ],
)
def test_what_cannot_be_rendered_is_refused_with_a_hint(renderer, sketch, prompt, strength):
    with pytest.raises(UserError) as caught:
        renderer.render(sketch, prompt, 0, strength)
    assert caught.value.hint


@pytest.mark.data
@pytest.mark.slow
def test_human_sketches_of_many_classes_are_followed(renderer, data_dir):
    for label in ("banana", "cup", "strawberry", "car_(sedan)"):
        files = sorted((data_dir / "sketchy" / "sketch" / label).glob("*.png"))[:3]
        images = [open_picture(file) for file in files]
        sketches = [Sketch((image.shape[1], image.shape[0]), backdrop=image) for image in images]
        rendering = renderer.render(sketches[0], caption_text(label), 0, 0.8)
        own, *others = (distance(rendering.image, sketch) for sketch in sketches)
        assert rendering.label == label
        assert own < min(others)


def test_the_fingerprint_is_stable(renderer):
    assert renderer.fingerprint == LiteRenderer().fingerprint

"""The full renderer behind the common protocol."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.render.protocol import Method, NetworkRenderer
from sketch2image.render.turbo.noise import Noise
from sketch2image.render.turbo.options import TurboOptions
from sketch2image.render.turbo.renderer import TurboRenderer, as_image
from tests.render.turbo.conftest import BASE, PROMPT

SIDE = 64


@pytest.fixture(scope="module")
def renderer(weights_file):
    made = {}

    def make(kind: str) -> TurboRenderer:
        if kind not in made:
            options = TurboOptions("cpu", "fp32")
            made[kind] = TurboRenderer(BASE, weights_file(kind), options, SIDE)
        return made[kind]

    return make


def drawing(color=(0, 0, 0)) -> Sketch:
    line = np.array([[20, 20], [120, 60], [60, 110], [20, 20]], np.float32)
    return Sketch((160, 120), (Stroke(line, color),))


def image(renderer, seed=0, strength=0.4, sketch=None, prompt=PROMPT):
    return renderer.render(sketch or drawing(), prompt, seed, strength).image


@pytest.mark.parametrize("kind", ["edge", "sketch"])
def test_equal_requests_give_equal_bits(renderer, kind):
    assert np.array_equal(image(renderer(kind)), image(renderer(kind)))


def test_another_seed_changes_only_the_stochastic_model(renderer):
    assert not np.array_equal(image(renderer("sketch"), 1), image(renderer("sketch"), 2))
    assert np.array_equal(image(renderer("edge"), 1), image(renderer("edge"), 2))


def test_strength_changes_only_the_stochastic_model(renderer):
    sketch, edge = renderer("sketch"), renderer("edge")
    assert not np.array_equal(image(sketch, strength=0.2), image(sketch, strength=0.9))
    assert np.array_equal(image(edge, strength=0.2), image(edge, strength=0.9))


def test_the_color_of_a_pen_never_reaches_the_control_picture(renderer):
    red = image(renderer("edge"), sketch=drawing((255, 0, 0)))
    assert np.array_equal(red, image(renderer("edge")))


def test_other_words_give_another_picture(renderer):
    assert not np.array_equal(
        image(renderer("edge")), image(renderer("edge"), prompt="a drawing of a cat")
    )


def test_a_rendering_says_how_it_came_about(renderer):
    made = renderer("sketch").render(drawing(), PROMPT, 0, 0.4)
    assert made.image.shape == (SIDE, SIDE, 3)
    assert made.image.dtype == np.uint8
    assert (made.method, made.label, made.fit) == (Method.network, "pizza", None)


def test_several_seeds_come_in_one_batch(renderer):
    several = renderer("sketch").render_seeds(drawing(), PROMPT, [1, 2, 3], 0.4)
    alone = image(renderer("sketch"), 2)
    assert len(several) == 3
    assert int(np.abs(several[1].image.astype(int) - alone).max()) <= 1


def test_the_edge_model_repeats_its_one_picture(renderer):
    several = renderer("edge").render_seeds(drawing(), PROMPT, [1, 2], 1.0)
    assert len(several) == 2
    assert np.array_equal(several[0].image, several[1].image)


def test_many_seeds_are_made_in_batches(renderer, monkeypatch):
    monkeypatch.setattr("sketch2image.render.turbo.renderer.BATCH", 2)
    several = renderer("sketch").render_seeds(drawing(), PROMPT, range(5), 0.4)
    assert len(several) == 5
    assert int(np.abs(several[4].image.astype(int) - image(renderer("sketch"), 4)).max()) <= 1


def test_noise_can_be_given(renderer):
    sketch = renderer("sketch")
    zeros = np.zeros((1, 4, 8, 8), np.float32)
    given = sketch.pictures(drawing(), PROMPT, [0], 0.4, Noise(zeros))
    seeded = sketch.pictures(drawing(), PROMPT, [0], 0.4)
    assert given.shape == (1, 3, SIDE, SIDE)
    assert not np.array_equal(given, seeded)


def test_it_is_a_renderer_that_reads_any_words(renderer):
    assert isinstance(renderer("sketch"), NetworkRenderer)
    assert renderer("sketch").open_vocabulary
    assert renderer("sketch").usual_strength == 0.4
    assert (renderer("sketch").seeded, renderer("edge").seeded) == (True, False)


def test_the_fingerprint_tells_weights_and_precision_apart(renderer, weights_file):
    ways = [
        TurboOptions("cpu", "bf16"),
        TurboOptions("cpu", "fp32", tiling=True),
        TurboOptions("cpu", "fp32", channels_last=True),
        TurboOptions("cpu", "fp32", fixed_strength=0.4),
        TurboOptions("cpu", "fp32", fixed_strength=0.5),
    ]
    others = [TurboRenderer(BASE, weights_file("sketch"), way, SIDE) for way in ways]
    prints = {one.fingerprint for one in (renderer("edge"), renderer("sketch"), *others)}
    assert len(prints) == 7


@pytest.mark.parametrize(
    ("sketch", "prompt", "strength", "message"),
    [
        (Sketch((80, 80)), PROMPT, 0.4, "the sketch is empty"),
        (drawing(), " ", 0.4, "the prompt is empty"),
        (drawing(), PROMPT, 1.5, "not between 0 and 1"),
    ],
)
def test_what_cannot_be_rendered_is_said(renderer, sketch, prompt, strength, message):
    with pytest.raises(UserError, match=message):
        renderer("sketch").render(sketch, prompt, 0, strength)


def test_pickles_are_not_opened(tmp_path):
    file = tmp_path / "weights.pkl"
    file.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(UserError, match="models convert"):
        TurboRenderer(BASE, file)


def test_pixels_are_rounded_and_clipped():
    picture = np.array([-1.2, -1, 0, 1, 1.2], np.float32).reshape(1, 1, 5).repeat(3, 0)
    assert as_image(picture)[0, :, 0].tolist() == [0, 0, 128, 255, 255]

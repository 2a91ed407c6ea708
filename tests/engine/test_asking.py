"""What renderers are asked for beyond what the person said."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.labels import caption_text
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.engine.asking import strength_of, worded
from sketch2image.render.lite import LiteRenderer

FREE = SimpleNamespace(open_vocabulary=True, usual_strength=0.4, seeded=True)
EDGE = SimpleNamespace(open_vocabulary=True, usual_strength=1.0, seeded=False)
RED = Sketch((90, 90), (Stroke(np.array([[9, 9], [80, 80]], np.float32), (255, 0, 0)),))
CUP = caption_text("cup")


def test_captions_get_the_colors_of_the_pens():
    assert worded(FREE, RED, "", CUP, "").startswith("convert a red cup into")


def test_words_of_the_person_stay_as_they_are():
    assert worded(FREE, RED, "a cup", CUP, "") == "a cup"


def test_styles_go_around_both():
    assert worded(FREE, RED, "a cup", CUP, "ink of {prompt}") == "ink of a cup"
    assert worded(FREE, RED, "", CUP, "ink of {prompt}").startswith("ink of convert a red cup")


def test_the_lite_renderer_gets_the_plain_caption_and_no_style():
    assert worded(LiteRenderer(), RED, "", CUP, "") == CUP
    with pytest.raises(UserError, match="no styles"):
        worded(LiteRenderer(), RED, "", CUP, "anime")


def test_without_a_wish_the_renderers_own_strength_is_taken():
    assert strength_of(None, FREE) == 0.4
    assert strength_of(0.0, FREE) == 0.0
    assert strength_of(None, LiteRenderer()) == 0.8
    assert strength_of(0.2, EDGE) == 1.0

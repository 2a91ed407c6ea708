from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.render.drawing import Drawing


def arc(start: float, end: float, radius: float = 150) -> Stroke:
    turn = np.linspace(np.radians(start), np.radians(end), 90)
    places = np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius + 256
    return Stroke(places.astype(np.float32))


def shape_of(*strokes: Stroke):
    return Drawing.of(Sketch((512, 512), strokes)).shape


@pytest.mark.parametrize("gap", [0, 8, 20])
def test_a_small_gap_leaves_a_shape_whole(gap):
    assert shape_of(arc(gap, 360)).sum() == pytest.approx(np.pi * 152**2, rel=0.05)


def test_a_wide_bay_stays_open():
    assert not shape_of(arc(120, 420))[256, 380:400].any()


def test_marks_that_stand_apart_are_left_out_and_a_whole_drawing_stays():
    speck = Stroke(np.array([[20, 20], [30, 20]], np.float32))
    whole = Drawing.of(Sketch((512, 512), (arc(0, 360),)))
    assert whole.without_strays() is whole
    assert not Drawing.of(Sketch((512, 512), (arc(0, 360), speck))).without_strays().ink[:60].any()

"""Pen colors that everyone can tell apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from sketch2image.air.profiles import NAMED, PALETTE, profile
from sketch2image.core.sketch import WHITE, Color, Sketch, Stroke
from sketch2image.render.control import pen_colors

VISIONS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What linear RGB looks like at severity 1 (Machado, Oliveira and Fernandes, IEEE TVCG 2009)."""

XYZ = np.array(
    (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
)
"""Of linear sRGB."""

APART = 40.0
"""Least CIE Lab difference (1976); 2.3 can just be seen."""

CONTRAST = 3.0
"""Least contrast of shapes on their ground by WCAG 2.1."""


def linear(color: Color) -> NDArray[np.float64]:
    share = np.array(color) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(color: Color, vision: str) -> NDArray[np.float64]:
    seen = np.clip(np.array(VISIONS[vision]) @ linear(color), 0, 1)
    share = XYZ @ seen / XYZ.sum(axis=1)
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array((116 * y - 16, 500 * (x - y), 200 * (y - z)))


@pytest.mark.parametrize("vision", VISIONS)
def test_no_two_pens_and_no_pen_and_the_canvas_look_alike(vision: str):
    for one, other in combinations((*PALETTE, WHITE), 2):
        assert np.linalg.norm(lab(one, vision) - lab(other, vision)) >= APART, (one, other)


@pytest.mark.parametrize("color", PALETTE)
def test_every_pen_stands_out_on_white(color: Color):
    luminance = float(XYZ[1] @ linear(color))
    assert 1.05 / (luminance + 0.05) >= CONTRAST


@pytest.mark.parametrize("name", NAMED)
def test_a_stroke_is_called_by_the_name_of_its_pen(name: str):
    points = np.array([[20, 30], [180, 70], [60, 90]], np.float32)
    shares = pen_colors(Sketch((200, 100), (Stroke(points, NAMED[name]),)))
    assert next(iter(shares)) == name
    assert shares[name] > 0.9


@pytest.mark.parametrize("name", ["code", "readme"])
def test_the_forerunners_profiles_keep_its_exact_colors(name: str):
    colors = [rule.color for rule in profile(name).rules if rule.color]
    assert colors == [(0, 0, 0), (0, 255, 0), (255, 0, 0)]

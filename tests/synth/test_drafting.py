from __future__ import annotations

import numpy as np
import pytest

from sketch2image.synth.drafting import arc, arched, closed, pair, reflected, solid
from sketch2image.synth.sdf import View, look
from sketch2image.synth.shapes import Material, Shape, capsule, ellipsoid, prism, rotation

GREY = Material((0.5, 0.5, 0.5))
LEAN = rotation(20, 30, 40)
LOPSIDED = [
    capsule((0.1, -0.3, 0.2), (0.5, 0.2, -0.1), 0.2, 0.1, GREY, "limb"),
    ellipsoid((0.3, 0.1, 0), (0.4, 0.2, 0.1), GREY, "limb", turn=LEAN),
    prism([(0, 0), (0.5, 0.1), (0.1, 0.4)], 0.2, (0.2, 0, 0.1), GREY, "limb", turn=LEAN),
]


@pytest.mark.parametrize("shape", LOPSIDED, ids=lambda shape: shape.kind.name)
def test_a_reflected_shape_looks_like_its_mirror_image(shape: Shape) -> None:
    view = View(np.eye(3), (80, 80), 40.0, (40.0, 40.0))
    own, other = (look([s], view, threads=1).hit for s in (shape, reflected(shape)))
    assert own.any()
    assert (own[:, ::-1] == other).mean() > 0.998


def test_a_pair_is_two_parts_or_one() -> None:
    assert len({shape.part for shape in pair(LOPSIDED[0])}) == 2
    assert {shape.part for shape in pair(LOPSIDED[0], apart=False)} == {"limb"}


def test_an_arc_runs_counterclockwise_from_the_right() -> None:
    points = arc((1, 2), (3, 4), 0, 90, 3)
    assert points[0] == pytest.approx((4, 2))
    assert points[-1] == pytest.approx((1, 6))


def test_an_arched_outline_keeps_its_size() -> None:
    for rise in (0.0, 0.4):
        outline = np.array(arched(0.5, -1, 1, rise))
        assert outline.min(axis=0) == pytest.approx((-0.5, -1))
        assert outline.max(axis=0) == pytest.approx((0.5, 1))


def test_a_closed_curve_runs_through_its_points() -> None:
    corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    curve = np.array(closed(corners, 40))
    for corner in corners:
        assert np.linalg.norm(curve - corner, axis=1).min() < 1e-6


def test_a_solid_profile_is_closed_beyond_the_axis() -> None:
    profile = solid([(0.4, -1), (0.2, 1)])
    assert profile[0][0] < 0 > profile[-1][0]
    assert profile[0][1] == -1
    assert profile[-1][1] == 1

"""What a camera sees of single solids, against geometry done by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sketch2image.synth.sdf import Buffers, Light, View, floor_of, look, lowest, smoothed
from sketch2image.synth.shapes import (
    Material,
    Op,
    Shape,
    box,
    capsule,
    ellipsoid,
    lathe,
    prism,
    rotation,
    torus,
)

WHITE = Material((1.0, 1.0, 1.0))
SIZE, SCALE = 101, 50.0
"""Pixel (50, 50) looks along the z axis; pixels are 1/50 apart."""


def seen(*shapes: Shape, light: Light | None = None, turn: np.ndarray | None = None) -> Buffers:
    turn = np.eye(3) if turn is None else turn
    return look(shapes, View(turn, (SIZE, SIZE), SCALE, (50.5, 50.5)), light, threads=1)


def depth_at(buffers: Buffers, x: float, y: float) -> float:
    return float(buffers.depth[round(50 - y * SCALE), round(50 + x * SCALE)])


SQUARE = [(-0.4, -0.4), (0.4, -0.4), (0.4, 0.4), (-0.4, 0.4)]
CYLINDER = [(0, -0.5), (0.4, -0.5), (0.4, 0.5), (0, 0.5)]
SOLIDS = {
    "sphere": (ellipsoid((0.1, 0, 0.2), (0.5, 0.5, 0.5), WHITE, "a"), 0.1, 0.3, 0.2 + 0.4),
    "ellipsoid": (ellipsoid((0, 0, 0), (0.6, 0.3, 0.5), WHITE, "a"), 0.3, 0, 0.5 * 0.75**0.5),
    "capsule's end": (capsule((-0.4, 0, 0), (0.4, 0, 0), 0.2, 0.2, WHITE, "a"), 0.5, 0, 0.03**0.5),
    "capsule's side": (capsule((-0.4, 0, 0), (0.4, 0, 0), 0.2, 0.2, WHITE, "a"), 0.1, 0, 0.2),
    "box": (box((0, 0, 0.1), (0.5, 0.4, 0.3), WHITE, "a"), 0.3, -0.2, 0.4),
    "torus": (torus((0, 0, 0), 0.5, 0.2, WHITE, "a"), 0, 0.1, 0.5 + 0.03**0.5),
    "lathe": (lathe(CYLINDER, (0, 0, 0), WHITE, "a", 0), 0.24, 0, 0.32),
    "prism": (prism(SQUARE, 0.6, (0, 0, 0), WHITE, "a", 0), 0.2, 0.2, 0.3),
}


@pytest.mark.parametrize("name", SOLIDS)
def test_surface_lies_where_geometry_says(name: str) -> None:
    shape, x, y, z = SOLIDS[name]
    assert depth_at(seen(shape), x, y) == pytest.approx(z, abs=2e-3)


@pytest.mark.parametrize("name", SOLIDS)
def test_a_turned_solid_is_the_same_solid_seen_from_elsewhere(name: str) -> None:
    shape = SOLIDS[name][0]
    turn = rotation(25, 40, 10)
    turned, moved_camera = seen(shape.turned(turn)), seen(shape, turn=turn)
    assert (turned.hit == moved_camera.hit).mean() > 0.999
    both = turned.hit & moved_camera.hit
    assert turned.depth[both] == pytest.approx(moved_camera.depth[both], abs=2e-3)


def test_silhouette_of_a_sphere_is_a_disc() -> None:
    area = seen(ellipsoid((0, 0, 0), (0.7, 0.7, 0.7), WHITE, "a")).hit.sum() / SCALE**2
    assert area == pytest.approx(math.pi * 0.49, rel=0.01)


def test_normals_point_away_from_the_middle_of_a_sphere() -> None:
    buffers = seen(ellipsoid((0, 0, 0), (0.7, 0.7, 0.7), WHITE, "a"))
    inner = buffers.hit & (buffers.depth > 0.1)
    assert buffers.normal[inner] == pytest.approx(buffers.position[inner] / 0.7, abs=0.01)


def test_a_hole_shows_its_own_part() -> None:
    block = box((0, 0, 0), (0.5, 0.5, 0.5), WHITE, "block", rounding=0)
    buffers = seen(block, ellipsoid((0, 0, 0.5), (0.3, 0.3, 0.3), WHITE, "hole").cut())
    assert depth_at(buffers, 0, 0) == pytest.approx(0.2, abs=2e-3)
    assert buffers.parts[buffers.part[50, 50]] == "hole"
    assert buffers.parts[buffers.part[50, 72]] == "block"


def test_an_intersection_takes_away_what_lies_outside_its_bounds_too() -> None:
    ball = replace(ellipsoid((0, 0, 0), (0.3, 0.3, 0.3), WHITE, "ball"), op=Op.intersect)
    buffers = seen(box((0, 0, 0), (0.9, 0.9, 0.1), WHITE, "plate", rounding=0), ball)
    assert buffers.hit.sum() / SCALE**2 == pytest.approx(math.pi * 0.09, rel=0.03)


def test_a_blend_fills_the_seam_even_outside_the_first_shape() -> None:
    first = ellipsoid((-0.4, 0, 0), (0.35, 0.35, 0.35), WHITE, "a")
    second = ellipsoid((0.4, 0, 0), (0.35, 0.35, 0.35), WHITE, "a")
    assert not seen(first, second).hit[50, 50]
    assert seen(first, replace(second, blend=0.4)).hit[50, 50]


def test_the_floor_is_dark_under_the_object_and_bright_far_away() -> None:
    ball = ellipsoid((0, 0, 0), (0.3, 0.3, 0.3), WHITE, "a")
    buffers = seen(ball, light=Light((0, 1, 0.2)), turn=rotation(x=40))
    below = ~buffers.hit[:, 50] & (np.arange(SIZE) > 50)
    assert buffers.shadow[below, 50].min() < 0.2
    assert buffers.shadow[-1, 2] == pytest.approx(1)
    assert buffers.ambient[-1, 2] == pytest.approx(1)


def test_work_shared_by_threads_is_the_same_work() -> None:
    shapes = [solid[0] for solid in SOLIDS.values()]
    view = View(rotation(15, 20), (64, 64), 30, (32, 32))
    one, four = (look(shapes, view, Light(), threads=n) for n in (1, 4))
    assert (one.depth == four.depth).all()
    assert (one.shadow == four.shadow).all()


@pytest.mark.parametrize("name", SOLIDS)
def test_the_lowest_point_is_where_the_picture_ends(name: str) -> None:
    shape = SOLIDS[name][0].turned(rotation(20, 30, 15))
    rows = np.flatnonzero(seen(shape).hit.any(axis=1))
    bottom = (50 - rows[-1]) / SCALE
    assert lowest([shape], np.array([0.0, 1.0, 0.0])) == pytest.approx(bottom, abs=0.03)


def test_what_leans_stands_on_its_feet_and_what_is_tipped_over_lies_flat() -> None:
    ball = [ellipsoid((0, 0, 0), (0.3, 0.4, 0.5), WHITE, "a")]
    up, lowest_point = floor_of(ball, rotation(x=20))
    assert up == pytest.approx(rotation(x=20)[:, 1])
    assert lowest_point == pytest.approx(-0.4)
    up, lowest_point = floor_of(ball, rotation(z=60))
    assert up == pytest.approx((0, 0, 1))
    assert lowest_point == pytest.approx(-0.5)


def test_edges_are_smoothed_by_the_share_of_the_pixel_that_is_covered() -> None:
    disc = [ellipsoid((0, 0, 0), (0.3, 0.3, 0.3), WHITE, "a")]
    view = View(np.eye(3), (41, 41), 50.0, (20.5, 20.5))
    buffers = look(disc, view, threads=1)
    picture = np.repeat(buffers.hit[..., None], 3, axis=2).astype(np.float32)
    smooth = smoothed(picture, buffers, disc, view, 9, threads=1)
    assert smooth.sum() / 3 == pytest.approx(math.pi * 15**2, rel=0.01)
    inner = np.hypot(*(np.mgrid[:41, :41] - 20)) < 13
    assert (smooth[inner] == 1).all()
    between = (smooth > 0.05) & (smooth < 0.95)
    assert 40 < between[..., 0].sum() < 140

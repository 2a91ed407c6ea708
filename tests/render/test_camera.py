from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sketch2image.render import camera
from sketch2image.render.camera import silhouette, snapshot
from sketch2image.render.grain import Grain, grained
from sketch2image.synth import objects
from sketch2image.synth.sdf import Light, View, look
from sketch2image.synth.shapes import Material, ellipsoid

LIGHT = Light((-0.4, 0.7, 0.6), 0.25)


def scene(label: str, side: int = 320):
    model = objects.sample(label, np.random.default_rng(3))
    return model.shapes, View(model.turn, (side, side), side * 0.36, (side / 2, side / 2))


@pytest.mark.parametrize("label", ["cat", "hamburger", "airplane"])
def test_the_quick_looks_show_what_the_thorough_one_does(label):
    shapes, view = scene(label)
    thorough, quick = look(shapes, view, LIGHT, floor=False), snapshot(shapes, view, LIGHT)
    outlines = silhouette(shapes, view)
    both = thorough.hit & quick.hit
    assert outlines.parts == quick.parts == thorough.parts
    assert (outlines.part != thorough.part).mean() < 0.01
    assert (quick.part != thorough.part).mean() < 0.01
    assert np.median(np.abs(quick.depth[both] - thorough.depth[both])) < 0.005
    assert (quick.normal * thorough.normal).sum(axis=-1)[both].mean() > 0.97
    assert np.abs(quick.ambient - thorough.ambient)[both].mean() < 0.05
    assert np.abs(quick.shadow - thorough.shadow)[both].mean() < 0.08


def test_the_number_of_threads_changes_nothing(monkeypatch):
    shapes, view = scene("teapot")
    seen = []
    for threads in (1, 3):
        with ThreadPoolExecutor(threads) as pool:
            monkeypatch.setattr(camera, "workers", lambda pool=pool: pool)
            seen.append(snapshot(shapes, view, LIGHT))
    for name in ("depth", "shape", "normal", "ambient", "shadow", "position"):
        assert np.array_equal(getattr(seen[0], name), getattr(seen[1], name))


def test_grain_lies_on_rough_parts_alone():
    gray = Material((0.5, 0.5, 0.5))
    shapes = [
        ellipsoid((-0.5, 0, 0), (0.4, 0.4, 0.4), gray, "body"),
        ellipsoid((0.5, 0, 0), (0.4, 0.4, 0.4), gray, "eye 0"),
    ]
    seen = snapshot(shapes, View(np.eye(3), (128, 128), 60.0, (64, 64)), LIGHT)
    plain = np.full((128, 128, 3), 100, np.float32)
    rough = grained(plain, seen, shapes, Grain(0.2, 80, 80), 60.0)
    assert rough[seen.part == 0].std() > 5
    assert np.array_equal(rough[seen.part != 0], plain[seen.part != 0])

"""A small data set in Sketchy's layout: colored shapes, and their outlines as drawings.

Every class has a place of its own on the paper too, so that networks that were never trained before
learn it in a few steps.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from sketch2image.core.opencv import cv2

Points = np.ndarray
"""(N, 2) in units of the radius."""


def _star(arms: int, inner: float) -> Points:
    angle = np.arange(2 * arms) * np.pi / arms
    radius = np.where(np.arange(2 * arms) % 2, inner, 1.0)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


SHAPES: dict[str, Points] = {
    "bar": np.array([[-1, -0.18], [1, -0.18], [1, 0.18], [-1, 0.18]]),
    "cross": _star(4, 0.25),
    "disc": _star(16, 1.0),
    "triangle": np.array([[0, -1], [0.87, 0.5], [-0.87, 0.5]]),
}

PLACES = {"bar": (0.5, 0.2), "cross": (0.25, 0.5), "disc": (0.75, 0.5), "triangle": (0.5, 0.8)}
"""Middle of the shapes, x and y as shares of the side."""


def write_shapes(folder: Path, instances: int = 8, drawings: int = 2, side: int = 64) -> Path:
    """`photo/<class>/<id>.png` and `sketch/<class>/<id>-<n>.png` of every shape."""
    rng = np.random.default_rng(0)
    for label, shape in SHAPES.items():
        for number in range(instances):
            name = f"n0000000{len(label)}_{number}"
            points = _placed(shape, PLACES[label], rng, side)
            _save(folder / "photo" / label / f"{name}.png", _photo(points, rng, side))
            for drawing in range(1, drawings + 1):
                wobble = points + rng.normal(0, 0.6, points.shape)
                file = folder / "sketch" / label / f"{name}-{drawing}.png"
                _save(file, _outline(wobble, side))
    return folder


def _placed(
    shape: Points, place: tuple[float, float], rng: np.random.Generator, side: int
) -> np.ndarray:
    radius = side * rng.uniform(0.14, 0.2)
    return shape * radius + np.array(place) * side + rng.uniform(-2, 2, 2)


def _photo(points: np.ndarray, rng: np.random.Generator, side: int) -> np.ndarray:
    light, dark = rng.integers(140, 256, 3), rng.integers(0, 90, 3)
    ground = np.full((side, side, 3), light, np.uint8)
    return cv2.fillPoly(ground, [np.round(points).astype(np.int32)], tuple(map(int, dark)))


def _outline(points: np.ndarray, side: int) -> np.ndarray:
    paper = np.full((side, side, 3), 255, np.uint8)
    return cv2.polylines(paper, [np.round(points).astype(np.int32)], True, (0, 0, 0), 2)


def _save(file: Path, picture: np.ndarray) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    Pillow.fromarray(picture).save(file)

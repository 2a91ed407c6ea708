"""Telling drawings from photos, on real ones of both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import QueryKind
from sketch2image.gallery.kind import guess_kind


@pytest.mark.parametrize("color", [(0, 0, 0), (255, 0, 0), (0, 255, 0), (0, 0, 255)])
@pytest.mark.parametrize("width", [1, 5, 15])
def test_pens_of_every_kind_draw_sketches(color: tuple[int, int, int], width: int) -> None:
    turns = np.linspace(0, 2 * np.pi, 60)
    circle = np.stack([320 + 150 * np.cos(turns), 240 + 120 * np.sin(turns)], 1)
    sketch = Sketch((640, 480), (Stroke(circle.astype(np.float32), color, width),))
    assert guess_kind(sketch.raster) is QueryKind.sketch


def test_blank_and_tiny_pictures_have_a_kind() -> None:
    assert guess_kind(np.full((480, 640, 3), 255, np.uint8)) is QueryKind.sketch
    for shape in ((1, 1, 3), (1, 700, 3), (3000, 2, 3)):
        assert guess_kind(np.zeros(shape, np.uint8)) is QueryKind.photo


@pytest.mark.data
@pytest.mark.parametrize(
    ("pattern", "kind", "least"),
    [
        ("sketchy/sketch/*/*.png", QueryKind.sketch, 0.98),
        ("sketchy/photo/*/*.jpg", QueryKind.photo, 0.98),
        ("caltech101/*/*.jpg", QueryKind.photo, 0.95),
        ("clothing/*.jpg", QueryKind.photo, 0.98),
        ("grocery/*.jpg", QueryKind.photo, 0.92),
        ("captions/*.jpg", QueryKind.photo, 0.98),
        ("paintings/*.jpg", QueryKind.photo, 0.98),
    ],
)
def test_real_pictures(data_dir: Path, pattern: str, kind: QueryKind, least: float) -> None:
    files = sorted(data_dir.glob(pattern))
    files = files[:: max(1, len(files) // 150)]
    right = [guess_kind(open_picture(file, 512)) is kind for file in files]
    assert len(right) > 50
    assert np.mean(right) >= least

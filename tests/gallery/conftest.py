"""Small pictures and a small encoder for the gallery's tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from tests.gallery.tiny_encoder import TinyEncoder


@pytest.fixture
def encoder() -> TinyEncoder:
    return TinyEncoder()


@pytest.fixture
def paint() -> Callable[[Path, int], Path]:
    """Writes a picture that is the same for the same seed and unlike those of other seeds."""
    return paint_picture


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of six pictures, one in a subfolder."""
    folder = tmp_path / "photos"
    for seed in range(5):
        paint_picture(folder / f"{seed}.png", seed)
    paint_picture(folder / "sub" / "five.jpg", 5)
    return folder


def paint_picture(path: Path, seed: int) -> Path:
    blocks = np.random.default_rng(seed).integers(0, 256, (6, 6, 3)).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Pillow.fromarray(blocks).resize((48, 48), Pillow.Resampling.NEAREST).save(path)
    return path

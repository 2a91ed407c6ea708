"""Folders of classes for tests: paintings of one palette each."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sketch2image.core.pictures import save_png
from sketch2image.core.types import Image
from tests.painting import painting

SIZE = (48, 36)


def styled(seed: int, number: int, of: int) -> Image:
    """(36, 48, 3) of the painting of a seed, in the palette of one of so many classes."""
    tint = np.array(colorsys.hsv_to_rgb(number / of, 0.9, 1.0))
    gray = painting(seed, SIZE).mean(axis=2, keepdims=True)
    return (gray * (0.25 + 0.75 * tint)).astype(np.uint8)


def write_classes(folder: Path, names: Sequence[str], pictures: int) -> Path:
    """`<name>/<number>.png`, no two of them alike."""
    for number, name in enumerate(names):
        for one in range(pictures):
            seed = 1000 * number + one
            save_png(folder / name / f"{one}.png", styled(seed, number, len(names)))
    return folder

"""A few classes of sketches, each a line at an angle of its own, as files in class folders."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sketch2image.core.pictures import save_png
from sketch2image.core.sketch import Sketch, Stroke

ANGLES = {"snail": 0.0, "pizza": 0.8, "teddy_bear": 1.6}
"""The tiny BLIP knows these angles, and would call every one of them something else."""


def drawing(label: str, number: int = 0) -> Sketch:
    """A line at the angle of a class, a little longer and elsewhere for each number."""
    along = np.array([np.cos(ANGLES[label]), np.sin(ANGLES[label])]) * (26 + number)
    middle = np.array([32 + number % 3, 32 - number % 2])
    line = np.stack([middle - along, middle + along]).astype(np.float32)
    return Sketch((64, 64), (Stroke(line, width=5.0),))


def write_sketches(folder: Path, each: int = 4) -> Path:
    """`folder/CLASS/CLASS-NUMBER.png`."""
    for label in ANGLES:
        (folder / label).mkdir(parents=True)
        for number in range(each):
            save_png(folder / label / f"{label}-{number}.png", drawing(label, number).raster)
    return folder

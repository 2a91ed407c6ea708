"""A folder of works: layouts of gray blocks, each photographed in tints that say nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sketch2image.core.pictures import save_png

_BLOCKS = 4
"""Along each side of a layout."""


def write_patterns(folder: Path, classes: int = 8, pictures: int = 8, side: int = 32) -> Path:
    """`c<class>/<number>.png`, each (side, side)."""
    rng = np.random.default_rng(0)
    for label in range(classes):
        layout = rng.uniform(0, 1, (_BLOCKS, _BLOCKS, 1))
        blocks = layout.repeat(side // _BLOCKS, 0).repeat(side // _BLOCKS, 1)
        for number in range(pictures):
            dark, light = np.sort(rng.uniform(0, 255, (2, 3)), axis=0)
            tinted = dark + (light - dark) * blocks
            save_png(folder / f"c{label}" / f"{number}.png", tinted.astype(np.uint8))
    return folder

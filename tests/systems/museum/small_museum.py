"""A museum of tiny pictures, as The Met dataset lies on disk, and as a folder of classes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

WORKS = 6


def small_met(root: Path) -> Path:
    """`images` and `ground_truth` below a folder; returns the latter."""
    train = [{"id": work, "path": f"MET/{work}/{k}.jpg"} for work in range(WORKS) for k in range(2)]
    val = [_query(work, "test_met") for work in range(2)]
    val.append({"path": "test_other/val.jpg", "url": "", "category": "other"})
    test = [_query(work, "test_met") for work in range(2, WORKS)]
    info = root / "ground_truth"
    info.mkdir(parents=True)
    for name, rows in (
        ("MET_database", train),
        ("mini_MET_database", train[:8]),
        ("valset", val),
        ("testset", test),
    ):
        (info / f"{name}.json").write_text(json.dumps(rows))
        for place, row in enumerate(rows):
            draw(root / "images" / row["path"], place)
    return info


def small_folder(root: Path) -> Path:
    """A folder of classes."""
    for work in range(WORKS):
        for k in range(3):
            draw(root / f"work {work}" / f"{k}.png", 10 * work + k)
    return root


def draw(file: Path, seed: int) -> None:
    """A tiny picture of chance."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    size = rng.integers(40, 70, 2)
    Image.fromarray(rng.integers(0, 256, (*size, 3), np.uint8)).save(file)


def _query(work: int, folder: str) -> dict:
    return {"MET_id": work, "path": f"{folder}/{work}.jpg", "photographer": "me", "url": "None"}

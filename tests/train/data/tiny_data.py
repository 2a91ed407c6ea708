"""Small sketches, photos and folders of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image as Pictures

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image


def sketch(seed: int = 0, side: int = 96) -> Image:
    """Black strokes on white, another drawing for each seed."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0.15, 0.85, (6, 2)).astype(np.float32) * side
    return Sketch((side, side), (Stroke(points, width=3),)).raster


def photo(seed: int = 0, side: int = 96) -> Image:
    """Bright and dark blocks in color."""
    rng = np.random.default_rng(seed)
    blocks = rng.integers(20, 235, (8, 8, 3)).astype(np.uint8)
    return np.kron(blocks, np.ones((side // 8, side // 8, 1), np.uint8))


def save(file: Path, picture: Image, mode: str = "RGB", **options: object) -> Path:
    """Write a picture, its folder too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    Pictures.fromarray(picture).convert(mode).save(file, **options)
    return file


def sketchy(
    root: Path,
    classes: tuple[str, ...] = ("bat", "cat"),
    photos: int = 4,
    sketches: int = 2,
    level: str = "",
) -> Path:
    """A Sketchy database: every photo drawn several times."""
    for number, label in enumerate(classes):
        for one in range(photos):
            name, seed = f"n0000000{number}_{one}", 100 * number + 10 * one
            save(root / "photo" / level / label / f"{name}.jpg", photo(seed))
            for drawn in range(1, sketches + 1):
                file = root / "sketch" / level / label / f"{name}-{drawn}.png"
                save(file, sketch(seed + drawn))
    return root


def pairs(root: Path, train: int = 3, test: int = 2, side: int = 96) -> Path:
    """A folder of img2img-turbo without a fault."""
    for part, count, first in (("train", train, 0), ("test", test, 50)):
        names = [f"{part}{number}.png" for number in range(count)]
        for number, name in enumerate(names):
            save(root / f"{part}_A" / name, 255 - sketch(first + number, side))
            save(root / f"{part}_B" / name, photo(first + number, side))
        prompts = {name: f"picture {name}" for name in names}
        (root / f"{part}_prompts.json").write_text(json.dumps(prompts), "utf-8")
    return root


def drawing(word: str, seed: int = 0, **more: object) -> str:
    """A line of Quick, Draw!."""
    rng = np.random.default_rng(seed)
    strokes = [rng.integers(0, 256, (2, 5)).tolist() for _ in range(2)]
    return json.dumps({"word": word, "recognized": True, "drawing": strokes, **more})

"""A small set of triplets: drawn garments of six kinds in six colors."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import save_jpeg
from sketch2image.core.types import Image
from sketch2image.train.data.triplets import TripletFolder
from tools.garments import SHAPES, SHEET, garment

COLORS = ("black", "red", "yellow", "green", "blue", "pink")

SIZE = (48, 64)


def write_wardrobe(root: Path, name: str = "closet") -> Path:
    """`ROOT/closet` with 36 triplets; all garments of a kind are cut a little otherwise."""
    files = TripletFolder(root, name)
    pairs = [(kind, color) for kind in SHAPES for color in COLORS]
    for number, (kind, color) in enumerate(pairs):
        picture = garment(kind, color, SHEET, size=SIZE, variant=number + 1)
        write_triplet(files, number, picture, f"a {color} {kind.casefold()}")
    return root


def write_triplet(files: TripletFolder, number: int, picture: Image, text: str) -> None:
    """A picture with its edges and caption."""
    lines = 255 - cv2.Canny(picture, 60, 120)
    save_jpeg(files.image(number), picture, 95)
    save_jpeg(files.edge(number), np.repeat(lines[..., None], 3, axis=2).astype(np.uint8), 95)
    files.text(number).parent.mkdir(parents=True, exist_ok=True)
    files.text(number).write_text(json.dumps({"text": text}))

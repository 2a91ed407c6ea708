"""How often a drawing is told from a photo.

    python benchmarks/kind.py DATA [--most 400]

DATA is the folder of development data. Drawings are the Sketchy sketches and Quick, Draw! strokes
(drawn with several pens), each also as if photographed on paper: tinted, unevenly lit, seen at an
angle, grainy, blurred, compressed. Prints the share of right answers by set as one JSON document.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image, QueryKind
from sketch2image.gallery.kind import guess_kind

PHOTOS = {
    "sketchy photos": "sketchy/photo/*/*.jpg",
    "caltech101": "caltech101/*/*.jpg",
    "clothing": "clothing/*.jpg",
    "products on white": "grocery/*.jpg",
    "captioned photos": "captions/*.jpg",
    "paintings": "paintings/*.jpg",
    "art styles": "styles/*/*",
}
PENS = ((0, 0, 0), (0, 0, 0), (255, 0, 0), (0, 255, 0), (0, 0, 255))
WIDTHS = (2, 3, 5, 8, 12, 15)


def pictures(data: Path, pattern: str, most: int) -> Iterator[Image]:
    """At most about `most` pictures, evenly picked."""
    files = sorted(data.glob(pattern))
    for file in files[:: max(1, len(files) // most)]:
        yield open_picture(file, 512)


def quick_drawings(data: Path, most: int, rng: np.random.Generator) -> Iterator[Image]:
    """Quick, Draw! strokes on a camera's canvas, at any place, size, color and width."""
    with gzip.open(data / "quickdraw" / "quickdraw_344x25.ndjson.gz", "rt") as file:
        lines = file.readlines()
    for number in rng.choice(len(lines), most, replace=False):
        scale = rng.uniform(0.8, 1.8)
        corner = rng.uniform(0, 1, 2) * (np.array([640, 480]) - 255 * scale)
        pen, width = PENS[rng.integers(len(PENS))], float(rng.choice(WIDTHS))
        strokes = json.loads(lines[number])["drawing"]
        points = [(np.array(xy).T * scale + corner).astype(np.float32) for xy in strokes]
        yield Sketch((640, 480), tuple(Stroke(line, pen, width) for line in points)).raster


def on_paper(drawing: Image, rng: np.random.Generator) -> Image:
    """The drawing as a phone sees it on a sheet of paper."""
    scale = 512 / max(drawing.shape[:2])
    ink = 1 - cv2.resize(drawing, None, fx=scale, fy=scale).min(axis=2).astype(np.float32) / 255
    height, width = ink.shape
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = (flat + rng.uniform(-0.06, 0.06, (4, 2)) * width).astype(np.float32)
    ink = cv2.warpPerspective(ink, cv2.getPerspectiveTransform(flat, seen), (width, height))
    tint = rng.uniform([0.75, 0.72, 0.6], [1, 0.98, 0.95]) * rng.uniform(0.65, 1)
    fall = np.linspace(1, 1 - rng.uniform(0, 0.4), width)[None, :, None]
    photo = tint * fall * (1 - rng.uniform(0.35, 0.85) * ink[..., None])
    photo += rng.normal(0, rng.uniform(0.005, 0.03), (height, width, 1))
    photo = cv2.GaussianBlur(photo.clip(0, 1), (0, 0), rng.uniform(0.5, 1.5)) * 255
    return through_jpeg(photo.astype(np.uint8), quality=int(rng.uniform(50, 95)))


def through_jpeg(image: Image, quality: int) -> Image:
    """The picture after it was saved as a JPEG."""
    buffer = io.BytesIO()
    Pillow.fromarray(image).save(buffer, "JPEG", quality=quality)
    return np.asarray(Pillow.open(buffer))


def share(images: Iterator[Image], kind: QueryKind) -> float:
    """Share of pictures taken for what they are."""
    right = [guess_kind(image) is kind for image in images]
    return round(float(np.mean(right)), 4)


def measure(data: Path, most: int) -> dict[str, float]:
    """Share of right answers by set."""
    rng = np.random.default_rng(0)
    sketches = list(pictures(data, "sketchy/sketch/*/*.png", most))
    quick = list(quick_drawings(data, most, rng))
    drawings = {
        "sketchy sketches": iter(sketches),
        "quick drawings": iter(quick),
        "sketches on paper": (on_paper(image, rng) for image in sketches),
        "quick drawings on paper": (on_paper(image, rng) for image in quick),
    }
    found = {name: share(images, QueryKind.sketch) for name, images in drawings.items()}
    photos = {name: pictures(data, pattern, most) for name, pattern in PHOTOS.items()}
    return found | {name: share(images, QueryKind.photo) for name, images in photos.items()}


def main() -> None:
    """Read the arguments and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--most", type=int, default=400)
    given = parser.parse_args()
    print(json.dumps(measure(given.data, given.most), indent=1))


if __name__ == "__main__":
    main()

"""Training photos: files, labels where known, and the views the teacher and the student see."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator

from sketch2image.core.types import Image
from sketch2image.gallery.preprocess import SQUARE, letterbox
from sketch2image.train.lite.material import Material
from sketch2image.train.lite.vocabulary import index, of_class

UNKNOWN = -1
"""Label of a photo whose class is not in the table: it still teaches by its teacher vector."""

_UNLABELED = ("captions", "styles", "paintings", "grocery", "hands")
_LEAST_AREA = 0.3
_MOST, _MOST_LABELED, _MOST_ALONE = 20, 60, 500


@dataclass(frozen=True)
class Photo:
    """A photo file and what is known of it.

    Attributes:
        file: where it is.
        label: position of its label, or `UNKNOWN`.
    """

    file: Path
    label: int

    @property
    def key(self) -> str:
        """Names the photo among all that are trained on; sketches drawn after it know it too."""
        return "/".join((*self.file.parts[-3:-1], self.file.stem))


def labeled_photos(material: Material) -> list[Photo]:
    """Photos of the collections whose classes are known, the held out Sketchy photos left out."""
    sketchy = [Photo(f, index()[f.parent.name]) for f in material.split.train_photos]
    return [*sketchy, *_caltech(material.data / "caltech101"), *_clothing(material.data)]


def held_photos(material: Material) -> list[Photo]:
    """The held out Sketchy photos."""
    return [Photo(f, index()[f.parent.name]) for f in material.split.held_photos]


def plain_photos(material: Material) -> list[Photo]:
    """The other photos of the development data: they teach by their teacher vectors alone."""
    return [
        Photo(file, UNKNOWN)
        for name in _UNLABELED
        for file in sorted((material.data / name).rglob("*.jpg"))
    ]


def more_photos(material: Material) -> list[Photo]:
    """Photos of the folder `Material.more`, a few of each of a source's folders."""
    if material.more is None:
        return []
    sources = sorted(folder for folder in material.more.iterdir() if _is_source(folder))
    return [photo for source in sources for photo in _of_source(source)]


def _is_source(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(".")


def _of_source(source: Path) -> list[Photo]:
    if source.name == "caltech101":
        return _caltech(source, _MOST_LABELED)
    folders = [folder for folder in sorted(source.iterdir()) if folder.is_dir()]
    most = _MOST if len(folders) > 1 else _MOST_ALONE
    return [Photo(file, UNKNOWN) for folder in folders for file in _few(folder, most)]


def _few(folder: Path, most: int | None) -> list[Path]:
    """Up to `most` files, chosen evenly over their names."""
    files = sorted(folder.glob("*.jpg"))
    if most is None or len(files) <= most:
        return files
    return [files[number] for number in np.linspace(0, len(files) - 1, most).astype(int)]


def _caltech(folder: Path, most: int | None = None) -> list[Photo]:
    return [
        Photo(file, _position(of_class("caltech101", part.name)))
        for part in sorted(folder.glob("*/"))
        for file in _few(part, most)
    ]


def read_photo(file: Path) -> Image:
    """(H, W, 3) uint8 RGB.

    Raises:
        OSError: not a readable picture.
    """
    from sketch2image.core.opencv import cv2

    picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if picture is None:
        raise OSError(f"cannot read {file}")
    return np.ascontiguousarray(picture[:, :, ::-1]).astype(np.uint8)


def views(photo: Image, count: int, rng: Generator) -> Iterator[Image]:
    """(112, 112, 3) views of a photo: the whole first, then random parts of it."""
    yield letterbox(photo)
    for _ in range(count - 1):
        yield tinted(_part(photo, rng), rng)


def _part(photo: Image, rng: Generator) -> Image:
    from sketch2image.core.opencv import cv2

    height, width = photo.shape[:2]
    area, shape = rng.uniform(_LEAST_AREA, 1.0), np.exp(rng.uniform(-0.3, 0.3))
    tall = max(8, min(height, round(height * np.sqrt(area / shape))))
    wide = max(8, min(width, round(width * np.sqrt(area * shape))))
    top, left = rng.integers(0, height - tall + 1), rng.integers(0, width - wide + 1)
    crop = np.ascontiguousarray(photo[top : top + tall, left : left + wide])
    method = cv2.INTER_AREA if min(tall, wide) > SQUARE else cv2.INTER_LINEAR
    return cv2.resize(crop, (SQUARE, SQUARE), interpolation=method).astype(np.uint8)


def tinted(photo: Image, rng: Generator) -> Image:
    """Another exposure, contrast and color of light."""
    gain = np.exp(rng.normal(0, 0.15) + rng.normal(0, 0.05, 3))
    middle = photo.mean(axis=(0, 1))
    toned = (photo - middle) * np.exp(rng.normal(0, 0.15)) + middle * gain
    return np.clip(toned, 0, 255).astype(np.uint8)


def _clothing(data: Path) -> list[Photo]:
    folder = data / "clothing"
    with (folder / "labels.csv").open(encoding="utf-8") as rows:
        return [
            Photo(folder / row["file"], _position(of_class("clothing", row["label"])))
            for row in csv.DictReader(rows)
        ]


def _position(label: str) -> int:
    return index().get(label, UNKNOWN)

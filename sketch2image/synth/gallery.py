"""A gallery of rendered photos, so that search has something to find on a fresh machine."""

from __future__ import annotations

import argparse
import io
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from sketch2image.core.files import write_atomically
from sketch2image.core.types import Image
from sketch2image.synth import objects
from sketch2image.synth.sdf import Light, View
from sketch2image.synth.shapes import Color

FORMATS: dict[str, tuple[str, dict[str, int]]] = {
    "jpg": ("JPEG", {"quality": 88}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {"quality": 88}),
}
"""Endings the pictures can have, with Pillow's name of the format and its settings."""

_GROUNDS: tuple[Color, ...] = (
    (1.0, 1.0, 1.0), (1.0, 1.0, 1.0), (0.97, 0.97, 0.97), (0.93, 0.94, 0.95), (0.99, 0.97, 0.92),
)  # fmt: skip


def make_gallery(
    folder: str | os.PathLike[str],
    seed: int = 0,
    per_class: int = 8,
    size: int = 256,
    form: str = "jpg",
    names: Sequence[str] | None = None,
) -> list[Path]:
    """Render photos of the classes into `folder`, named `<class>-<n>.<form>`.

    A picture depends on `seed`, its class and its number alone, so that a larger gallery holds
    the smaller one.

    Args:
        folder: made if missing; files of the same names are replaced.
        seed: of shapes, views and light.
        per_class: pictures of each class.
        size: side of the square pictures in pixels.
        form: one of `FORMATS`.
        names: the classes, default all that have a scene.

    Returns:
        Paths of the pictures, in order of class and number.

    Raises:
        KeyError: a class has no scene, or `form` is unknown.
        UserError: kind `output`, the folder cannot be written.
    """
    paths: list[Path] = []
    for name in names or objects.names():
        for number, picture in enumerate(photos(name, seed, per_class, size), 1):
            path = Path(folder) / f"{name}-{number}.{form}"
            write_atomically(path, _encoded(picture, form))
            paths.append(path)
    return paths


def photos(name: str, seed: int, count: int, size: int) -> Iterator[Image]:
    """`count` different photos of a class, each (size, size, 3) uint8."""
    for number in range(count):
        yield _photo(name, np.random.default_rng([seed, zlib.crc32(name.encode()), number]), size)


def _photo(name: str, rng: np.random.Generator, size: int) -> Image:
    model = objects.sample(name, rng)
    toward = (rng.uniform(-0.8, 0.8), rng.uniform(0.5, 1.0), rng.uniform(0.4, 0.9))
    light = Light(toward, softness=rng.uniform(0.1, 0.35))
    view = _shifted(objects.view_of(model, (size, size), rng.uniform(0.66, 0.88)), rng)
    ground = _GROUNDS[rng.integers(len(_GROUNDS))]
    warmth = rng.uniform(-0.6, 0.9)
    return objects.render(model, (size, size), light, view, ground=ground, warmth=warmth)


def _shifted(view: View, rng: np.random.Generator) -> View:
    reach = 0.04 * view.size[0]
    x, y = view.center
    center = (x + rng.uniform(-reach, reach), y + rng.uniform(-reach, reach))
    return View(view.turn, view.size, view.scale, center)


def _encoded(picture: Image, form: str) -> memoryview:
    from PIL import Image as Pictures

    buffer = io.BytesIO()
    name, settings = FORMATS[form]
    Pictures.fromarray(picture).save(buffer, name, **settings)
    return buffer.getbuffer()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Render a gallery of photos of all classes.")
    parser.add_argument("--out", required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--per-class", type=int, default=8)
    parser.add_argument("--size", type=int, default=256, help="side in pixels")
    parser.add_argument("--format", choices=FORMATS, default="jpg")
    return parser.parse_args()


def main() -> None:
    """Render the gallery that the command line asks for."""
    asked = _arguments()
    paths = make_gallery(asked.out, asked.seed, asked.per_class, asked.size, asked.format)
    sys.stdout.write(f"{len(paths)} pictures in {asked.out}\n")


if __name__ == "__main__":
    main()

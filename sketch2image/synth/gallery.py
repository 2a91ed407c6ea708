"""A gallery of rendered photos, so that search has something to find on a fresh machine."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sketch2image.core.files import write_atomically
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.core.types import Image
from sketch2image.synth.choices import Format, Wish
from sketch2image.synth.shots import chosen, shots

_SETTINGS: dict[Format, tuple[str, dict[str, Any]]] = {
    Format.jpg: ("JPEG", {"quality": 88}),
    Format.png: ("PNG", {}),
    Format.webp: ("WEBP", {"quality": 88}),
}
"""Pillow's name of each format, and how it is written."""


def make_gallery(
    folder: str | os.PathLike[str],
    seed: int = 0,
    per_class: int = 8,
    size: int = 256,
    form: str = "jpg",
    names: Sequence[str] = (),
    wish: Wish = Wish.mixed,
    report: Report = silent,
) -> list[Path]:
    """Render photos of the classes into `folder`, named `<class>-<n>.<form>`.

    A picture depends on `seed`, its class and its number alone, so that a larger gallery holds
    the smaller one.

    Args:
        folder: made if missing; files of the same names are replaced.
        seed: of shapes, views, light and grounds.
        per_class: pictures of each class.
        size: side of the square pictures in pixels.
        form: one of `Format`.
        names: the classes, default all that have a scene.
        wish: what they stand on.
        report: progress.

    Returns:
        Paths of the pictures, in order of class and number.

    Raises:
        UserError: a class has no scene, or the folder cannot be written.
        ValueError: `form` is unknown.
    """
    wanted, ending = chosen(names), Format(form)
    counter = Counter(report, "gallery", per_class * len(wanted))
    paths: list[Path] = []
    for number, shot in shots(wanted, seed, per_class, size, wish):
        path = Path(folder) / f"{shot.name}-{number}.{ending}"
        write_atomically(path, encoded(shot.photo(), ending))
        paths.append(path)
        counter.advance(path.name)
    return paths


def encoded(picture: Image, form: Format) -> memoryview:
    """A picture as the content of a file."""
    from PIL import Image as Pictures

    buffer = io.BytesIO()
    name, settings = _SETTINGS[form]
    Pictures.fromarray(picture).save(buffer, name, **settings)
    return buffer.getbuffer()

"""Sketches on disk: pictures of them, and SVG that keeps the strokes."""

from __future__ import annotations

import os
from pathlib import Path

from sketch2image.air import svg
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.paper import sketch_on
from sketch2image.core.pictures import open_picture, save_png
from sketch2image.core.sketch import Sketch

LARGEST = 1600
"""Longest side, in pixels, of a sketch read from a picture."""


def save_sketch(path: str | os.PathLike[str], sketch: Sketch) -> None:
    """Write a sketch as its name says: `.svg` keeps the strokes, `.png` what is seen.

    Raises:
        UserError: another ending, or the place cannot be written.
    """
    check_name(path, ".png", ".svg")
    if Path(path).suffix.lower() == ".svg":
        save_svg(path, sketch)
    else:
        save_png(path, sketch.raster)


def check_name(path: str | os.PathLike[str], *suffixes: str) -> None:
    """See that a file to be written has one of these endings.

    Raises:
        UserError: it has another one.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in suffixes:
        raise UserError(
            ErrorKind.input,
            f"cannot write {os.fspath(path)} as {suffix or 'a file without ending'}",
            f"Name it {' or '.join(suffixes)}.",
        )


def save_svg(path: str | os.PathLike[str], sketch: Sketch) -> None:
    """Write the strokes as SVG, to 0.001 px.

    Raises:
        UserError: the place cannot be written.
    """
    write_atomically(path, svg.to_svg(sketch).encode())


def open_sketch(path: str | os.PathLike[str]) -> Sketch:
    """Read a sketch: our own SVG with its strokes, or any picture as a backdrop.

    The ground of a drawing photographed on paper is made white; a picture larger than `LARGEST`
    is scaled down to it.

    Raises:
        UserError: the file is missing, damaged, or no sketch.
    """
    if Path(path).suffix.lower() == ".svg":
        return _open_svg(path)
    return sketch_on(open_picture(path, LARGEST))


def _open_svg(path: str | os.PathLike[str]) -> Sketch:
    name = os.fspath(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        hint = "Check the spelling of the path."
        raise UserError(ErrorKind.missing_file, f"no such file: {name}", hint) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            ErrorKind.unreadable, f"{name} cannot be read as SVG", "Save the sketch again."
        ) from error
    try:
        return svg.from_svg(text)
    except svg.NotOurs as error:
        raise UserError(
            ErrorKind.unreadable,
            f"{name} is not an SVG sketch of this program: {error}",
            "Give a PNG of it instead.",
        ) from error

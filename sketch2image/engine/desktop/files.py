"""Tasks on files: drawings and pictures in, answers out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.sketch import Sketch
from sketch2image.engine.desktop.tasks import (
    OpenSketch,
    ReadPicture,
    SaveAnswer,
    SaveSheet,
    SaveSketch,
    SaveStrip,
)
from sketch2image.engine.desktop.workplace import Workplace

if TYPE_CHECKING:
    from sketch2image.core.types import Image


def open_sketch(task: OpenSketch, _: Workplace) -> Sketch:
    """Our SVG, or a picture of a drawing."""
    from sketch2image.air.files import open_sketch as read

    return read(task.path)


def read_picture(task: ReadPicture, _: Workplace) -> Image:
    """A picture, no larger than is of use."""
    from sketch2image.air.files import LARGEST
    from sketch2image.core.pictures import open_picture

    return open_picture(task.path, LARGEST)


def save_answer(task: SaveAnswer, place: Workplace) -> dict[str, Any]:
    """All files of an answer."""
    from sketch2image.engine.save import save

    return save(task.result, task.folder, report=place.report)


def save_sheet(task: SaveSheet, _: Workplace) -> str:
    """The contact sheet."""
    from sketch2image.engine.sheet import sheet

    return _save_png(task.path, lambda: sheet(task.result))


def save_strip(task: SaveStrip, _: Workplace) -> str:
    """The strip."""
    from sketch2image.engine.strip import strip

    return _save_png(task.path, lambda: strip(task.result))


def save_sketch(task: SaveSketch, _: Workplace) -> tuple[str, ...]:
    """A drawing; beside a PNG also its strokes."""
    from sketch2image.air.files import save_sketch as save

    save(task.path, task.sketch)
    if Path(task.path).suffix.lower() == ".svg":
        return (task.path,)
    strokes = str(Path(task.path).with_suffix(".svg"))
    save(strokes, task.sketch)
    return task.path, strokes


def _save_png(path: str, draw: Callable[[], Image]) -> str:
    from sketch2image.air.files import check_name
    from sketch2image.core.pictures import save_png

    check_name(path, ".png")
    save_png(path, draw())
    return path

"""Stroke drawings of Quick, Draw!: `.ndjson` files, one drawing a line, plain or gzipped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image
from sketch2image.train.lite.drawings import unit

SUFFIXES = (".ndjson", ".ndjson.gz")
SIDE = 256
"""Width and height of a drawn row in pixels."""

_MARGIN = 12
_PEN = 4.0
_FILES_KNOWN = 512


class Row(NamedTuple):
    """What a line says beside its strokes: its class, and the id of the drawing or nothing."""

    number: int
    word: str
    key: str


def is_strokes(file: Path) -> bool:
    """Whether a file is named like stroke drawings."""
    return file.name.lower().endswith(SUFFIXES)


def rows(file: Path) -> Iterator[Row]:
    """The recognized drawings of a file: those that the game itself took for what they should be.

    Raises:
        UserError: the file cannot be read, or a line is no drawing.
    """
    with _opened(file) as lines:
        for number, line in enumerate(lines):
            if line.strip():
                row = _parsed(file, number, line)
                if row.get("recognized", True):
                    yield Row(number, row["word"], str(row.get("key_id", "")))


def draw_row(file: Path, number: int) -> Image:
    """One line drawn black on white, fitted into the square.

    Args:
        file: `.ndjson` or `.ndjson.gz`.
        number: of the line, from 0 on.

    Returns:
        (256, 256, 3) uint8 RGB.

    Raises:
        UserError: there is no such line, or it is no drawing.
    """
    starts = _starts(file, file.stat().st_mtime_ns)
    if number >= len(starts) - 1:
        message = f"{file} has {len(starts) - 1} lines, not {number + 1}"
        raise UserError(ErrorKind.unreadable, message, "Was it changed? List the data again.")
    line = _line(file, int(starts[number]), int(starts[number + 1]))
    return _drawn(file, number, _parsed(file, number, line)["drawing"])


def _drawn(file: Path, number: int, drawing: list[Any]) -> Image:
    try:
        lines = [np.array(stroke[:2], np.float32).T for stroke in drawing]
        fitted = [line * (SIDE - 2 * _MARGIN) + SIDE / 2 for line in unit(lines)]
    except (ValueError, TypeError, IndexError) as error:
        raise _no_drawing(file, number) from error
    strokes = tuple(Stroke(line.astype(np.float32), width=_PEN) for line in fitted)
    return Sketch((SIDE, SIDE), strokes).raster


def _parsed(file: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise _no_drawing(file, number) from error
    if not isinstance(row, dict) or not {"word", "drawing"} <= row.keys():
        raise _no_drawing(file, number)
    return row


def _no_drawing(file: Path, number: int) -> UserError:
    return UserError(
        ErrorKind.unreadable,
        f"line {number + 1} of {file} is no stroke drawing",
        "Each line is a JSON object with `word` and `drawing`; download the file again.",
    )


@lru_cache(maxsize=_FILES_KNOWN)
def _starts(file: Path, _changed: int) -> NDArray[np.int64]:
    """Where each line begins, and where the last one ends."""
    with _opened(file) as lines:
        lengths = [len(line) for line in lines]
    return np.cumsum([0, *lengths])


def _line(file: Path, start: int, end: int) -> bytes:
    if file.suffix.lower() == ".gz":
        return _unpacked(file, file.stat().st_mtime_ns)[start:end]
    with file.open("rb") as stream:
        stream.seek(start)
        return stream.read(end - start)


@lru_cache(maxsize=2)
def _unpacked(file: Path, _changed: int) -> bytes:
    with _opened(file) as stream:
        return stream.read()


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    packed = file.suffix.lower() == ".gz"
    try:
        with gzip.open(file) if packed else file.open("rb") as stream:
            yield cast("BinaryIO", stream)
    except (OSError, EOFError) as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> UserError:
    reason = getattr(error, "strerror", None) or str(error)
    return UserError(
        ErrorKind.unreadable, f"{file} cannot be read: {reason.lower()}", "Download it again."
    )

"""Recordings of hands read back, and drawn again."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from sketch2image import __version__
from sketch2image.air import svg
from sketch2image.air.canvas import Canvas
from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import Hand, Handedness
from sketch2image.air.profiles import Action, from_table
from sketch2image.air.recording import FORMAT, VERSION, digests, open_lines
from sketch2image.air.session import AirDrawing
from sketch2image.air.setup import Setup, Side
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Color, Sketch

_SIDES: dict[str, Side] = {"any": "any", "left": "left", "right": "right"}
_HANDS: dict[str, Handedness] = {"Left": "Left", "Right": "Right"}
_AGAIN = "Record it again."
_FAR = 1e9
_DAMAGE = (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What reading a damaged line may raise."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What a frame showed.

    Attributes:
        time: seconds since the stream began, strictly increasing.
        hand: the hand that holds the pen, None while it was not seen.
    """

    time: float
    hand: Hand | None


@dataclass(frozen=True, eq=False)
class Recording:
    """All that decides a drawing.

    Attributes:
        start: what was drawn on; its size is that of the frames.
        setup: how the person drew.
        events: frames and keys, in order.
        notes: lines for the person: what is missing, and why strokes may come out differently.
    """

    start: Sketch
    setup: Setup
    events: tuple[Seen | Action, ...]
    notes: tuple[str, ...] = ()


OnSeen = Callable[[Seen, GestureState, AirDrawing], None]
"""Sees every frame with what the gesture meant, and the drawing so far."""


def replay(recording: Recording, on_seen: OnSeen | None = None) -> Sketch:
    """Draw what was drawn: on the same machine, with the same weights, equal to the bit.

    Args:
        recording: what was taken down.
        on_seen: called for every frame, e.g. to show it.

    Raises:
        UserError: no hand was seen, or nothing was drawn.
    """
    drawing = AirDrawing(Canvas(recording.start), recording.setup)
    for event in recording.events:
        if isinstance(event, Action):
            drawing.act(event)
            continue
        state = drawing.take(event.hand, event.time)
        if on_seen:
            on_seen(event, state, drawing)
    return drawing.finish()


def read_recording(path: str | os.PathLike[str]) -> Recording:
    """Read a recording whole.

    Raises:
        UserError: the file is missing, no recording, of a later version, or damaged. A last line
            that was cut short is dropped with a note instead.
    """
    name = os.fspath(path)
    lines, whole = _lines(name)
    if not lines:
        _refuse(name, "is empty", _AGAIN)
    header = _read_header(name, lines[0])
    start, setup = _begun(name, header)
    if len(lines) > 1 and not lines[-1].endswith(b"\n") and not _is_whole(lines[-1]):
        lines, whole = lines[:-1], False
    events = tuple(_events(name, lines[1:]))
    notes = () if whole else (f"{name} was cut short: its end is missing",)
    return Recording(start, setup, events, (*notes, *_differences(header)))


def _lines(name: str) -> tuple[list[bytes], bool]:
    """The lines of a file, and whether a compressed one is all there."""
    lines = []
    try:
        with open_lines(name, "rb") as file:
            while line := file.readline():
                lines.append(line)
    except EOFError:
        return lines, False
    except FileNotFoundError as error:
        hint = "Check the spelling of the path."
        raise UserError(ErrorKind.missing_file, f"no such file: {name}", hint) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        _refuse(name, "is damaged", _AGAIN, error)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        _refuse(name, f"cannot be read: {reason}", "Check its permissions.", error)
    return lines, True


def _read_header(name: str, line: bytes) -> dict[str, Any]:
    try:
        header = _parse(line)
        good = header["format"] == FORMAT
    except _DAMAGE as error:
        _refuse(name, "is no recording of this program", "Make one with draw --record.", error)
    if not good:
        _refuse(name, "is no recording of this program", "Make one with draw --record.")
    if header.get("version") != VERSION:
        written = f"is a recording of version {header.get('version')}, not {VERSION}"
        _refuse(name, written, "Use the version of the program that made it.")
    return header


def _begun(name: str, header: dict[str, Any]) -> tuple[Sketch, Setup]:
    try:
        width, height = (_count(value) for value in header["size"])
        start = svg.from_svg(header["start"]) if header["start"] else Sketch((width, height))
        if start.size != (width, height):
            raise ValueError("the drawing it began with has another size")
        return start, _setup(header["setup"], header["gestures"])
    except _DAMAGE as error:
        _refuse(name, "is damaged in line 1", _AGAIN, error)


def _setup(values: dict[str, Any], gestures: dict[str, Any]) -> Setup:
    return Setup(
        from_table(str(values["profile"]), gestures),
        _SIDES[values["hand"]],
        _number(values["palm"], 0, 1),
        _color(values["color"]),
        _number(values["width"], 0.1, 1000),
    )


def _color(values: list[int]) -> Color:
    red, green, blue = (int(_number(value, 0, 255)) for value in values)
    return red, green, blue


def _count(value: Any) -> int:  # noqa: ANN401
    return int(_number(value, 1, svg.LARGEST_SIDE))


def _number(value: Any, low: float, high: float) -> float:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{value!r} is not a number from {low} to {high}")
    return float(value)


def _events(name: str, lines: list[bytes]) -> Iterator[Seen | Action]:
    last = -np.inf
    for number, line in enumerate(lines, 2):
        try:
            event = _event(line)
            if isinstance(event, Seen):
                if event.time <= last:
                    raise ValueError("time goes back")
                last = event.time
        except _DAMAGE as error:
            _refuse(name, f"is damaged in line {number}", _AGAIN, error)
        yield event


def _is_whole(line: bytes) -> bool:
    try:
        _event(line)
    except _DAMAGE:
        return False
    return True


def _event(line: bytes) -> Seen | Action:
    values = _parse(line)
    if "act" in values:
        return Action(values["act"])
    hand = values["hand"]
    return Seen(_number(values["time"], -1e9, 1e9), None if hand is None else _hand(hand))


def _hand(values: dict[str, Any]) -> Hand:
    left, top, right, bottom = (_number(value, -1e6, 1e6) for value in values["box"])
    return Hand(
        _points(values["landmarks"]),
        _points(values["world"]),
        _HANDS[values["handedness"]],
        _number(values["score"], 0, 1.001),
        (left, top, right, bottom),
    )


def _points(values: list[list[float]]) -> NDArray[np.float32]:
    points = np.array(values, np.float64)
    if points.shape != (21, 3) or not (np.abs(points) < _FAR).all():
        raise ValueError("these are not 21 landmarks")
    return points.astype(np.float32)


def _parse(line: bytes) -> dict[str, Any]:
    values = json.loads(line.decode(), parse_constant=_no_number)
    if not isinstance(values, dict):
        raise TypeError("not an object")
    return values


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _differences(header: dict[str, Any]) -> Iterator[str]:
    made = header.get("digests") or {}
    other = ["finger weights"] if made.get("fingers") != digests()["fingers"] else []
    if header.get("program") != __version__:
        other.append(f"version {header.get('program')} of the program")
    if other:
        yield f"recorded with other {' and '.join(other)}: strokes may come out differently"


def _refuse(name: str, reason: str, hint: str, cause: Exception | None = None) -> NoReturn:
    raise UserError(ErrorKind.unreadable, f"{name} {reason}", hint) from cause

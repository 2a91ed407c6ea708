"""What a hand did, as JSON lines: enough to draw the same strokes again without camera or model.

The first line says how it was drawn, then comes a line for each frame and for each key. Landmarks
only: no picture of the camera is kept. What was drawn on, if anything, is kept as SVG.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from sketch2image import __version__
from sketch2image.air import svg
from sketch2image.air.files import check_name
from sketch2image.air.hand import Hand
from sketch2image.air.profiles import Action, to_table
from sketch2image.air.setup import Setup
from sketch2image.core.closing import Closing
from sketch2image.core.files import unwritable
from sketch2image.core.sketch import Sketch
from sketch2image.models.hub import ensure, find

FORMAT = "sketch2image recording"
VERSION = 1
SUFFIXES = (".jsonl", ".gz")


def recordable(start: Sketch) -> Sketch:
    """The drawing to begin with as a recording keeps it, to 0.001 px; draw on this one."""
    return svg.from_svg(svg.to_svg(start))


class Recorder(Closing):
    """Takes down a drawing line by line, so that a crash leaves all but the last line.

    Implements `air.session.Recorder`. A disk that fills up ends the recording, not the drawing;
    `trouble` then says so.

    Args:
        path: `.jsonl`, or `.jsonl.gz` for less than half the size; an older file is overwritten.
        start: what is drawn on, see `recordable`.
        setup: how the person draws.

    Raises:
        UserError: another ending, or the place cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], start: Sketch, setup: Setup) -> None:
        check_name(path, *SUFFIXES)
        self.trouble = ""
        header = _header(start, setup)
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] | None = open_lines(path, "wb")
            self._file.write(header)
            self._file.flush()
        except OSError as error:
            raise unwritable(path, error) from error
        self._path = os.fspath(path)

    def hand(self, time: float, hand: Hand | None) -> None:
        """Take down what was seen at `time` seconds."""
        self._write({"time": time, "hand": _hand_values(hand) if hand else None})

    def act(self, action: Action) -> None:
        """Take down what the person did by key."""
        self._write({"act": str(action)})

    def close(self) -> None:
        """Finish the file; safe to call twice."""
        file, self._file = self._file, None
        if file:
            with suppress(OSError):
                file.close()

    def _write(self, values: dict[str, Any]) -> None:
        if self._file is None:
            return
        try:
            self._file.write(_line(values))
            self._file.flush()
        except OSError as error:
            self.trouble = f"the recording ends early: {unwritable(self._path, error).message}"
            self.close()


def _header(start: Sketch, setup: Setup) -> bytes:
    begun = bool(start.strokes) or start.backdrop is not None
    return _line(
        {
            "format": FORMAT,
            "version": VERSION,
            "program": __version__,
            "size": list(start.size),
            "setup": asdict(setup) | {"profile": setup.profile.name},
            "gestures": to_table(setup.profile),
            "digests": digests(),
            "start": svg.to_svg(start) if begun else None,
        }
    )


def digests() -> dict[str, str]:
    """Of all else that turns landmarks into strokes, and of what gave the landmarks."""
    hand = find("hand")
    return {
        "fingers": _digest(ensure("lite-fingers").read_bytes()),
        "hand": _digest(hand.read_bytes()) if hand else "",
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _hand_values(hand: Hand) -> dict[str, Any]:
    return {
        "landmarks": _short(hand.landmarks),
        "world": _short(hand.world),
        "handedness": hand.handedness,
        "score": hand.score,
        "box": list(hand.box),
    }


def _short(points: NDArray[np.float32]) -> list[list[float]]:
    """As the fewest digits that give the same float32 again."""
    return [[float(str(value)) for value in row] for row in points.astype(np.float32)]


def open_lines(path: str | os.PathLike[str], mode: str) -> IO[bytes]:
    """Open a recording, compressed or not as its name says; `mode` is "rb" or "wb"."""
    if Path(path).suffix.lower() == ".gz":
        return gzip.open(path, mode)  # type: ignore[return-value]
    return Path(path).open(mode)

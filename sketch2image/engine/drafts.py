"""Unfinished drawings, kept in the state folder in case the program does not come to its end.

Each drawing has a draft of its own, `drafts/NAME.svg`, and holds a lock beside it as long as it
lives; a draft whose lock is free was left behind.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from sketch2image.air.canvas import Canvas
from sketch2image.air.files import open_sketch
from sketch2image.air.svg import to_svg
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.paths import home
from sketch2image.core.sketch import Sketch

EVERY = 5.0
"""Seconds between two savings of a drawing that changes."""

FOLDER = "drafts"
_LOCK = ".lock"
_STALE = 24 * 3600.0


@dataclass(frozen=True)
class Unfinished:
    """A drawing that was left behind.

    Attributes:
        path: of its draft.
        time: when it was saved last.
    """

    path: Path
    time: datetime


class Draft:
    """The safety copy of one drawing.

    Trouble with it never stops the drawing: it is kept in `trouble` as one line until a later
    saving does better.

    Args:
        path: of the draft to go on with; None for a new one.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.trouble = ""
        self._path = path
        self._lock = _held(path) if path else None
        self._canvas: Canvas | None = None
        self._saved: Sketch | None = None
        self._due = time.monotonic() + EVERY

    @property
    def is_kept(self) -> bool:
        """Whether there is a file to go on with."""
        return self._path is not None and self._path.exists()

    def watch(self, canvas: Canvas) -> None:
        """Look at the drawing, after each frame; saves it when it changed and the time has come."""
        if self._canvas is None:
            self._canvas, self._saved = canvas, canvas.committed()
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + EVERY
            self.keep()

    def keep(self) -> None:
        """Save the drawing now if it changed; one that was wiped clean leaves no file."""
        if self._canvas:
            self.save(self._canvas.sketch())

    def save(self, sketch: Sketch) -> None:
        """Save a drawing unless it is the one saved last; one that is blank leaves no file."""
        if sketch is self._saved:
            return
        try:
            self._write(sketch)
        except (UserError, OSError) as error:
            self.trouble = f"no safety copy of the drawing is kept: {_reason(error)}"
        else:
            self.trouble, self._saved = "", sketch

    def discard(self) -> None:
        """Remove it: the drawing came to its end. It is not kept again."""
        self._canvas = None
        if self._path:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Leave it to the next program."""
        if self._lock is None:
            return
        self._lock.release()
        if not self.is_kept:
            with suppress(OSError):
                Path(self._lock.lock_file).unlink(missing_ok=True)

    def _write(self, sketch: Sketch) -> None:
        blank = not sketch.strokes and sketch.backdrop is None
        if self._path is None and blank:
            return
        if self._path is None:
            path = _new_path()
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock, self._path = _held(path), path
        if blank:
            self._path.unlink(missing_ok=True)
        else:
            write_atomically(self._path, to_svg(sketch).encode(), durable=True)


def unfinished() -> list[Unfinished]:
    """The drawings left behind, newest first."""
    _sweep()
    left = [found for path in _folder().glob("*.svg") if (found := _left_behind(path))]
    return sorted(left, key=lambda found: found.time, reverse=True)


def resume() -> tuple[Sketch, Draft]:
    """The newest drawing left behind, and its draft to go on with.

    Raises:
        UserError: there is none, or it cannot be read.
    """
    for found in unfinished():
        with suppress(Timeout):
            draft = Draft(found.path)
            return _read(found.path, draft), draft
    hint = "Leave out --resume to begin a new one."
    raise UserError(ErrorKind.input, "there is no unfinished drawing", hint)


def _read(path: Path, draft: Draft) -> Sketch:
    try:
        return open_sketch(path)
    except UserError as error:
        draft.release()
        hint = "Delete that file to begin a new drawing."
        raise UserError(error.kind, error.message, hint) from error


def _folder() -> Path:
    return home() / FOLDER


def _new_path() -> Path:
    return _folder() / f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.svg"


def _lock_of(path: Path) -> FileLock:
    return FileLock(path.with_suffix(_LOCK), blocking=False, thread_local=False)


def _held(path: Path) -> FileLock:
    lock = _lock_of(path)
    lock.acquire()
    return lock


def _left_behind(path: Path) -> Unfinished | None:
    with suppress(Timeout, OSError):
        saved = datetime.fromtimestamp(path.stat().st_mtime)
        with _lock_of(path):
            return Unfinished(path, saved)
    return None


def _sweep() -> None:
    """What programs left behind that were killed before or while they saved."""
    for lock in _stale(f"*{_LOCK}"):
        if not lock.with_suffix(".svg").exists():
            with suppress(Timeout, OSError), _lock_of(lock):
                lock.unlink(missing_ok=True)
    for part in _stale(".*.part"):
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _stale(pattern: str) -> Iterator[Path]:
    for path in _folder().glob(pattern):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _STALE:
                yield path


def _reason(error: UserError | OSError) -> str:
    if isinstance(error, UserError):
        return error.message
    return (error.strerror or str(error)).lower()

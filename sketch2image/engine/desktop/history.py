"""Past drawings, kept in the state folder: an SVG and a note each, `history/NAME.svg` and `.json`.

The drawing is what counts: one whose note is lost is still there, only without its words.
Several programs may keep, star and forget at once; a lock puts them in a row.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from sketch2image.air.files import open_sketch
from sketch2image.air.svg import to_svg
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.core.paths import home
from sketch2image.core.sketch import Sketch
from sketch2image.engine.request import Result

FOLDER = "history"

MOST = 200
"""Drawings kept beside the starred ones."""

_PATIENCE = 10.0
_BEGIN, _END = b"<svg", b"</svg>"


@dataclass(frozen=True)
class Kept:
    """A past drawing.

    Attributes:
        path: of its SVG.
        time: when it was kept.
        label: what it was taken for; empty where it was never asked.
        prompt: what was rendered of it, or the person's words.
        starred: whether it is kept for good.
    """

    path: Path
    time: datetime
    label: str = ""
    prompt: str = ""
    starred: bool = False


@dataclass(frozen=True)
class _Note:
    label: str = ""
    prompt: str = ""
    starred: bool = False


def keep(sketch: Sketch, result: Result | None = None, words: str = "") -> Kept:
    """Keep a drawing; the oldest beyond `MOST` that have no star are let go.

    Args:
        sketch: the drawing.
        result: its answer, if there is one.
        words: what the person said of it; stands where the answer has no prompt.

    Raises:
        UserError: the state folder cannot be written.
    """
    note = _Note(prompt=words)
    if result is not None:
        note = _Note(result.caption.label, result.prompt or words)
    path = _folder() / f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.svg"
    with _alone():
        write_atomically(path, to_svg(sketch).encode(), durable=True)
        _write(path, note)
        _prune()
    return _described(path, path.stat().st_mtime, note)


def kept(say: Callable[[str], None] = lambda _: None) -> list[Kept]:
    """The drawings kept, newest first.

    Args:
        say: told one line about each that is damaged and therefore left out.
    """
    found = [one for path in _folder().glob("*.svg") if (one := _found(path, say))]
    return sorted(found, key=lambda one: (one.time, one.path.name), reverse=True)


def open_kept(drawing: Kept) -> Sketch:
    """The drawing with its strokes.

    Raises:
        UserError: it is damaged, or no longer there.
    """
    return open_sketch(drawing.path)


def star(drawing: Kept, starred: bool) -> Kept:
    """Keep a drawing for good, or no longer so.

    Raises:
        UserError: it is no longer there, or the state folder cannot be written.
    """
    with _alone():
        if not drawing.path.is_file():
            hint = "Look at the history again."
            raise UserError(ErrorKind.missing_file, "the drawing is no longer kept", hint)
        note = _Note(drawing.label, drawing.prompt, starred)
        _write(drawing.path, note)
        return _described(drawing.path, drawing.path.stat().st_mtime, note)


def forget(drawing: Kept) -> None:
    """Delete a drawing; does nothing where it is gone.

    Raises:
        UserError: the state folder cannot be written.
    """
    with _alone():
        _delete(drawing.path)


def _folder() -> Path:
    return home() / FOLDER


@contextmanager
def _alone() -> Iterator[None]:
    folder = _folder()
    try:
        folder.mkdir(exist_ok=True)
        with FileLock(folder / ".lock", timeout=_PATIENCE, thread_local=False):
            yield
    except Timeout as error:
        raise UserError(
            ErrorKind.output, f"another program holds {folder}", "Close it, then try again."
        ) from error
    except OSError as error:
        raise unwritable(folder, error) from error


def _write(path: Path, note: _Note) -> None:
    text = json.dumps(asdict(note), ensure_ascii=False)
    write_atomically(path.with_suffix(".json"), text.encode())


def _prune() -> None:
    plain = [one for one in kept() if not one.starred]
    for old in plain[MOST:]:
        _delete(old.path)


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(".json").unlink(missing_ok=True)


def _found(path: Path, say: Callable[[str], None]) -> Kept | None:
    with suppress(FileNotFoundError):  # forgotten a moment ago
        time = path.stat().st_mtime
        if _is_whole(path):
            return _described(path, time, _read(path))
        say(f"the kept drawing {path} is damaged and left out")
    return None


def _is_whole(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except PermissionError:
        return False
    return content.startswith(_BEGIN) and content.rstrip().endswith(_END)


def _read(path: Path) -> _Note:
    try:
        said = json.loads(path.with_suffix(".json").read_text("utf-8"))
        return _Note(str(said["label"]), str(said["prompt"]), bool(said["starred"]))
    except (OSError, ValueError, KeyError, TypeError):
        return _Note()


def _described(path: Path, time: float, note: _Note) -> Kept:
    return Kept(path, datetime.fromtimestamp(time), note.label, note.prompt, note.starred)

"""Where checkpoints lie on this machine, and how much of each is there."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.core.lock import alone
from sketch2image.core.paths import checkpoints, home, writable_checkpoints
from sketch2image.models.record import Record, read_record
from sketch2image.models.table import Model


class State(StrEnum):
    """How much of a checkpoint is on this machine."""

    here = "here"
    bundled = "bundled"
    by_hand = "put by hand"
    partly = "partly here"
    absent = "not here"


@dataclass(frozen=True)
class Standing:
    """What is on this machine of a checkpoint.

    Attributes:
        state: how much of it.
        folder: where it lies, or would lie.
        missing: names of the files that are not there, or not of the size they should have.
        bytes: what it takes up on disk, unfinished files included.
    """

    state: State
    folder: Path
    missing: tuple[str, ...]
    bytes: int

    @property
    def whole(self) -> bool:
        """Whether it can be opened."""
        return not self.missing


def roots() -> tuple[Path, Path]:
    """The folders that hold checkpoints, in the order they are searched."""
    return checkpoints(), home() / "checkpoints"


def writable_root() -> Path:
    """The first of the checkpoints folders that can be written to; made when missing.

    Raises:
        UserError: none can.
    """
    folders = writable_checkpoints()
    for folder in folders:
        if writable(folder):
            return folder
    raise UserError(
        ErrorKind.output,
        f"cannot write to {' or '.join(map(str, folders))}",
        "Set SKETCH2IMAGE_HOME to a folder you can write to.",
    )


def writable(folder: Path) -> bool:
    """Whether files can be put into a folder, which is made when missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def folder_for(wanted: Model) -> Path:
    """Where a checkpoint is written: where something of it lies, if that can be changed.

    Raises:
        UserError: no checkpoints folder can be written.
    """
    begun = standing(wanted)
    root = begun.folder.parent
    if begun.state is State.absent or not writable(root):
        root = writable_root()
    return root / wanted.folder


def standing(wanted: Model) -> Standing:
    """What is on this machine of a checkpoint; looks at sizes, not at contents."""
    found = [_standing_at(wanted, root / wanted.folder) for root in roots()]
    return min(found, key=lambda one: (len(one.missing), -one.bytes))


def missing_parts(wanted: Model, folder: Path, record: Record) -> tuple[str, ...]:
    """The files of a checkpoint that are not in `folder` in the size they should have."""
    sizes = {part.name: part.size for part in wanted.parts} | record.sizes
    return tuple(name for name in wanted.names if not _fits(folder / name, sizes.get(name, 0)))


def _standing_at(wanted: Model, folder: Path) -> Standing:
    record = read_record(folder) if wanted.full else Record()
    missing = missing_parts(wanted, folder, record)
    taken = _taken(wanted, folder)
    return Standing(_state(wanted, bool(missing), taken, record), folder, missing, taken)


def _state(wanted: Model, missing: bool, taken: int, record: Record) -> State:
    if missing:
        return State.partly if taken else State.absent
    if wanted.bundled:
        return State.bundled
    return State.here if record.source or wanted.members else State.by_hand


def _taken(wanted: Model, folder: Path) -> int:
    if wanted.full:
        files = folder.rglob("*") if folder.is_dir() else iter(())
    else:
        files = (folder / name for name in wanted.names)
    return sum(file.stat().st_size for file in files if file.is_file())


def _fits(file: Path, size: int) -> bool:
    return file.is_file() and size in (0, file.stat().st_size)


def remove(wanted: Model) -> int:
    """Delete what is on this machine of a full checkpoint; returns the bytes freed.

    Raises:
        UserError: it is none, nothing of it is here, another process is at it, or it cannot be
            deleted.
    """
    if wanted.own:
        message = f"{wanted.id} is a folder of your own and is not removed"
        raise UserError(ErrorKind.input, message, "Delete it yourself.")
    if not wanted.full:
        message = f"{wanted.id} belongs to every tier and is not removed"
        raise UserError(ErrorKind.input, message, "Only full models are.")
    folders = [root / wanted.folder for root in roots()]
    freed = sum(_taken(wanted, folder) for folder in folders)
    if not freed:
        hint = "See what is here with `python main.py models list`."
        raise UserError(ErrorKind.model, f"nothing of {wanted.id} is here", hint)
    for folder in filter(Path.is_dir, folders):
        with alone(folder):
            _delete(folder)
    return freed


def _delete(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise unwritable(folder, error) from error

"""Finding the picture files of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name


class Found(NamedTuple):
    """A picture file: its resolved posix path, size in bytes and time of change."""

    key: str
    size: int
    mtime_ns: int


@dataclass
class Scan:
    """What a folder holds.

    Attributes:
        files: picture files by key, in a stable order.
        unreadable: reason by key of folders and files that could not be looked at.
    """

    files: dict[str, Found] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)

    def hides(self, key: str) -> bool:
        """Whether `key` may exist but lies where nothing could be seen."""
        return any(key == place or key.startswith(f"{place}/") for place in self.unreadable)


def folder_key(folder: str | os.PathLike[str]) -> str:
    """Resolved posix path of a folder, the same for every spelling of it.

    Raises:
        UserError: there is no such folder.
    """
    given = os.fspath(folder)
    path = Path(given)
    try:
        is_folder = path.is_dir()
        exists = is_folder or path.exists()
    except OSError:
        is_folder = exists = False
    if is_folder and _is_unicode(given):
        return path.resolve().as_posix()
    if exists:
        raise UserError(ErrorKind.input, f"{given} is not a folder", "Name a folder of pictures.")
    hint = "Check the spelling, or connect the drive. Nothing was removed from any gallery."
    raise UserError(ErrorKind.missing_file, f"no such folder: {given}", hint)


def scan(key: str) -> Scan:
    """List the picture files below a folder, given by its key.

    Subfolders are walked, linked ones too, each real folder once. Hidden files and folders are
    passed over.
    """
    result = Scan()
    walked: set[tuple[int, int]] = set()
    folders, linked = [key], []
    while folders or linked:
        folder = folders.pop() if folders else linked.pop()
        try:
            status = os.stat(folder)  # noqa: PTH116 - one call per folder, by its text
            if (status.st_dev, status.st_ino) in walked:
                continue
            walked.add((status.st_dev, status.st_ino))
            entries = list(_visible(folder))
        except OSError as error:
            result.unreadable[folder] = _reason(error)
            continue
        for entry in entries:
            _sort_in(entry, f"{folder.rstrip('/')}/{entry.name}", result, folders, linked)
    result.files = dict(sorted(result.files.items()))
    return result


def _visible(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from sorted(
            (entry for entry in entries if not entry.name.startswith(".")),
            key=lambda entry: entry.name,
            reverse=True,
        )


def _sort_in(
    entry: os.DirEntry[str], key: str, result: Scan, folders: list[str], linked: list[str]
) -> None:
    try:
        if entry.is_dir():
            (linked if entry.is_symlink() else folders).append(key)
        elif is_picture_name(entry.name):
            _note(entry, key, result)
    except OSError as error:
        result.unreadable[key] = _reason(error)


def _note(entry: os.DirEntry[str], key: str, result: Scan) -> None:
    if not _is_unicode(key):
        result.unreadable[key] = "its name is not valid Unicode"
        return
    if entry.is_file() or entry.is_symlink():
        status = entry.stat()
        result.files[key] = Found(key, status.st_size, status.st_mtime_ns)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()

"""Paths as people type them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sketch2image.core.errors import ErrorKind, UserError


class PictureFile(NamedTuple):
    """A picture to read: its path, spelled as given, and whether it was named itself."""

    path: str
    named: bool


class Unread(NamedTuple):
    """What could not be read in a folder, and why."""

    path: str
    reason: str


@dataclass
class Pictures:
    """What was named: `files` in order, and the `unread` files and folders in the folders named."""

    files: list[PictureFile] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def pictures_in(paths: Iterable[str]) -> Pictures:
    """Files as given, and the pictures in folders as given, in alphabetical order.

    Hidden files and folders are passed over in folders.

    Raises:
        UserError: a path does not exist, a folder cannot be read, or there is no picture at all.
    """
    found = Pictures()
    for path in paths:
        if _is_folder(path):
            _look_into(path, found)
        else:
            found.files.append(PictureFile(path, named=True))
    if not found.files and not found.unread:
        raise UserError(
            ErrorKind.missing_file, "no pictures there", "Name a picture or a folder with some."
        )
    return found


def _is_folder(path: str) -> bool:
    try:
        is_folder = Path(path).is_dir()
        exists = is_folder or Path(path).exists()
    except OSError as error:
        raise _closed(path, (error.strerror or str(error)).lower()) from error
    if not exists:
        raise UserError(ErrorKind.missing_file, f"{path} does not exist", "Check the path.")
    return is_folder


def _look_into(folder: str, found: Pictures) -> None:
    from sketch2image.gallery.adding import spell
    from sketch2image.gallery.scan import folder_key, scan

    key = folder_key(folder)
    seen = scan(key)
    if key in seen.unreadable:
        raise _closed(folder, seen.unreadable[key])
    found.files += [PictureFile(spell(folder, key, file), named=False) for file in seen.files]
    found.unread += [
        Unread(spell(folder, key, place), reason) for place, reason in seen.unreadable.items()
    ]


def _closed(path: str, reason: str) -> UserError:
    return UserError(
        ErrorKind.unreadable, f"{path} cannot be opened: {reason}", "Check its permissions."
    )

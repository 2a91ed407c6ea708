"""Which pictures a phone holds: asked of its MediaStore, else of its folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name
from sketch2image.phone.device import Phone
from sketch2image.phone.folders import CAMERA, SENT_TO, beneath
from sketch2image.phone.media import NoMediaStore, rows_in
from sketch2image.phone.transfer import Files

UNKNOWN = -1
"""Size of a picture whose size MediaStore does not tell."""

_DEEPEST = 12


@dataclass(frozen=True)
class Remote:
    """A picture of the phone.

    Attributes:
        path: full path.
        size: bytes; `UNKNOWN` where it is not told.
        date: seconds since 1970 when it was last changed, as the phone's clock stood.
    """

    path: str
    size: int
    date: int


@dataclass(frozen=True)
class Listing:
    """The pictures of some folders.

    Attributes:
        pictures: newest first.
        there: the folders that exist.
        unreadable: names that are not UTF-8 and cannot be asked for.
    """

    pictures: tuple[Remote, ...]
    there: tuple[str, ...]
    unreadable: tuple[str, ...] = ()


def list_pictures(phone: Phone, folders: Sequence[str], files: Files, original: bool) -> Listing:
    """The pictures in some folders and the folders in them; not hidden ones, nor answers sent.

    Args:
        phone: whose.
        folders: full paths.
        files: of that phone.
        original: as the original program did it: `.jpg` alone, as written, in the folder itself.

    Raises:
        UserError: a folder other than the camera's is not there, or the phone stopped answering.
    """
    there = tuple(folder for folder in folders if _is_there(files, folder))
    found: dict[str, Remote] = {}
    for folder in there:
        listed = _flat(files, folder) if original else _pictures(phone, files, folder)
        found.update({one.path: one for one in listed if not _is_own(one.path, folder)})
    readable = [one for one in found.values() if _is_text(one.path)]
    unreadable = tuple(one.path for one in found.values() if not _is_text(one.path))
    newest_first = sorted(readable, key=lambda one: (-one.date, one.path))
    return Listing(tuple(newest_first), there, unreadable)


def _is_there(files: Files, folder: str) -> bool:
    """A new phone has no camera folder before its first picture."""
    if files.stat(folder).is_folder:
        return True
    if folder == CAMERA:
        return False
    hint = "Look at its files on the phone, and write the folder as they show it."
    raise UserError(ErrorKind.input, f"the phone has no folder {beneath(folder)}", hint)


def _pictures(phone: Phone, files: Files, folder: str) -> Iterator[Remote]:
    """MediaStore knows nothing of folders with `.nomedia` in them, so none there is no answer."""
    try:
        rows = rows_in(phone, folder)
    except NoMediaStore:
        rows = []
    if not rows:
        yield from _deep(files, folder, _DEEPEST)
    for row in rows:
        if _is_shown(row.path.removeprefix(folder)) and is_picture_name(row.path):
            yield Remote(row.path, row.size or UNKNOWN, row.date or 0)


def _deep(files: Files, folder: str, depth: int) -> Iterator[Remote]:
    entries = [one for one in files.list(folder) if not one.name.startswith(".")]
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.is_file and is_picture_name(entry.name):
            yield Remote(path, entry.size, entry.date)
        elif entry.is_folder and depth:
            yield from _deep(files, path, depth - 1)


def _flat(files: Files, folder: str) -> Iterator[Remote]:
    for entry in files.list(folder):
        if entry.is_file and entry.name.endswith(".jpg") and not entry.name.startswith("."):
            yield Remote(f"{folder}/{entry.name}", entry.size, entry.date)


def _is_own(path: str, folder: str) -> bool:
    """Answers that were sent are no pictures of the phone's owner, unless asked for by name."""
    return path.startswith(f"{SENT_TO}/") and not f"{folder}/".startswith(f"{SENT_TO}/")


def _is_shown(path: str) -> bool:
    return "/." not in path


def _is_text(path: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in path)

"""What Android's MediaStore knows of pictures, by the phone's own `content` program.

The order of scans is that of scrcpy issues 6851 and 6852: `scan_file` takes one file and exists
since Android 10, `scan_volume` takes all, the broadcast is of old but still works on Android 16.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from sketch2image.phone.device import Phone
from sketch2image.phone.shell import run

IMAGES = "content://media/external/images/media"
_PROJECTION = "_id:_size:date_modified:_data"
_ROW = re.compile(
    r"^Row: (\d+) _id=(\d+), _size=([^,\n]*), date_modified=([^,\n]*), _data=", re.MULTILINE
)
_NOTHING = "No result found."
_TROUBLE = "Error while accessing provider"
"""Begins what `content` says when it failed, with exit code 0 and perhaps after some rows; some
phones warn of other things on the same way."""

_LONG = 30.0
"""Seconds of silence that a question about a whole storage may take."""

_PAUSES = (0.0, 0.2, 0.4, 0.8, 1.6)
"""Seconds before each look whether a scan has brought the row; Android scans in its own time."""


class NoMediaStore(Exception):
    """The phone's MediaStore cannot be asked; the message is the phone's own."""


@dataclass(frozen=True)
class Row:
    """A picture as MediaStore has it.

    Attributes:
        number: its id.
        path: full path.
        size: bytes, or None where it is not known.
        date: seconds since 1970, or None where it is not known.
    """

    number: int
    path: str
    size: int | None
    date: int | None

    @property
    def uri(self) -> str:
        """What a viewer opens."""
        return f"{IMAGES}/{self.number}"


def rows_in(phone: Phone, folder: str) -> list[Row]:
    """Every picture in a folder and the folders in it.

    Raises:
        NoMediaStore: it cannot be asked, or answers something else.
        UserError: the phone stopped answering.
    """
    # "0" follows "/": what is between is in the folder, and no wildcard is in need of an escape
    where = f"_data > {_quoted(folder + '/')} AND _data < {_quoted(folder + '0')}"
    return _query(phone, where)


def find(phone: Phone, path: str) -> Row | None:
    """The row of one picture; None where MediaStore does not have it.

    Raises:
        NoMediaStore: it cannot be asked, or answers something else.
        UserError: the phone stopped answering.
    """
    rows = _query(phone, f"_data = {_quoted(path)}")
    return rows[0] if rows else None


def scan(phone: Phone, path: str) -> Row | None:
    """Have MediaStore take in a new file: one way after the other until it has.

    Args:
        phone: where.
        path: full path of the file.

    Returns:
        Its row, or None where no way brought it.

    Raises:
        UserError: the phone stopped answering.
    """
    for way in _WAYS:
        way(phone, path)
        for pause in _PAUSES:
            time.sleep(pause)
            try:
                row = find(phone, path)
            except NoMediaStore:
                return None
            if row is not None:
                return row
    return None


def _query(phone: Phone, where: str) -> list[Row]:
    words = ("content", "query", "--uri", IMAGES, "--projection", _PROJECTION, "--where", where)
    done = run(phone, *words, seconds=_LONG)
    if done.code or not done.output.strip() or _TROUBLE in done.errors:
        raise NoMediaStore(done.told)
    return list(_rows(done.output.removesuffix("\n")))


def _rows(told: str) -> Iterator[Row]:
    """Names may hold anything, even a newline: a row begins where the next number stands."""
    if told.strip() == _NOTHING:
        return
    starts: list[re.Match[str]] = []
    for found in _ROW.finditer(told):
        if int(found[1]) == len(starts):
            starts.append(found)
    if not starts or starts[0].start() != 0:
        raise NoMediaStore(told.splitlines()[0])
    ends = [found.start() - 1 for found in starts[1:]] + [len(told)]
    for found, end in zip(starts, ends, strict=True):
        size, date = (_number(text) for text in found.group(3, 4))
        yield Row(int(found[2]), told[found.end() : end], size, date)


def _number(text: str) -> int | None:
    """Other programs write into MediaStore too: NULL and negative numbers were seen there."""
    return int(text) if text.isdecimal() else None


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _scan_file(phone: Phone, path: str) -> None:
    run(phone, *_CALL, "scan_file", "--arg", path, seconds=_LONG)


def _scan_volume(phone: Phone, _: str) -> None:
    run(phone, *_CALL, "scan_volume", "--arg", "external_primary", seconds=_LONG)


def _broadcast(phone: Phone, path: str) -> None:
    action = "android.intent.action.MEDIA_SCANNER_SCAN_FILE"
    place = f"file://{quote(path)}"
    words = ("am", "broadcast", "--receiver-include-background", "-a", action, "-d", place)
    run(phone, *words, seconds=_LONG)


_CALL = ("content", "call", "--uri", "content://media/", "--method")
_WAYS: tuple[Callable[[Phone, str], None], ...] = (_scan_file, _scan_volume, _broadcast)

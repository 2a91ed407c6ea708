"""Take the phone's pictures: only new and changed ones, each whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.core.paths import home
from sketch2image.core.pictures import is_picture_name
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.phone.device import Phone, asking_adb

CAMERA_FOLDER = "/sdcard/DCIM/Camera"


@dataclass(frozen=True)
class Synced:
    """What a sync did.

    Attributes:
        folder: where the phone's pictures lie on this computer.
        pulled: new or changed pictures taken.
        pictures: pictures there now.
    """

    folder: Path
    pulled: int
    pictures: int


def sync(phone: Phone, report: Report = silent, source: str = CAMERA_FOLDER) -> Synced:
    """Copy new and changed pictures of a folder of the phone; nothing is ever deleted.

    Dates are kept. A picture is known by name, size and date, so what is here already stays.

    Raises:
        UserError: kind `phone`, when it stopped answering; kind `output`, when this computer's
            folder cannot be written.
        Cancelled: raised by `report`; what was copied is kept.
    """
    folder = _folder_of(phone)
    with asking_adb():
        listed = [entry for entry in phone.adb.sync.iter_directory(source) if _is_picture(entry)]
    due = [entry for entry in listed if not _is_here(folder, entry)]
    counter = Counter(report, "phone", len(due))
    for entry in due:
        _pull(phone, f"{source}/{entry.path}", folder / _local(entry.path), entry)
        counter.advance(entry.path)
    return Synced(folder, len(due), len(listed))


def _folder_of(phone: Phone) -> Path:
    try:
        folder = home() / "phone" / re.sub(r"[^\w.-]", "_", phone.serial)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(error.filename, error) from error
    return folder


def _is_picture(entry: Any) -> bool:  # noqa: ANN401
    return stat.S_ISREG(entry.mode) and is_picture_name(entry.path)


def _local(name: str) -> str:
    """The name as every file system takes it; a changed name stays unique by its digest."""
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).rstrip(". ")
    if safe == name:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{Path(safe).stem}-{mark}{Path(safe).suffix}"


def _is_here(folder: Path, entry: Any) -> bool:  # noqa: ANN401
    file = folder / _local(entry.path)
    if not file.is_file():
        return False
    found = file.stat()
    return found.st_size == entry.size and int(found.st_mtime) == _seconds(entry)


def _pull(phone: Phone, remote: str, target: Path, entry: Any) -> None:  # noqa: ANN401
    unfinished = target.with_name(f".{target.name}.part")
    try:
        try:
            with unfinished.open("wb") as file:
                file.writelines(_content(phone, remote, entry.size))
            os.utime(unfinished, (_seconds(entry), _seconds(entry)))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(target, error) from error


def _content(phone: Phone, remote: str, size: int) -> Iterator[bytes]:
    came = 0
    with asking_adb():
        for chunk in phone.adb.sync.iter_content(remote):
            came += len(chunk)
            yield chunk
    if came != size:
        message = f"{came} of the {size} bytes of {remote} came from the phone"
        raise UserError(ErrorKind.phone, message, "Check the cable and try again.")


def _seconds(entry: Any) -> int:  # noqa: ANN401
    return int(entry.mtime.timestamp()) if entry.mtime else 0

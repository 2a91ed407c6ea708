"""Send a picture to the phone so that its gallery shows it.

Order of steps after scrcpy issues 6851 and 6852: hidden name, size check, rename, scan.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.phone.device import Phone, asking_adb

FOLDER = "/sdcard/Pictures/Sketch2Image"
_SCANNED_AS = "/storage/emulated/0/Pictures/Sketch2Image"
_FILE_MODE = 0o644


def push(phone: Phone, picture: str | os.PathLike[str], report: Report = silent) -> str:
    """Copy a picture to the phone under a new name; nothing there is overwritten.

    Returns:
        Path on the phone.

    Raises:
        UserError: the phone stopped answering, or not all of it arrived.
        OSError: the picture cannot be read.
    """
    file = Path(picture)
    content = file.read_bytes()
    mark = hashlib.sha256(content).hexdigest()[:8]
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{mark}{file.suffix}"
    hidden, final = f"{FOLDER}/.{name}.part", f"{FOLDER}/{name}"
    report(Progress("phone", 0, 1, f"sending {file.name}"))
    with asking_adb():
        phone.adb.sync.push(content, hidden, _FILE_MODE)
        arrived = phone.adb.sync.stat(hidden).size
        if arrived != len(content):
            _run(phone, "rm", "-f", hidden)
            raise UserError(
                ErrorKind.phone,
                f"only {arrived} of {len(content)} bytes reached the phone",
                "Make room on the phone and try again.",
            )
        _run(phone, "mv", "-n", hidden, final)
        _run(
            phone, "content", "call", "--uri", "content://media/", "--method", "scan_file",
            "--arg", f"{_SCANNED_AS}/{name}",
        )  # fmt: skip
    report(Progress("phone", 1, 1, final))
    return final


def _run(phone: Phone, *words: str) -> None:
    done = phone.adb.shell2(list(words))
    if done.returncode:
        raise OSError(f"{words[0]} failed on the phone: {done.output.strip()}")

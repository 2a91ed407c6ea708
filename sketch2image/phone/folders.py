"""Folders of the phone's storage, however a person or a program writes them."""

from __future__ import annotations

import posixpath

from sketch2image.core.errors import ErrorKind, UserError

STORAGE = "/storage/emulated/0"
"""The phone's own storage by its full path; some programs of Android do not follow /sdcard."""

CAMERA = f"{STORAGE}/DCIM/Camera"
SENT_TO = f"{STORAGE}/Pictures/Sketch2Image"
"""Where pictures go that are sent to the phone; galleries of phones leave out `Download`."""

_OTHER_NAMES = ("/sdcard", "/storage/self/primary", "/mnt/sdcard")


def on_phone(folder: str) -> str:
    """A folder by its full path on the phone.

    Args:
        folder: "DCIM/Camera", "/sdcard/DCIM/Camera", or a full path such as that of a card.

    Raises:
        UserError: it leads out of the storage, or is empty.
    """
    path = posixpath.normpath(posixpath.join(STORAGE, folder.strip()))
    for other in _OTHER_NAMES:
        if path == other or path.startswith(f"{other}/"):
            path = STORAGE + path.removeprefix(other)
    if not folder.strip() or not path.startswith("/storage/") or "\0" in path:
        hint = "Name one as the phone's files show it, such as DCIM/Camera."
        raise UserError(ErrorKind.input, f"{folder!r} is no folder of a phone's storage", hint)
    return path


def beneath(path: str) -> str:
    """A path of the phone as a person reads it: without the storage it lies on."""
    return path.removeprefix(f"{STORAGE}/")

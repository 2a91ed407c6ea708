"""Open a picture on the phone's own screen."""

from __future__ import annotations

import mimetypes
import posixpath

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.phone import media
from sketch2image.phone.device import Phone
from sketch2image.phone.folders import SENT_TO, beneath, on_phone
from sketch2image.phone.push import SENT
from sketch2image.phone.shell import Ran, run
from sketch2image.phone.transfer import Files

SAMSUNG_GALLERY = "com.sec.android.gallery3d"
_VIEW = ("am", "start", "-a", "android.intent.action.VIEW")


def open_on(phone: Phone, path: str = "") -> str:
    """Show a picture of the phone in Samsung's gallery, or else in the viewer that Android takes.

    Args:
        phone: whose.
        path: of the picture on the phone; empty for the newest that this program sent.

    Returns:
        Full path of the picture shown.

    Raises:
        UserError: there is no such picture, no viewer takes it, or the phone stopped answering.
    """
    with Files(phone) as files:
        full = _there(files, on_phone(path)) if path else _newest(files)
    kind = mimetypes.guess_type(full)[0] or "image/*"
    words = ("-d", _uri(phone, full), "-t", kind)
    done = run(phone, *_VIEW, *words, "-p", SAMSUNG_GALLERY)
    if _failed(done):
        done = run(phone, *_VIEW, *words)
    if _failed(done):
        message = f"the phone does not open {posixpath.basename(full)}: {done.told}"
        raise UserError(ErrorKind.phone, message, "Open it there by hand.")
    return full


def _there(files: Files, path: str) -> str:
    if not files.stat(path).is_file:
        hint = "Write its path as the phone's files show it, such as DCIM/Camera/a.jpg."
        raise UserError(ErrorKind.input, f"the phone has no picture {beneath(path)}", hint)
    return path


def _newest(files: Files) -> str:
    names = [one.name for one in files.list(SENT_TO) if SENT.fullmatch(one.name)]
    if not names:
        hint = "Send one first: `python main.py phone push FILE`."
        raise UserError(ErrorKind.phone, "nothing was sent to this phone yet", hint)
    return f"{SENT_TO}/{max(names, key=posixpath.splitext)}"


def _uri(phone: Phone, path: str) -> str:
    try:
        row = media.find(phone, path) or media.scan(phone, path)
    except media.NoMediaStore as error:
        message = f"the phone's MediaStore cannot be asked: {error}"
        raise UserError(ErrorKind.phone, message, "Open the picture there by hand.") from error
    if row is None:
        message = f"the phone's gallery does not know {beneath(path)} yet"
        raise UserError(ErrorKind.phone, message, "Open it there by hand.")
    return row.uri


def _failed(done: Ran) -> bool:
    """Older phones tell an error with exit code 0."""
    return done.code != 0 or "Error" in done.output + done.errors

"""What the engine does with a phone: take its pictures, and send it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.paths import home
from sketch2image.core.pictures import save_png
from sketch2image.core.progress import Report, silent
from sketch2image.core.settings import load
from sketch2image.engine.drawing import Say
from sketch2image.engine.search_sheet import Found, search_sheet
from sketch2image.engine.tiers import Tiers
from sketch2image.gallery.facts import AddReport
from sketch2image.gallery.gallery import add_folder
from sketch2image.phone.device import AUTO, Phone, find_phone, needed_phone
from sketch2image.phone.push import check, push
from sketch2image.phone.sync import NEW_PICTURES, Synced, Wish, sync
from sketch2image.phone.viewer import open_on

PHONE_GALLERY = "phone"
"""Gallery of what came from phones, by cable or by the page."""

OFF = "off"


@dataclass(frozen=True)
class Sent:
    """What became of a picture on its way to a phone.

    Attributes:
        serial: of the phone.
        name: of the phone, for people.
        path: of the picture there; empty where it did not get there.
        uri: what a viewer opens; empty where the phone's gallery shows it only later.
        opened: whether it is on the phone's screen.
        note: one line, why it is not there or not shown; else empty.
    """

    serial: str
    name: str
    path: str
    uri: str
    opened: bool
    note: str = ""


def chosen_folders() -> tuple[str, ...]:
    """Folders of the phone that the setting `phone_folders` names."""
    return tuple(filter(None, map(str.strip, load().phone_folders.split(","))))


def take_pictures(
    phone: Phone, tiers: Tiers, report: Report = silent, wish: Wish = NEW_PICTURES
) -> Synced:
    """Take the new pictures of a phone, and bring its gallery up to date with them.

    Raises:
        UserError: the phone stopped answering, a folder cannot be written, or a model fails.
        Cancelled: raised by `report`; what was taken is kept.
    """
    synced = sync(phone, report, wish)
    add_pictures(synced.folder, tiers, report)
    return synced


def add_pictures(folder: Path, tiers: Tiers, report: Report = silent) -> AddReport:
    """Bring the phone's gallery up to date with a folder of pictures that came from one.

    Raises:
        UserError: the folder cannot be read, or a model fails.
        Cancelled: raised by `report`.
    """
    return tiers.use(lambda parts: add_folder(folder, parts.encoder, PHONE_GALLERY, report))


def inbox() -> Path:
    """Folder of the pictures that phones send by the page on the local network."""
    return home() / "phone" / "received"


def recipient(push: bool | None, phone: str, say: Say) -> Phone | None:
    """The phone that answers go to.

    Args:
        push: whether the person wants it; None leaves it to the setting `push_to`.
        phone: a serial, "auto", "off", or empty for the setting's, else the only one there.
        say: tells why the phone of the setting gets nothing.

    Raises:
        UserError: it is wanted, and no such phone is usable.
    """
    automatic = load().push_to
    if push is None and (not automatic or phone == OFF):
        return None
    if push is None:
        return _if_there(automatic, say)
    if not push:
        return None
    if phone == OFF:
        hint = "Leave out `--phone off`, or `--push`."
        raise UserError(ErrorKind.input, "there is no phone to push to", hint)
    return needed_phone(phone or automatic or AUTO)


def send(phone: Phone, picture: str, report: Report = silent, show: bool = True) -> Sent:
    """Copy a picture to a phone and show it on its screen.

    That it cannot be shown is told and no error: it is there.

    Raises:
        UserError: it cannot be read, or does not reach the phone.
        Cancelled: raised by `report`; nothing is left on the phone.
    """
    pushed = push(phone, picture, report)
    note = _show(phone, pushed.path) if show else ""
    return Sent(phone.serial, phone.name, pushed.path, pushed.uri, show and not note, note)


def send_all(
    phone: Phone, pictures: Sequence[str], report: Report = silent, show: bool = False
) -> list[Sent]:
    """Copy pictures to a phone; see `send`. One that cannot be sent is known before any goes.

    Args:
        phone: where to.
        pictures: files; at least one.
        report: counts the bytes of each.
        show: whether the last is shown on the phone's screen.

    Raises:
        UserError: one cannot be read, or did not reach the phone; those before it did.
        Cancelled: raised by `report`; those before it are on the phone.
    """
    for picture in pictures:
        check(picture)
    *others, last = pictures
    return [
        *(send(phone, one, report, show=False) for one in others),
        send(phone, last, report, show),
    ]


def deliver(phone: Phone | None, answer: str, report: Report = silent) -> Sent | None:
    """Send an answer, where there is a phone to send it to.

    That it does not get there is told and no error: the answer itself is not lost by it.

    Args:
        phone: of `recipient`.
        answer: a picture of it on this computer.
        report: counts bytes.

    Raises:
        Cancelled: raised by `report`; nothing is left on the phone.
    """
    if phone is None:
        return None
    try:
        return send(phone, answer, report)
    except Cancelled:
        raise
    except UserError as error:
        return Sent(phone.serial, phone.name, "", "", opened=False, note=str(error))


def deliver_search(
    phone: Phone | None, found: Sequence[Found], report: Report = silent
) -> Sent | None:
    """Send a page of what a search found; see `deliver`."""
    if phone is None:
        return None
    with TemporaryDirectory() as folder:
        page = Path(folder) / "search.png"
        save_png(page, search_sheet(found))
        return deliver(phone, str(page), report)


def _show(phone: Phone, path: str) -> str:
    try:
        open_on(phone, path)
    except UserError as error:
        return error.message
    return ""


def _if_there(wish: str, say: Say) -> Phone | None:
    try:
        phone, reason = find_phone(wish)
    except UserError as error:
        phone, reason = None, error.message
    if phone is None:
        say(f"the answer will not go to the phone: {reason}")
    return phone

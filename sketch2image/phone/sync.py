"""Take the phone's pictures: only new and changed ones, each whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind
from sketch2image.core.lock import alone
from sketch2image.core.paths import home
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.phone.device import Phone
from sketch2image.phone.folders import CAMERA, on_phone
from sketch2image.phone.listing import Listing, Remote, list_pictures
from sketch2image.phone.pull import Puller, writing
from sketch2image.phone.record import Record, Taken
from sketch2image.phone.transfer import Files


@dataclass(frozen=True)
class Wish:
    """Which pictures are wanted.

    Attributes:
        folders: of the phone, as a person writes them; none stands for the camera's.
        mirror: whether what was deleted on the phone is deleted here too.
        original: as the original program did it: the camera's folder alone, without the folders
            in it, and only files ending in `.jpg`, as written.
    """

    folders: tuple[str, ...] = ()
    mirror: bool = False
    original: bool = False


NEW_PICTURES = Wish()
"""The camera's new pictures, and nothing deleted."""


@dataclass(frozen=True)
class Synced:
    """What a sync did.

    Attributes:
        folder: where the phone's pictures lie on this computer.
        pulled: new or changed pictures taken.
        pictures: pictures of the wanted folders on the phone now.
        bytes: taken in all.
        deleted: pictures deleted here because they are gone on the phone.
        failed: (path on the phone, reason) of those that could not be taken.
    """

    folder: Path
    pulled: int
    pictures: int
    bytes: int = 0
    deleted: int = 0
    failed: tuple[tuple[str, str], ...] = ()


def sync(phone: Phone, report: Report = silent, wish: Wish = NEW_PICTURES) -> Synced:
    """Copy new and changed pictures of a phone; nothing on the phone is ever changed.

    Dates are kept. A picture that was changed on this computer is never written over: the phone's
    new one is put beside it.

    Args:
        phone: whose pictures.
        report: counts pictures; its text tells the bytes.
        wish: which pictures.

    Raises:
        UserError: kind `phone`, when it stopped answering; kind `output`, when this computer's
            folder cannot be written; kind `input`, for a folder the phone does not have.
        Cancelled: raised by `report`; what was copied is kept.
    """
    wanted = [CAMERA] if wish.original else [on_phone(name) for name in wish.folders or (CAMERA,)]
    folder = _folder_of(phone)
    with alone(folder, ErrorKind.phone), Files(phone) as files, Record(folder) as record:
        report(Progress("phone", text="looking at the phone's pictures"))
        listing = list_pictures(phone, wanted, files, wish.original)
        known = record.all()
        with writing(folder):
            due = [one for one in listing.pictures if not _is_here(one, known, folder)]
        puller = Puller(files, record, folder, report)
        puller.pull(due, known)
        deleted = _delete_gone(files, record, folder, listing, known) if wish.mirror else 0
    unreadable = [(path, "its name is not UTF-8") for path in listing.unreadable]
    return Synced(
        folder=folder,
        pulled=puller.pulled,
        pictures=len(listing.pictures),
        bytes=puller.bytes,
        deleted=deleted,
        failed=(*puller.failed, *unreadable),
    )


def pictures_of(phone: Phone) -> Path:
    """Where a phone's pictures lie on this computer; the folder need not exist yet."""
    return home() / "phone" / re.sub(r"[^\w.-]", "_", phone.identity)


def _folder_of(phone: Phone) -> Path:
    folder = pictures_of(phone)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _is_here(remote: Remote, known: dict[str, Taken], folder: Path) -> bool:
    taken = known.get(remote.path)
    return taken is not None and taken.remote == remote and (folder / taken.local).is_file()


def _delete_gone(
    files: Files, record: Record, folder: Path, listing: Listing, known: dict[str, Taken]
) -> int:
    """Only where the phone says of each that it is gone, the folder is there even afterward, and
    the file here is the one that was taken: a locked storage or a card taken out meanwhile
    deletes nothing."""
    listed = {one.path for one in listing.pictures}
    missed = [path for path in known if path not in listed and _is_in(path, listing.there)]
    unseen = [path for path in missed if not files.stat(path).mode]
    there = [one for one in listing.there if files.stat(one).is_folder]
    gone = [path for path in unseen if _is_in(path, there)]
    deleted = [path for path in gone if record.is_as_taken(known[path])]
    with writing(folder):
        for path in deleted:
            (folder / known[path].local).unlink(missing_ok=True)
    record.forget(gone)
    return len(deleted)


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)

"""`phone sync`: the phone's pictures, searchable here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.adb import Start, Which, needed_phone
from sketch2image.cli.galleries import failed_lines
from sketch2image.cli.output import Answer, Json, answering, say, show_progress
from sketch2image.cli.tiers import tiers
from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.parts import ENCODER

if TYPE_CHECKING:
    from sketch2image.engine.tiers import Tiers
    from sketch2image.gallery.facts import AddReport
    from sketch2image.phone.device import Phone
    from sketch2image.phone.sync import Synced, Wish

Folders = Annotated[
    list[str] | None,
    typer.Option(
        "--folder",
        help="Folder of the phone; may be repeated [default: the setting `phone_folders`].",
        show_default=False,
    ),
]
Delete = Annotated[
    bool, typer.Option("--delete", help="Delete here what was deleted on the phone.")
]
Original = Annotated[
    bool,
    typer.Option("--original", help="As the original program: files of DCIM/Camera in .jpg only."),
]


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(sync))


def sync(
    phone: Which = "auto",
    folder: Folders = None,
    delete: Delete = False,
    yes: Annotated[bool, typer.Option("--yes", help="Delete unasked.")] = False,
    original: Original = False,
    no_index: Annotated[
        bool, typer.Option("--no-index", help="Do not make them searchable yet.")
    ] = False,
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    start: Start = None,
    as_json: Json = False,
) -> Answer:
    """Take the phone's new pictures into the gallery `phone`."""
    from sketch2image.engine.phones import chosen_folders
    from sketch2image.phone.sync import Wish

    if original and folder:
        hint = "Leave out one of them."
        raise UserError(ErrorKind.input, "--original does not go with --folder", hint)
    taken_from = needed_phone(phone, start, as_json)
    wish = Wish(tuple(folder or chosen_folders()), delete, original)
    _agree(taken_from, delete and not yes)
    if no_index:
        synced, added = _synced(taken_from, wish), None
    else:
        with tiers(tier, or_lite, ENCODER) as opened:
            synced = _synced(taken_from, wish)
            added = _indexed(synced.folder, opened)
    return Answer(_document(synced, added), _lines(synced, added))


def _agree(phone: Phone, ask: bool) -> None:
    from sketch2image.phone.sync import pictures_of

    if not ask or not sys.stdin.isatty():
        return
    say(f"Pictures that were deleted on {phone.name} are deleted in {pictures_of(phone)} too.")
    if not typer.confirm("Delete them?", err=True):
        message = "nothing was taken and nothing deleted"
        raise UserError(ErrorKind.input, message, "Leave out `--delete` to delete nothing.")


def _synced(phone: Phone, wish: Wish) -> Synced:
    from sketch2image.phone.sync import pictures_of
    from sketch2image.phone.sync import sync as take

    with _kept(pictures_of(phone)):
        return take(phone, show_progress, wish)


def _indexed(folder: Path, opened: Tiers) -> AddReport:
    from sketch2image.engine.phones import add_pictures

    with _kept(folder):
        return add_pictures(folder, opened, show_progress)


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as error:
        text = f"stopped; what was taken is kept in {folder}, and the next sync goes on from there"
        raise Cancelled(text) from error


def _document(synced: Synced, added: AddReport | None) -> dict[str, Any]:
    from sketch2image.engine.phones import PHONE_GALLERY

    return {
        "folder": str(synced.folder),
        "pulled": synced.pulled,
        "pictures": synced.pictures,
        "bytes": synced.bytes,
        "deleted": synced.deleted,
        "failed": [{"path": path, "reason": reason} for path, reason in synced.failed],
        "gallery": PHONE_GALLERY if added else None,
        "added": added.added if added else 0,
        "unreadable": [file._asdict() for file in added.failed] if added else [],
    }


def _lines(synced: Synced, added: AddReport | None) -> list[str]:
    from sketch2image.engine.phones import PHONE_GALLERY

    failed = [f"  not taken: {path}: {reason}" for path, reason in synced.failed]
    return [
        f"{synced.pulled} new of {synced.pictures} pictures on the phone, "
        f"{synced.bytes / 1e6:.1f} MB: {synced.folder}",
        *([f"  {synced.deleted} deleted here, as on the phone"] if synced.deleted else []),
        *failed,
        *(["  the next sync tries them again"] if failed else []),
        *([f"gallery {PHONE_GALLERY}: {added.added} added"] if added else []),
        *(failed_lines(added.failed) if added else []),
    ]

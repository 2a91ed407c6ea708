"""A gallery of garments, and the encoder that made its vectors."""

from __future__ import annotations

import json
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.progress import Report, silent
from sketch2image.gallery.composed.encoder import ComposedEncoder
from sketch2image.gallery.facts import AddReport
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.scan import folder_key
from sketch2image.train.composed.triplets import photo_folders

DEFAULT = "fashion"
"""Name of the gallery where none is named."""

_NOTE = "fashion.json"
"""Beside the catalog: which encoder made the vectors."""


def index(folder: str, model: str, name: str = DEFAULT, report: Report = silent) -> AddReport:
    """Bring a gallery of garments up to date with a folder.

    Args:
        folder: of pictures; of a folder of triplets only its photos are taken.
        model: folder or `.pt` file that `ComposedEncoder` opens; empty for the one that the gallery
            was made with.
        name: of the gallery; made when missing.
        report: progress.

    Raises:
        UserError: there is no such folder, no encoder is named, or it cannot be opened.
        Cancelled: raised by `report`; what was done is kept.
    """
    folder_key(folder)
    places = photo_folders(Path(folder)) or (folder,)
    with Gallery.named(name, create=True) as gallery:
        place = model or noted(gallery)
        encoder = ComposedEncoder(opened_place(place))
        reports = [gallery.add(one, encoder, report) for one in places]
        write_atomically(
            gallery.store / _NOTE, json.dumps({"model": str(Path(place).absolute())}).encode()
        )
    return _together(reports)


def noted(gallery: Gallery) -> str:
    """The encoder that a gallery was made with.

    Raises:
        UserError: it is none of garments.
    """
    try:
        return str(json.loads((gallery.store / _NOTE).read_text("utf-8"))["model"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"no encoder is known for gallery {gallery.name}"
        hint = "Name one with --model: `fashion train` writes it to OUT/best."
        raise UserError(ErrorKind.input, message, hint) from error


def opened_place(place: str) -> Path:
    """Folder or file of an encoder; of a training run its best weights.

    Raises:
        UserError: there is nothing.
    """
    found = Path(place)
    if not found.exists():
        hint = "Train one with `fashion train`; it writes it to OUT/best."
        raise UserError(ErrorKind.missing_file, f"no encoder in {place}", hint)
    return found / "best" if (found / "best").is_dir() else found


def _together(reports: list[AddReport]) -> AddReport:
    """One report of several folders."""
    counts = ("added", "updated", "renamed", "removed", "unchanged", "seconds")
    summed = {name: sum(getattr(one, name) for one in reports) for name in counts}
    return AddReport(**summed, failed=[file for one in reports for file in one.failed])

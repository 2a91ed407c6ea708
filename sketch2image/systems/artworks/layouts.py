"""Which works a folder holds: by a table, or by its folders and file names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.picture_names import Pictures
from sketch2image.gallery.scan import folder_key, scan
from sketch2image.systems.artworks.artists import PLAIN_FOLDERS, artist_of, with_lives
from sketch2image.systems.artworks.docent import Docent
from sketch2image.systems.artworks.metadata import Row, read_rows
from sketch2image.systems.artworks.taking import Taken
from sketch2image.systems.artworks.work import NUMBER, Work, tidy

_NUMBERED = re.compile(r"(?P<artist>.+)_(?P<number>\d+)")
_RESIZED = "resized"
"""The Kaggle set has all pictures a second time, in one folder."""


@dataclass(frozen=True)
class Listing:
    """The works of a folder.

    Attributes:
        folder: as it was given.
        works: of every picture, by its path below the folder.
        told: paths whose work a row of a table tells; the others go by folder and file name.
        without_row: pictures that no row names; empty where there is no table.
        without_picture: what rows call pictures that are not there, or that another row has.
        taken: vectors that came with the works; None for none.
    """

    folder: str
    works: Mapping[str, Work]
    told: frozenset[str] = frozenset()
    without_row: tuple[str, ...] = ()
    without_picture: tuple[str, ...] = ()
    taken: Taken | None = None


def list_works(folder: str, metadata: str = "", docent: Docent | None = None) -> Listing:
    """The works of a folder, without opening a picture.

    Args:
        folder: of pictures, with subfolders.
        metadata: file of a table of works; empty for none.
        docent: a database of the same pictures; its rows tell the works where there is no table.

    Raises:
        UserError: there is no such folder or no picture in it; the table cannot be read, lacks a
            column, or has no row for any picture; the database is of other pictures.
    """
    paths = pictures_below(folder)
    if not metadata:
        listing = listed(folder, paths, docent.rows if docent else ())
    else:
        listing = listed(folder, paths, read_rows(Path(metadata)))
        _check_told(listing, metadata)
    return replace(listing, taken=docent.taken(paths)) if docent else listing


def listed(folder: str, paths: Sequence[str], rows: Sequence[Row]) -> Listing:
    """The works of pictures, by rows where there are some, the others by their paths."""
    told, left = _told(Pictures(paths), rows)
    works = {path: told.get(path) or work_of_path(path) for path in paths}
    without_row = [path for path in paths if rows and path not in told]
    lives = with_lives(Path(folder), works)
    return Listing(folder, lives, frozenset(told), tuple(without_row), tuple(left))


def work_of_path(path: str) -> Work:
    """The work of a picture by its folder and file name alone.

    Args:
        path: ends in `<artist>/<artist>_<number>`, as in the Kaggle set, or in `<artist>/<title>`,
            or is `<title>`.
    """
    spelled = PurePosixPath(path)
    folder, title = spelled.parent.name, spelled.stem
    numbered = _NUMBERED.fullmatch(title)
    if numbered and folder in (numbered["artist"], _RESIZED):
        return Work(path, artist=artist_of(numbered["artist"]), extra={NUMBER: numbered["number"]})
    artist = "" if folder in PLAIN_FOLDERS else artist_of(folder)
    return Work(path, tidy(title), artist)


def pictures_below(folder: str) -> list[str]:
    """Paths of the pictures of a folder, relative to it, in order.

    Raises:
        UserError: there is no such folder, or no picture in it.
    """
    key = folder_key(folder)
    paths = [file.removeprefix(key).lstrip("/") for file in scan(key).files]
    if not paths:
        hint = "Name a folder of pictures of works."
        raise UserError(ErrorKind.input, f"there is no picture in {folder}", hint)
    return paths


def _told(pictures: Pictures, rows: Iterable[Row]) -> tuple[dict[str, Work], list[str]]:
    """Works by path as rows tell them, and what rows without a picture of their own call it."""
    told: dict[str, Work] = {}
    left: list[str] = []
    for row in rows:
        path = next(filter(None, map(pictures.find, row.names)), None)
        if path is None or path in told:
            left.append(row.names[0])
        else:
            told[path] = row.work(path)
    return told, left


def _check_told(listing: Listing, metadata: str) -> None:
    if not listing.told:
        wanted, here = next(iter(listing.without_picture), ""), next(iter(listing.works))
        message = f"no row of {metadata} names a picture of {listing.folder}"
        hint = f"Its first is {wanted!r}, in the folder lies {here!r}."
        raise UserError(ErrorKind.input, message, hint)

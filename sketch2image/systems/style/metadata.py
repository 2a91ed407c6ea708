"""What is known of the pictures of a folder: by a table, or by the folders they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from sketch2image.systems.artworks.layouts import list_works, pictures_below
from sketch2image.systems.artworks.work import Work, tidy
from sketch2image.systems.style.store import Entry

STYLES = ("style", "movement", "art_style", "school", "genre")
COUNTRIES = ("country", "nationality", "origin")
"""Columns of a table, the one to take first at the front; for the others see `artworks`."""


@dataclass(frozen=True)
class Known:
    """What is known of pictures.

    Attributes:
        entries: by path below the folder, without contents.
        without_row: pictures that no row of the table names.
        without_picture: what rows call pictures that are not there.
    """

    entries: Mapping[str, Entry]
    without_row: tuple[str, ...] = ()
    without_picture: tuple[str, ...] = ()


def known_of(folder: str, table: str) -> Known:
    """What is known of the pictures of a folder.

    Args:
        folder: of pictures, with subfolders.
        table: as `artworks register --metadata` takes it; empty for none.

    Raises:
        UserError: there is no picture, or the table cannot be read or lacks a column.
    """
    if not table:
        return Known({path: _by_folder(path) for path in pictures_below(folder)})
    listing = list_works(folder, table)
    entries = {
        path: _by_table(work) if path in listing.told else Entry(path, "", _name(path))
        for path, work in listing.works.items()
    }
    return Known(entries, listing.without_row, listing.without_picture)


def _by_folder(path: str) -> Entry:
    folders = PurePosixPath(path).parts[:-1]
    return Entry(path, "", _name(path), style=folders[0] if folders else "")


def _by_table(work: Work) -> Entry:
    return Entry(
        work.path,
        "",
        work.name,
        title=work.title,
        artist=work.artist,
        year=work.year,
        country=_first(work, COUNTRIES),
        style=_first(work, STYLES),
    )


def _name(path: str) -> str:
    return tidy(PurePosixPath(path).stem)


def _first(work: Work, columns: tuple[str, ...]) -> str:
    return next((work.extra[column] for column in columns if work.extra.get(column)), "")

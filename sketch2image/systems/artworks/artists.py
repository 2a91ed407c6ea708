"""`artists.csv` of the Kaggle set "Best Artworks of All Time": what is known of each artist."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sketch2image.core.tables import read_objects
from sketch2image.systems.artworks.metadata import one_line
from sketch2image.systems.artworks.work import Work, tidy

FILE = "artists.csv"
PLAIN_FOLDERS = frozenset(("images", "image", "resized", "pictures", "photos", "paintings", "img"))
"""Names of folders that are no artist's."""

_FACTS = {"years": "artist_years", "genre": "genre", "nationality": "nationality"}
"""Columns of the table and what `Work.extra` calls them."""

_MOST_MENDED = 2


def with_lives(folder: Path, works: Mapping[str, Work]) -> dict[str, Work]:
    """The works, with what `artists.csv` in the folder, or above its `images/images`, says.

    Raises:
        UserError: there is such a file, and it is no table.
    """
    file = next((place / FILE for place in _places(folder) if (place / FILE).is_file()), None)
    lives = _lives(read_objects(file)) if file else {}
    return {
        path: _with_life(work, lives.get(_known_as(work.artist))) for path, work in works.items()
    }


def artist_of(folder: str) -> str:
    """The artist that a folder of works is named after."""
    return tidy(_mended(folder))


def _mended(name: str) -> str:
    """A name that was unpacked under a wrong code page (437), once or twice, as it was meant.

    The set has one such folder in many copies of it, of Albrecht Dürer.
    """
    for _ in range(_MOST_MENDED):
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            break
    return unicodedata.normalize("NFC", name)


def _places(folder: Path) -> Iterator[Path]:
    place = folder.absolute()
    yield place
    while place.name in PLAIN_FOLDERS:
        place = place.parent
        yield place


def _lives(entries: Iterable[Any]) -> dict[str, dict[str, str]]:
    named = (entry for entry in entries if one_line(entry.get("name")))
    return {
        _known_as(one_line(entry["name"])): {
            called: text
            for column, called in _FACTS.items()
            if (text := one_line(entry.get(column)))
        }
        for entry in named
    }


def _with_life(work: Work, life: Mapping[str, str] | None) -> Work:
    return replace(work, extra={**life, **work.extra}) if life else work


def _known_as(artist: str) -> str:
    """A name without marks on its letters: the set spells Dürer in three ways."""
    bare = unicodedata.normalize("NFKD", artist).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in bare if not _is_mark(c)).split())


def _is_mark(letter: str) -> bool:
    return bool(unicodedata.combining(letter))

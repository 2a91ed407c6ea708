"""One work of a collection, and whether it is flat."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import PurePosixPath

NUMBER = "number"
"""Key of `Work.extra`: which of an artist's works it is, where works have numbers for titles."""


@dataclass(frozen=True)
class Work:
    """What is known of a work; texts are empty where it is not.

    Attributes:
        path: of its picture below the registered folder, posix.
        title, artist, year, museum, medium: as its source spells them.
        flat: whether a photo of it is a projection of its picture, as of a painting and unlike of
            a sculpture; None where nothing tells.
        extra: whatever else its source says, by the source's own names.
    """

    path: str
    title: str = ""
    artist: str = ""
    year: str = ""
    museum: str = ""
    medium: str = ""
    flat: bool | None = None
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def label(self) -> str:
        """One line: `Title, Artist (Year), Museum`, with what is known of it."""
        maker = ", ".join(filter(None, (self.name, self.artist)))
        dated = f"{maker} ({self.year})" if self.year else maker
        return ", ".join(filter(None, (dated, self.museum)))

    @property
    def name(self) -> str:
        """Its title, else its number, else the name of its file."""
        if self.title:
            return self.title
        number = self.extra.get(NUMBER)
        return f"No. {number}" if number else tidy(PurePosixPath(self.path).stem)


def tidy(name: str) -> str:
    """A file or folder name as words: `the_great_wave` and `the-great-wave` alike."""
    spaced = name.replace("_", " ")
    if " " not in spaced.strip():
        spaced = spaced.replace("-", " ")
    words = " ".join(spaced.split())
    return words[:1].upper() + words[1:]


def is_flat(medium: str, shape: str = "") -> bool | None:
    """Whether a work is flat, by a word for its shape, else by its medium; None where open.

    Args:
        medium: such as `Oil on canvas` or `Bronze`.
        shape: such as `flat`, `3d`, `yes` (flat) or `no`.
    """
    told = _SHAPES.get(shape.strip().casefold())
    if told is not None:
        return told
    words = set(re.findall(r"\w+", medium.casefold()))
    return next((flat for marks, flat in _media() if words & marks), None)


_YES = ("flat", "2d", "yes", "y", "true", "1", "painting", "picture", "print")
_NO = ("solid", "3d", "no", "n", "false", "0", "round", "sculpture", "relief", "object")
_SHAPES: dict[str, bool] = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}


@cache
def _media() -> tuple[tuple[frozenset[str], bool], ...]:
    """Words and what they mean for flatness, in the order in which they count."""
    text = (
        resources.files("sketch2image.systems.artworks")
        .joinpath("media.toml")
        .read_text(encoding="utf-8")
    )
    return tuple((frozenset(one["words"]), one["flat"]) for one in tomllib.loads(text)["media"])

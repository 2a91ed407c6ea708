"""What the page shows of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sketch2image.core.errors import UserError
from sketch2image.core.labels import either, words
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Caption, Image, Match
from sketch2image.engine.request import Result
from sketch2image.engine.sheet import sheet

_TILE = 400
"""Longest side of a match shown, in pixels: never the file itself, which stays where it lies."""

_GONE = (222, 222, 218)


@dataclass(frozen=True, eq=False)
class Tile:
    """One match: a small (H, W, 3) copy and the line under it."""

    image: Image
    line: str


@dataclass(frozen=True, eq=False)
class View:
    """What is shown.

    Attributes:
        headline: one line, what was found.
        facts: one line, how.
        chances: what the sketch may be, best first, 0..1 each; empty for a search.
        picture: (H, W, 3) uint8 RGB, rendered; None for a search.
        sheet: likewise, everything on one page; None for a search.
        tiles: matches, best first.
    """

    headline: str
    facts: str
    chances: Mapping[str, float] = field(default_factory=dict)
    picture: Image | None = None
    sheet: Image | None = None
    tiles: tuple[Tile, ...] = ()


def answer_view(result: Result) -> View:
    """All of an answer to a sketch."""
    caption = result.caption
    return View(
        headline=_headline(caption),
        facts=_facts(result),
        chances={words(guess.label): guess.score for guess in caption.alternatives},
        picture=result.image,
        sheet=sheet(result),
        tiles=_tiles(result.matches),
    )


def search_view(matches: Iterable[Match], asked: str, gallery: str) -> View:
    """The matches of a photo or of words.

    Args:
        matches: best first.
        asked: what was looked for, in words.
        gallery: what it is called.
    """
    tiles = _tiles(matches)
    return View(f"{len(tiles)} pictures nearest to {asked}", f"in {gallery}", tiles=tiles)


def _headline(caption: Caption) -> str:
    name = words(caption.label).capitalize()
    if caption.sure:
        return name
    others = either([guess.label for guess in caption.alternatives[1:]])
    return f"{name}? Not sure. If you mean {others}, say so as prompt."


def _facts(result: Result) -> str:
    request = result.request
    tier = f"{result.tier['taken']} models"
    seconds = f"{sum(result.seconds.values()):.1f} s"
    chosen = f"seed {request.seed}", f"strength {request.strength:.2f}", tier, seconds
    return " · ".join((f"“{result.prompt}”", *chosen))


def _tiles(matches: Iterable[Match]) -> tuple[Tile, ...]:
    return tuple(map(_tile, matches))


def _tile(match: Match) -> Tile:
    score = f"{match.score:.2f} weak" if match.weak else f"{match.score:.2f}"
    line = f"{match.rank} · {score} · {Path(match.path).name}"
    try:
        return Tile(open_picture(match.path, _TILE), line)
    except UserError:
        gone = np.full((_TILE, _TILE, 3), _GONE, np.uint8)
        return Tile(gone, f"{line} · file no longer there")

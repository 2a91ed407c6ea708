"""What the makers of fashion-sbir saw, as experiments with figures.

They looked at results and said: edges with a caption find better than either; a color word changes
colors; a brand's name finds that brand; without a caption a clutch is not found, with it it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.core.types import Vectors
from sketch2image.gallery.composed.names import EVEN
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.systems.fashion.bootstrap import Difference, paired_difference
from sketch2image.systems.fashion.colors import PROTOTYPES, Colors, measured
from sketch2image.systems.fashion.trials import Trials, all_trials
from sketch2image.systems.fashion.wardrobe import opened_place
from sketch2image.train.composed.metrics import Places, recalls
from sketch2image.train.composed.triplets import read_triplets

K = 10
"""Photos that count."""

_HUES: Mapping[str, float] = {"red": 30.0, "blue": 280.0}
"""CIELAB hue angles, degrees (see `colors.Colors.hue`)."""

_COLORS = re.compile(rf"\b({'|'.join(PROTOTYPES)})\b(\s+and\b)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Together:
    """Edges and caption, beside each alone.

    Attributes:
        figures: of `metrics.recalls`, by `both`, `sketch` and `words`.
        over_sketch: how much more both find in R@10.
        over_words: the same beside words alone.
    """

    figures: Mapping[str, Mapping[str, float]]
    over_sketch: Difference
    over_words: Difference


@dataclass(frozen=True)
class Moved:
    """Two words put into the same captions.

    Attributes:
        trials: how many captions.
        share: of the trials in which the measured hue of the first K moved towards the word, 0..1.
        mean: how far the mean hue of the first K was from red to blue: -1 is all blue, 1 all red;
            by word.
    """

    trials: int
    share: float
    mean: Mapping[str, float]


@dataclass(frozen=True)
class Named:
    """A word in the caption, and left out.

    Attributes:
        trials: how many queries.
        with_it: mean share of the first K that have what the word names, 0..1.
        without: the same with the word left out.
        gain: their difference.
    """

    trials: int
    with_it: float
    without: float
    gain: Difference


@dataclass(frozen=True)
class Findings:
    """All of it.

    Attributes:
        queries: triplets that training left out.
        gallery: photos among which `together` finds theirs: their own.
        photos: those among which the others look: all of the data.
    """

    queries: int
    gallery: int
    photos: int
    together: Together
    colors: Moved
    brands: Named
    captions: Named


def measure(model: str, data: Path, brands: Sequence[str], report: Report) -> Findings:
    """Every experiment on the triplets that training left out.

    Args:
        model: a run of `fashion train`, or its `model` or `best`.
        data: the triplets that it was given.
        brands: names that captions may hold.
        report: progress.

    Raises:
        UserError: as `trials.trials`.
    """
    place = opened_place(model)
    wide = all_trials(place, data, report)
    narrow = wide.among_themselves()
    said = {one.photo: one.text for one in read_triplets(data).asked}
    return Findings(
        len(wide.asked), len(narrow.photos), len(wide.photos), together(narrow),
        colors_moved(wide, report), brands_found(wide, brands, said), captions_helped(wide, said),
    )  # fmt: skip


def places_of(trials: Trials) -> dict[str, Places]:
    """Place of each query's own photo, by `both`, `sketch` and `words`."""
    rows = {
        "both": trials.both(trials.words), "sketch": trials.sketches, "words": trials.words,
    }  # fmt: skip
    return {by: trials.places(queries) for by, queries in rows.items()}


def together(trials: Trials) -> Together:
    """Edges and caption find more than edges alone, and than a caption alone."""
    places = places_of(trials)
    hits = {by: place < K for by, place in places.items()}
    return Together(
        {by: recalls(place) for by, place in places.items()},
        paired_difference(hits["both"], hits["sketch"]),
        paired_difference(hits["both"], hits["words"]),
    )


def colors_moved(trials: Trials, report: Report = silent) -> Moved:
    """`a red dress` and `a blue dress`, with the same sketch, find dresses of other hues."""
    counter = Counter(report, "colors", 2 * len(trials.asked))
    kinds = [kind_of(one.text) for one in trials.asked]
    hues: dict[str, NDArray[np.float64]] = {}
    for word in _HUES:
        said = [_with_color(kind, word) for kind in kinds]
        found = trials.best(trials.both(trials.said(said)), K)
        hues[word] = np.array([_redness(trials, row, counter) for row in found])
    moved = hues["red"] > hues["blue"]
    means = {word: float(values.mean()) for word, values in hues.items()}
    return Moved(len(kinds), float(moved.mean()), means)


def brands_found(trials: Trials, brands: Sequence[str], captions: Mapping[Path, str]) -> Named:
    """A brand's name in the caption finds that brand.

    Args:
        trials: of photos with captions.
        brands: names, as captions spell them in any case.
        captions: of the photos.
    """
    named = [
        (place, brand) for place, one in enumerate(trials.asked) for brand in brands
        if _has(one.text, brand)
    ]  # fmt: skip
    full = [trials.asked[place].text for place, _ in named]
    bare = [_without(text, brand) for text, (_, brand) in zip(full, named, strict=True)]
    rows = [place for place, _ in named]
    shares = [
        [
            np.mean([_has(captions.get(trials.photos[one], ""), brand) for one in found])
            for found, (_, brand) in zip(
                trials.best(_some(trials, rows, texts), K), named, strict=True
            )
        ]
        for texts in (full, bare)
    ]
    return _named(*map(np.array, shares))


def captions_helped(trials: Trials, captions: Mapping[Path, str]) -> Named:
    """Without a caption a sketch finds things of other kinds; with its kind alone it does not.

    The caption is the kind without its colors: `a clutch`, as fashion-sbir had it.
    """
    kinds = [kind_of(one.text) for one in trials.asked]
    queries = trials.both(trials.said(kinds)), trials.sketches
    shares = [
        [
            np.mean([kind_of(captions.get(trials.photos[one], "")) == kind for one in found])
            for found, kind in zip(trials.best(rows, K), kinds, strict=True)
        ]
        for rows in queries
    ]
    return _named(*map(np.array, shares))


def kind_of(caption: str) -> str:
    """A caption without its color words: `a black and white dress` becomes `a dress`."""
    bare = _COLORS.sub("", caption).strip()
    return re.sub(r"^an?\s+(?=(\w))", lambda found: _article(found[1]), bare, flags=re.IGNORECASE)


def _article(letter: str) -> str:
    return "an " if letter.casefold() in "aeiou" else "a "


def _with_color(kind: str, word: str) -> str:
    """`a dress` becomes `a red dress`, `a pair of shoes` `a pair of red shoes`."""
    found = re.match(r"(a pair of|an?|the)\s+", kind, re.IGNORECASE)
    start, rest = (found[0], kind[found.end() :]) if found else ("", kind)
    start = "a " if start.strip().casefold() == "an" else start
    return f"{start}{word} {rest}"


def _redness(trials: Trials, found: NDArray[np.int64], counter: Counter) -> float:
    """Mean of how near photos are to red (1) and to blue (-1), each by how much has a hue."""
    counter.advance()
    return float(np.mean([_red_or_blue(_colors(trials.photos[place])) for place in found]))


def _red_or_blue(colors: Colors) -> float:
    if colors.hue is None:
        return 0.0
    red, blue = (np.cos(np.radians(colors.hue - _HUES[word])) for word in ("red", "blue"))
    widest = 2 * np.sin(np.radians(_HUES["blue"] - _HUES["red"]) / 2)
    return float((red - blue) / widest * colors.chromatic)


@cache
def _colors(photo: Path) -> Colors:
    return measured(open_picture(photo, PICTURE_SIDE))


def _some(trials: Trials, rows: list[int], texts: list[str]) -> Vectors:
    words = trials.said(texts)
    return trials.encoder.compose(words, trials.sketches[rows], EVEN)


def _has(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def _without(text: str, word: str) -> str:
    return re.sub(rf"\b{re.escape(word)}\b\s*", "", text, flags=re.IGNORECASE).strip()


def _named(with_it: NDArray, without: NDArray) -> Named:
    if not len(with_it):
        return Named(0, 0.0, 0.0, Difference(0.0, 0.0, 0.0))
    gain = paired_difference(with_it, without)
    return Named(len(with_it), float(with_it.mean()), float(without.mean()), gain)

"""Which pictures teach, and which are held out: a share, a fold, or as files say.

Pictures of equal bytes are never on both sides, whatever their names and classes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.style.lists import given_parts, list_count
from sketch2image.train.style.pictures import Pictures, Places

HELD_OUT, FOLDS, FILES = "held-out:", "folds:", "files:"

_FOLD = re.compile(r"(?P<count>\d+)/(?P<number>\d+)")
_KNOWN = f"Known: {HELD_OUT}0.2, {FOLDS}5/1, {FILES}PLACE."

Group = list[int]
"""Places of pictures of equal bytes."""


@dataclass(frozen=True, eq=False)
class Split:
    """Pictures in two parts.

    Attributes:
        train: places of those to learn from.
        held: of those to be judged by.
        warnings: what does not fit between files and pictures, one sentence each.
    """

    train: Places
    held: Places
    warnings: tuple[str, ...] = ()


def split(pictures: Pictures, wish: str, seed: int) -> Split:
    """Split pictures, each class in the same way.

    Args:
        pictures: of all classes.
        wish: `held-out:SHARE`, 0..1; `folds:COUNT/NUMBER`, the number counted from 1; or
            `files:PLACE` and `files:PLACE#NUMBER` (see `lists`).
        seed: of the draw; files need none.

    Raises:
        UserError: there is no such split, or it leaves a class without pictures to learn from, or
            nothing to be judged by.
    """
    for start, make in _KINDS.items():
        if wish.startswith(start):
            return _checked(pictures, make(pictures, wish.removeprefix(start), seed), wish)
    raise UserError(ErrorKind.input, f"there is no split {wish!r}", _KNOWN)


def fold_wishes(wish: str) -> list[str]:
    """The splits that hold out each fold once.

    Args:
        wish: `folds:COUNT`, or `files:DIR` with lists.

    Raises:
        UserError: it names no folds.
    """
    for start, count in ((FOLDS, _count), (FILES, list_count)):
        if wish.startswith(start):
            text = wish.removeprefix(start)
            mark = _MARKS[start]
            return [f"{start}{text}{mark}{number}" for number in range(1, count(text) + 1)]
    message = f"{wish} is no split in folds"
    raise UserError(ErrorKind.input, message, f"Name {FOLDS}5, or {FILES} and a folder of lists.")


_MARKS = {FOLDS: "/", FILES: "#"}


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 2:
        hint = f"Write it as {FOLDS}5."
        raise UserError(ErrorKind.input, f"there is no split {FOLDS + text!r}", hint)
    return int(text)


def _held_out(pictures: Pictures, text: str, seed: int) -> Split:
    share = _share(text)
    held = [
        place
        for groups in _groups(pictures, seed)
        for group in groups[: min(max(1, round(share * len(groups))), len(groups) - 1)]
        for place in group
    ]
    return _without(pictures, held)


def _in_folds(pictures: Pictures, text: str, seed: int) -> Split:
    count, number = _fold(text)
    drawn = [group for groups in _groups(pictures, seed) for group in groups]
    return _without(pictures, [place for group in drawn[number - 1 :: count] for place in group])


def _in_files(pictures: Pictures, text: str, _seed: int) -> Split:
    train, held, warnings = given_parts(pictures, text)
    shown = {pictures.contents[place] for place in held}
    kept = [place for place in train if pictures.contents[place] not in shown]
    if len(kept) < len(train):
        twice = f"not learned from, for a copy is held out: {len(train) - len(kept):,}"
        warnings = (*warnings, twice)
    return Split(np.array(kept, np.int64), np.array(held, np.int64), warnings)


_KINDS: dict[str, Callable[[Pictures, str, int], Split]] = {
    HELD_OUT: _held_out,
    FOLDS: _in_folds,
    FILES: _in_files,
}


def _groups(pictures: Pictures, seed: int) -> list[list[Group]]:
    """Of each class, in an order that is drawn; copies count to the class of the first of them."""
    by_content: dict[str, Group] = defaultdict(list)
    for place, content in enumerate(pictures.contents):
        by_content[content].append(place)
    classes: list[list[Group]] = [[] for _ in pictures.classes]
    for group in by_content.values():
        classes[pictures.labels[group[0]]].append(group)
    drawn = (np.random.default_rng([seed, n]).permutation(len(g)) for n, g in enumerate(classes))
    return [[g[i] for i in order] for g, order in zip(classes, drawn, strict=True)]


def _without(pictures: Pictures, held: list[int]) -> Split:
    apart = np.array(sorted(held), np.int64)
    return Split(np.setdiff1d(np.arange(len(pictures)), apart), apart)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        hint = f"Write it as {HELD_OUT}0.2: a share between 0 and 1."
        raise UserError(ErrorKind.input, f"cannot hold out {text!r}", hint)
    return share


def _fold(text: str) -> tuple[int, int]:
    found = _FOLD.fullmatch(text)
    count, number = (int(found["count"]), int(found["number"])) if found else (0, 0)
    if count < 2 or not 1 <= number <= count:
        hint = f"Write it as {FOLDS}5/1: five folds, the first one held out."
        raise UserError(ErrorKind.input, f"there is no split {FOLDS + text!r}", hint)
    return count, number


def _checked(pictures: Pictures, made: Split, wish: str) -> Split:
    learned = set(pictures.labels[made.train].tolist())
    unknown = [name for number, name in enumerate(pictures.classes) if number not in learned]
    if unknown:
        message = f"the split {wish} leaves no picture of {unknown[0]} to learn from"
        raise UserError(ErrorKind.input, message, "Name another split, or add pictures.")
    if not len(made.held):
        message = f"the split {wish} leaves no picture to be judged by"
        raise UserError(ErrorKind.input, message, "Name another split, or add pictures.")
    return made

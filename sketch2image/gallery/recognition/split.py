"""A folder of classes as train pictures and queries, by chance that a seed decides."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.recognition.met_json import Row
from sketch2image.gallery.scan import folder_key, scan

_HINT = "Name a folder that has one folder of pictures for each class."
_FEWEST, _FEWEST_DISTRACTORS = 4, 2

Classes = Mapping[str, list[str]]
"""Paths of the pictures of each class, by its name; both in order."""


@dataclass(frozen=True)
class Shares:
    """How a folder is divided; see `ground_truth.ground_truth_of_folder`."""

    distractors: float
    held_out: float
    most: int | None


def classes_of(folder: str | os.PathLike[str], fewest: int = _FEWEST) -> Classes:
    """Pictures below each folder of a folder, as posix paths that begin at it.

    Raises:
        UserError: no such folder, or fewer classes than that.
    """
    key = folder_key(folder)
    classes: dict[str, list[str]] = defaultdict(list)
    for file in scan(key).files:
        path = PurePosixPath(file).relative_to(key)
        if len(path.parts) > 1:
            classes[path.parts[0]].append(str(path))
    if len(classes) < fewest:
        message = f"{folder} has {len(classes)} classes of pictures, of at least {fewest}"
        raise UserError(ErrorKind.input, message, _HINT)
    return dict(sorted(classes.items()))


def split(classes: Classes, seed: int, shares: Shares) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of train, val and test.

    Raises:
        UserError: fewer than two classes that have a picture to search and one to ask with.
    """
    rng = np.random.default_rng(seed)
    drawn = [list(classes)[place] for place in rng.permutation(len(classes))]
    count = max(_FEWEST_DISTRACTORS, round(shares.distractors * len(classes)))
    train, asked = _known(classes, drawn[count:], shares, rng)
    if len(asked) < 2:
        message = "fewer than two classes have two pictures, one to search and one to ask with"
        raise UserError(ErrorKind.input, message, _HINT)
    strangers = [[(path, -1) for path in classes[name]] for name in drawn[:count]]
    val, test = ([*_joined(asked[n::2]), *_joined(strangers[n::2])] for n in (0, 1))
    return train, val, test


def _known(
    classes: Classes, names: list[str], shares: Shares, rng: np.random.Generator
) -> tuple[list[Row], list[list[Row]]]:
    """Rows of train, and of the queries of each class that has any."""
    ids = {name: number for number, name in enumerate(classes)}
    train: list[Row] = []
    asked: list[list[Row]] = []
    for name in names:
        rows = [(classes[name][place], ids[name]) for place in rng.permutation(len(classes[name]))]
        ask, search = _divided(rows, shares)
        train += search
        asked += [ask] if ask else []
    return sorted(train), asked


def _divided(rows: list[Row], shares: Shares) -> tuple[list[Row], list[Row]]:
    """Those held out, and those that train has."""
    count = min(len(rows) - 1, max(1, round(shares.held_out * len(rows))))
    return rows[:count], rows[count:][: shares.most]


def _joined(lists: Iterable[list[Row]]) -> list[Row]:
    return sorted(chain.from_iterable(lists))

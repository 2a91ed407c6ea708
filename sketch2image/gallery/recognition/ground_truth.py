"""What the pictures of a recognition task show: classes of train pictures and of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.recognition.met_json import Row, database_rows, query_rows

if TYPE_CHECKING:
    import os

DISTRACTOR = -1
"""Label of a query that shows none of the classes."""

DATABASES = {False: "MET_database.json", True: "mini_MET_database.json"}
"""Name of the file of train pictures, by whether the small database is meant."""

VALSET, TESTSET = "valset.json", "testset.json"

PICTURES = "images"
"""Folder, below the root of The Met dataset, that the paths of its ground truth begin at."""

Labels = NDArray[np.int64]
"""(N,) class ids, `DISTRACTOR` for none."""


@dataclass(frozen=True)
class Part:
    """Pictures of one part of a data set.

    Attributes:
        paths: as the ground truth spells them; a database of the Met lies below `images/`.
        labels: (N,) int64 class ids, -1 for a distractor.
    """

    paths: tuple[str, ...]
    labels: Labels

    def __len__(self) -> int:
        return len(self.paths)

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """(N,) whether a picture shows a class at all."""
        return self.labels != DISTRACTOR

    @cached_property
    def classes(self) -> Labels:
        """Class ids that occur, ascending; distractors are no class."""
        return np.unique(self.labels[self.known])


@dataclass(frozen=True)
class GroundTruth:
    """The three parts of a recognition task: what is searched, and the queries of val and test."""

    train: Part
    val: Part
    test: Part


def read_ground_truth(info_dir: str | os.PathLike[str], mini: bool = False) -> GroundTruth:
    """The ground truth of The Met dataset (Ypsilantis et al., NeurIPS Datasets 2021).

    Args:
        info_dir: folder of `MET_database.json` (or `mini_MET_database.json`), `valset.json` and
            `testset.json`, each as it is or gzipped with `.gz` behind its name.
        mini: whether to take the small database.

    Raises:
        UserError: a file is missing, no JSON, empty, or holds something else than it should; or
            the queries show no class of the database.
    """
    folder = Path(info_dir)
    train = _part(database_rows(folder, DATABASES[mini], DATABASES[not mini]))
    val, test = (_part(query_rows(folder, name)) for name in (VALSET, TESTSET))
    for part, name in ((val, VALSET), (test, TESTSET)):
        _check_shared(train, part, folder / name)
    return GroundTruth(train, val, test)


def met_pictures(info_dir: str | os.PathLike[str], im_root: str | os.PathLike[str] = "") -> Path:
    """The folder that the paths of the ground truth begin at.

    Args:
        info_dir: folder of the ground truth.
        im_root: folder that holds `images`; empty for the one above `info_dir`.

    Raises:
        UserError: there is no such folder.
    """
    above = Path(im_root) if im_root else Path(info_dir).parent
    root = above / PICTURES
    if root.is_dir():
        return root
    inside = above.name == PICTURES
    hint = f"Give --im-root {above.parent}." if inside else "--im-root names the folder above it."
    raise UserError(ErrorKind.missing_file, f"there is no folder {root}", hint)


def ground_truth_of_folder(
    folder: str | os.PathLike[str],
    seed: int = 0,
    *,
    distractors: float = 0.2,
    held_out: float = 0.3,
    most: int | None = None,
) -> GroundTruth:
    """A recognition task made of a folder of classes, built like the Met's.

    Some classes are distractors. Of the others, train has most of the pictures; those held out are
    queries. No class has queries in both val and test. Ids are the places of the classes in the
    order of their names.

    Args:
        folder: one folder for each class; pictures are found at any depth below it. Paths of the
            parts begin at it.
        seed: decides which classes and pictures go where; equal folders and seeds give equal parts.
        distractors: share of the classes that are distractors, 0..1; at least two are.
        held_out: share of a class's pictures that are queries, 0..1; at least one is, and one is
            not.
        most: train pictures of a class; None for all that are not held out.

    Raises:
        UserError: no such folder, fewer than four classes, or too few of two pictures or more.
    """
    from sketch2image.gallery.recognition.split import Shares, classes_of, split

    train, val, test = split(classes_of(folder), seed, Shares(distractors, held_out, most))
    return GroundTruth(_part(train), _part(val), _part(test))


def _part(rows: Iterable[Row]) -> Part:
    paths, labels = zip(*rows, strict=True)
    return Part(paths, np.array(labels, np.int64))


def _check_shared(train: Part, queries: Part, file: Path) -> None:
    if not np.isin(queries.classes, train.classes).any():
        message = f"no query of {file} shows a class of the database"
        hint = "Database, valset and testset must be of one data set."
        raise UserError(ErrorKind.input, message, hint)

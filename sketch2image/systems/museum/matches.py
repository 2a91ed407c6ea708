"""How many local features of each query lie in the train picture it was taken for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import save_arrays
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.gallery.local.features import (
    PHOTO_SIDE,
    WORK_SIDE,
    features_of_photo,
    features_of_work,
)
from sketch2image.gallery.local.homography import align
from sketch2image.gallery.local.matching import match_all
from sketch2image.gallery.recognition.ground_truth import GroundTruth
from sketch2image.systems.museum.evaluation import Evaluation
from sketch2image.systems.museum.gate import Counts

Count = Callable[[Path, Path], int]
"""Matches of a query with a train picture, by their files."""

_STAGE = "gate"


def inliers(query: Path, train: Path) -> int:
    """Pairs of RootSIFT features that agree on one homography.

    Raises:
        UserError: a picture is missing or cannot be read.
    """
    photo = features_of_photo(open_picture(query, PHOTO_SIDE))
    work = features_of_work(open_picture(train, WORK_SIDE))
    (pairs,) = match_all(photo, [work])
    found = align(photo, work, pairs)
    return found.inliers if found else 0


def count_matches(
    found: Evaluation,
    truth: GroundTruth,
    root: Path,
    count: Count = inliers,
    report: Report = silent,
) -> dict[str, Counts]:
    """(Q,) matches of each part, with the nearest train picture of the predicted class.

    Args:
        found: an evaluation.
        truth: what it was made with.
        root: folder that the paths of `truth` begin at.
        count: what counts.
        report: gets a `Progress` after each query.

    Raises:
        UserError: a picture is missing or cannot be read.
        Cancelled: raised by `report`.
    """
    counter = Counter(report, _STAGE, sum(len(part.rows) for part in found.parts.values()))
    matches = {}
    for name, part in found.parts.items():
        counts = np.zeros(len(part.rows), np.int64)
        paths = getattr(truth, name).paths
        for query, row in enumerate(part.rows):
            counts[query] = count(root / paths[query], root / truth.train.paths[row])
            counter.advance(paths[query])
        matches[name] = counts
    return matches


def save_matches(file: Path, found: Evaluation, matches: Mapping[str, Counts]) -> None:
    """Write `val_rows`, `val_matches` and the same of test: with which train row, and how many.

    Raises:
        UserError: kind `output`, when the place cannot be written.
    """
    arrays: dict[str, NDArray] = {}
    for name, part in found.parts.items():
        arrays |= {f"{name}_rows": part.rows, f"{name}_matches": matches[name]}
    save_arrays(file, arrays)


def read_matches(file: Path, found: Evaluation) -> dict[str, Counts]:
    """What `save_matches` wrote.

    Raises:
        UserError: missing, no such file, or of other neighbors than those of `found`.
    """
    arrays = _load(file)
    matches = {}
    for name, part in found.parts.items():
        counts, rows = arrays.get(f"{name}_matches"), arrays.get(f"{name}_rows")
        if counts is None or rows is None:
            raise _wrong(file, f"has no {name}_rows and {name}_matches")
        if not np.array_equal(rows, part.rows):
            raise _wrong(file, f"is of other neighbors of the {name} queries")
        if counts.shape != rows.shape or counts.dtype.kind not in "iu" or (counts < 0).any():
            raise _wrong(file, f"has no number from 0 on for each {name} query")
        matches[name] = counts.astype(np.int64)
    return matches


def _load(file: Path) -> dict[str, NDArray]:
    try:
        with np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except FileNotFoundError as error:
        hint = "Name the folder of the pictures with --im-root to have it made."
        raise UserError(ErrorKind.missing_file, f"no file of matches {file}", hint) from error
    except (OSError, ValueError, EOFError, KeyError, AttributeError) as error:
        raise _wrong(file, "is no .npz file of numbers") from error


def _wrong(file: Path, what: str) -> UserError:
    hint = "Delete it, and name the pictures with --im-root to have it made again."
    return UserError(ErrorKind.input, f"{file} {what}", hint)

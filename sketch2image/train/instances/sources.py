"""What descriptors learn from, and what they are judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.gallery.recognition.ground_truth import (
    DISTRACTOR,
    GroundTruth,
    Labels,
    Part,
    ground_truth_of_folder,
    met_pictures,
    read_ground_truth,
)
from sketch2image.train.instances.settings import Settings


@dataclass(frozen=True)
class Pictures:
    """Files of one part of the data, and their classes.

    Attributes:
        files: N pictures.
        labels: (N,) class ids, -1 for a distractor.
        names: N names of classes, for people.
    """

    files: tuple[Path, ...]
    labels: Labels
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.files)


@dataclass(frozen=True)
class Sources:
    """Pictures to learn from, which are also those that are searched, and queries to judge by."""

    train: Pictures
    val: Pictures


def sources(settings: Settings, stage: str, report: Report) -> Sources:
    """The data as the settings ask for.

    Args:
        settings: `data`, or `info_dir`, `im_root` and `mini`, count. How a folder is divided hangs
            on no setting: `museum extract` divides it alike.
        stage: name in progress events.
        report: is told how much there is.

    Raises:
        UserError: there are no data, or too few classes for the pairs.
    """
    root, truth = _met(settings) if settings.info_dir else _folder(settings)
    name = _name_in_met if settings.info_dir else _name_in_folder
    found = Sources(*(_pictures(root, part, name) for part in (truth.train, truth.val)))
    if len(truth.train.classes) < 2:
        message = f"{settings.info_dir or settings.data} has only one class to learn"
        raise UserError(ErrorKind.input, message, "Add classes.")
    report(Progress(stage, text=_said(truth)))
    return found


def _met(settings: Settings) -> tuple[Path, GroundTruth]:
    if settings.data:
        message = "there are two sources to learn from, data and info_dir"
        raise UserError(ErrorKind.input, message, "Leave one of them out.")
    truth = read_ground_truth(settings.info_dir, settings.mini)
    return met_pictures(settings.info_dir, settings.im_root), truth


def _folder(settings: Settings) -> tuple[Path, GroundTruth]:
    if not settings.data:
        hint = "Name a folder of classes with --data, or set `info_dir` and `im_root`."
        raise UserError(ErrorKind.input, "there is nothing to learn from", hint)
    root = Path(settings.data)
    return root, ground_truth_of_folder(root)


def _pictures(root: Path, part: Part, name: Callable[[str, int], str]) -> Pictures:
    names = tuple(map(name, part.paths, part.labels.tolist()))
    return Pictures(tuple(root / path for path in part.paths), part.labels, names)


def _name_in_met(_: str, label: int) -> str:
    return "other" if label == DISTRACTOR else str(label)


def _name_in_folder(path: str, _: int) -> str:
    return PurePosixPath(path).parts[0]


def _said(truth: GroundTruth) -> str:
    train, val = truth.train, truth.val
    learned = f"{len(train):,} pictures of {len(train.classes):,} classes to learn from"
    return f"{learned}; {val.known.sum():,} queries and {(~val.known).sum():,} distractors"

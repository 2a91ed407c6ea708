"""How well a classifier tells styles apart, and finds pictures of one style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import save_png
from sketch2image.core.progress import Report
from sketch2image.gallery.style.classifier import StyleClassifier
from sketch2image.gallery.style.folder import facts_of, open_style
from sketch2image.systems.style.confusion_sheet import confusion_sheet
from sketch2image.systems.style.describing import STAGE, Described, describe
from sketch2image.systems.style.nearness import Side, retrieval
from sketch2image.train.runs import settings as run_settings
from sketch2image.train.style.figures import CONFUSION, Confusion
from sketch2image.train.style.pictures import Pictures, read_pictures
from sketch2image.train.style.settings import Settings
from sketch2image.train.style.splits import split

PICTURE = "confusion.png"


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What was found.

    Attributes:
        pictures: how many were told.
        what: which pictures these are, for people.
        confusion: which classes were taken for which.
        found: P@k and mAP by features and distance.
    """

    pictures: int
    what: str
    confusion: Confusion
    found: Mapping[str, Mapping[str, float]]


def evaluate(place: Path, folder: str, report: Report, device: str = "cpu") -> Evaluation:
    """Measure a classifier on what its run held out, or on other pictures.

    Retrieval asks with the pictures that are measured: among those that the run learned from, or
    among the others of the folder.

    Args:
        place: folder of a run, or of a classifier.
        folder: of other classes, named like those it knows; empty for those of the run.
        report: gets how many pictures were looked at.
        device: name for `models.devices`.

    Raises:
        UserError: there is no classifier or no data, or classes are not those that it knows.
    """
    classifier = open_style(place, device)
    if folder:
        return _elsewhere(classifier, folder, report)
    settings = _settings(place)
    pictures = read_pictures(settings.data, STAGE, report)
    _check_same(place, pictures)
    pictures = _named(classifier, pictures)
    parts = split(pictures, settings.split, settings.seed)
    described = describe(classifier, pictures.files, report)
    asked, held = (_side(pictures, described, places) for places in (parts.held, parts.train))
    return _evaluation(classifier, asked, held, f"held out of {settings.data}: {settings.split}")


def write(found: Evaluation, folder: Path) -> tuple[Path, Path]:
    """Write the confusion matrix as a picture and as a table; gives both paths.

    Raises:
        UserError: the place cannot be written.
    """
    save_png(folder / PICTURE, confusion_sheet(found.confusion))
    found.confusion.write_csv(folder / CONFUSION)
    return folder / PICTURE, folder / CONFUSION


def _elsewhere(classifier: StyleClassifier, folder: str, report: Report) -> Evaluation:
    pictures = _named(classifier, read_pictures(folder, STAGE, report, fewest=1))
    everything = np.arange(len(pictures))
    side = _side(pictures, describe(classifier, pictures.files, report), everything)
    return _evaluation(classifier, side, side, f"all of {folder}")


def _settings(place: Path) -> Settings:
    file = place / run_settings.FILE
    if not file.is_file():
        message = f"{place} is no run, and says nothing of what was held out"
        raise UserError(ErrorKind.input, message, "Name a folder of pictures to measure it on.")
    return run_settings.read_settings(Settings, file, {})


def _check_same(place: Path, pictures: Pictures) -> None:
    """Other pictures would be divided otherwise, and some that taught would be held out."""
    if facts_of(place).get("pictures") != pictures.digest:
        message = f"the pictures in {pictures.root} are not those that {place} was trained on"
        raise UserError(ErrorKind.input, message, "Name a folder to measure it on, or train anew.")


def _named(classifier: StyleClassifier, pictures: Pictures) -> Pictures:
    """The pictures with the classes, and the numbers, of the classifier."""
    known = {name: number for number, name in enumerate(classifier.classes)}
    strange = [name for name in pictures.classes if name not in known]
    if strange:
        message = f"{pictures.root} has a class {strange[0]}, which the classifier does not know"
        raise UserError(ErrorKind.input, message, f"Known: {', '.join(known)}.")
    numbers = np.array([known[name] for name in pictures.classes], np.int64)
    return replace(pictures, classes=classifier.classes, labels=numbers[pictures.labels])


def _side(pictures: Pictures, described: Described, places: np.ndarray) -> Side:
    some = pictures.at(places)
    return Side(described.at(places.tolist()), some.labels, np.array(some.contents))


def _evaluation(classifier: StyleClassifier, asked: Side, gallery: Side, what: str) -> Evaluation:
    said = asked.described.logits.argmax(axis=1)
    confusion = Confusion.of(classifier.classes, asked.labels, said)
    return Evaluation(len(asked.labels), what, confusion, retrieval(asked, gallery))

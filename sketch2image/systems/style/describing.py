"""Features and logits of many pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.gallery.style.bodies import Rows
from sketch2image.gallery.style.classifier import StyleClassifier

STAGE = "style"

Features = Literal["penultimate", "logits"]

_AT_A_TIME = 16


@dataclass(frozen=True, eq=False)
class Described:
    """What a classifier gives for N pictures.

    Attributes:
        penultimate: (N, D) features that go into its last layer; D is 0 where they are not known.
        logits: (N, C) what comes out of it.
    """

    penultimate: Rows
    logits: Rows

    def __len__(self) -> int:
        return len(self.logits)

    def rows(self, features: Features) -> Rows:
        """One of the two."""
        return self.penultimate if features == "penultimate" else self.logits

    def at(self, places: Sequence[int]) -> Described:
        """Those of some pictures."""
        return Described(self.penultimate[list(places)], self.logits[list(places)])


def describe(classifier: StyleClassifier, files: Sequence[Path], report: Report) -> Described:
    """Features and logits of pictures.

    Raises:
        UserError: one cannot be read.
        Cancelled: raised by `report`.
    """
    counter = Counter(report, STAGE, len(files))
    rows = [np.empty((0, classifier.dim), np.float32)]
    for start in range(0, len(files), _AT_A_TIME):
        some = files[start : start + _AT_A_TIME]
        rows.append(classifier.features([open_picture(file, PICTURE_SIDE) for file in some]))
        counter.advance(str(some[-1]), len(some))
    features = np.concatenate(rows)
    return Described(features, classifier.logits(features))

"""The kNN evaluation of descriptors: whiten, search once, tune on val, score val and test."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.gallery.recognition.classifier import Candidates, candidates
from sketch2image.gallery.recognition.ground_truth import GroundTruth, Labels
from sketch2image.gallery.recognition.metrics import Confidences, Scores, scores
from sketch2image.gallery.recognition.neighbors import Neighbors, Rows, nearest
from sketch2image.gallery.recognition.whitening import Whitening
from sketch2image.systems.museum.descriptors import Descriptors
from sketch2image.systems.museum.tuning import KS, TS, Tuned, tune

DIM = 512


@dataclass(frozen=True)
class KnnSettings:
    """How descriptors are evaluated.

    Attributes:
        k: neighbors that count; None for what the other options say.
        t: sharpness of the soft-max; the same.
        autotune: whether what is None is tuned on val. With neither `k` nor `t` it always is; with
            one of them the other is 1.
        dim: descriptors are whitened to this width, or to their own where that is less.
        raw: leave whitening out.
        val_eval: score val only, as the published scripts of the seed do.
    """

    k: int | None = None
    t: float | None = None
    autotune: bool = False
    dim: int = DIM
    raw: bool = False
    val_eval: bool = False

    def check(self) -> None:
        """Whether the numbers can be used at all.

        Raises:
            UserError: K or dim is below 1, or t is not above 0.
        """
        if self.k is not None and self.k < 1:
            raise UserError(ErrorKind.input, f"K cannot be {self.k}", "Give 1 or more.")
        if self.t is not None and not 0 < self.t < math.inf:
            raise UserError(ErrorKind.input, f"t cannot be {self.t}", "Give a number above 0.")
        if self.dim < 1:
            raise UserError(ErrorKind.input, f"dim cannot be {self.dim}", "Give 1 or more.")

    def ks(self, rows: int) -> tuple[int, ...]:
        """Numbers of neighbors to try, where there are so many train rows.

        Raises:
            UserError: K is larger than the train rows are many.
        """
        if self.k is None:
            return tuple(k for k in KS if k <= rows) if self._swept(self.t) else (1,)
        if self.k > rows:
            message = f"K is {self.k}, but there are only {rows} train descriptors"
            raise UserError(ErrorKind.input, message, "Give a smaller --k.")
        return (self.k,)

    @property
    def ts(self) -> tuple[float, ...]:
        """Sharpnesses to try."""
        if self.t is not None:
            return (self.t,)
        return TS if self._swept(self.k) else (1.0,)

    def _swept(self, other: float | None) -> bool:
        return self.autotune or other is None


@dataclass(frozen=True)
class Predictions:
    """What the queries of one part are taken for.

    Attributes:
        predicted: (Q,) class ids.
        confidences: (Q,) how sure each is.
        labels: (Q,) true class ids, -1 for a distractor.
        rows: (Q,) the train row nearest to each query among those of its predicted class.
    """

    predicted: Labels
    confidences: Confidences
    labels: Labels
    rows: NDArray[np.int64]

    @property
    def scores(self) -> Scores:
        """GAP, GAP- and accuracy."""
        return scores(self.predicted, self.confidences, self.labels)


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation found.

    Attributes:
        tuned: GAP of val over the grid; K and t are the best of it.
        val: predictions for the queries of val, on which K and t were tuned.
        test: the same of test, which had no say in them; None where it was not asked for.
        dim: width that was searched.
    """

    tuned: Tuned
    val: Predictions
    test: Predictions | None
    dim: int

    @property
    def parts(self) -> dict[str, Predictions]:
        """The parts that were scored, by name."""
        both = {"val": self.val, "test": self.test}
        return {name: part for name, part in both.items() if part is not None}


def evaluate(
    descriptors: Descriptors,
    truth: GroundTruth,
    settings: KnnSettings,
    report: Report = silent,
) -> Evaluation:
    """Classify the queries by their nearest neighbors, found in one search for all K and t.

    Args:
        descriptors: one for each picture of `truth`.
        truth: classes.
        settings: numbers that can be used.
        report: gets a `Progress` now and then.

    Raises:
        UserError: K is larger than the train rows are many, or whitening learns nothing.
        Cancelled: raised by `report`.
    """
    ks = settings.ks(len(descriptors.train))
    asked = {"val": truth.val.labels}
    if not settings.val_eval:
        asked["test"] = truth.test.labels
    queries = np.concatenate([getattr(descriptors, name) for name in asked])
    found, dim = _search(descriptors.train, queries, max(ks), settings, report)
    ranked = candidates(found, truth.train.labels)
    val = slice(0, len(truth.val))
    tuned = tune(ranked[val], truth.val.labels, ks, settings.ts)
    parts = {"val": val, "test": slice(len(truth.val), None)}
    predictions = {
        name: _predictions(ranked[parts[name]], found.rows[parts[name]], labels, tuned)
        for name, labels in asked.items()
    }
    return Evaluation(tuned, predictions["val"], predictions.get("test"), dim)


def _search(
    train: Rows, queries: Rows, k: int, settings: KnnSettings, report: Report
) -> tuple[Neighbors, int]:
    if settings.raw:
        return nearest(train, queries, k, report=report), train.shape[1]
    report(Progress("whiten", text="learning from the train descriptors"))
    whitening = Whitening.learn(train, settings.dim)
    found = nearest(train, whitening.apply(queries), k, whitening.apply, report)
    return found, whitening.dim


def _predictions(
    ranked: Candidates, rows: NDArray[np.int64], labels: Labels, tuned: Tuned
) -> Predictions:
    predicted, confidences = ranked.classify(*tuned.best)
    nearest_of_class = (ranked.labels == predicted[:, None]).argmax(axis=1)
    return Predictions(predicted, confidences, labels, rows[np.arange(len(rows)), nearest_of_class])

"""Confidence raised by geometry: conf * (1 + weight * matches / g0).

A prediction is surer where local features of the query lie in its nearest train picture of the
predicted class as one plane seen from elsewhere would have them. VisCoLab/met-fork reports such a
gate. It never changes a prediction, and never lowers a confidence: works that are not flat have
few matches.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.recognition.metrics import Confidences, Scores
from sketch2image.systems.museum.evaluation import Evaluation, Predictions

WEIGHT = 0.25
SCALES = (10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
"""Matches that raise a confidence by the whole weight: what g0 is tuned over."""

Counts = NDArray[np.int64]
"""(Q,) matches of each query, from 0 on."""


@dataclass(frozen=True)
class Gated:
    """What a gate gives.

    Attributes:
        weight: of the matches.
        scale: g0, of the highest GAP on val; of equal ones the first.
        val: scores of val, on which g0 was tuned.
        test: the same of test; None where it was not asked for.
    """

    weight: float
    scale: float
    val: Scores
    test: Scores | None


def check_weight(weight: float) -> None:
    """Whether a weight can be used.

    Raises:
        UserError: it is below 0, or no number.
    """
    if not 0 <= weight < math.inf:
        message = f"the weight of the gate cannot be {weight}"
        raise UserError(ErrorKind.input, message, "Give 0 or more.")


def raised(confidences: Confidences, matches: Counts, weight: float, scale: float) -> Confidences:
    """(Q,) confidences after the gate; they may exceed 1.

    Args:
        confidences: (Q,) before.
        matches: (Q,) from 0 on.
        weight: from 0 on; 0 changes nothing.
        scale: g0, above 0.
    """
    return confidences * (1 + weight * matches / scale)


def gate(found: Evaluation, matches: Mapping[str, Counts], weight: float = WEIGHT) -> Gated:
    """Tune g0 on val, and score what was evaluated once more.

    Args:
        found: an evaluation; its K and t stay.
        matches: (Q,) of each part that it scored.
        weight: from 0 on.
    """
    val = [_scores(found.val, matches["val"], weight, scale) for scale in SCALES]
    best = int(np.argmax([one.gap for one in val]))
    test = found.test and _scores(found.test, matches["test"], weight, SCALES[best])
    return Gated(weight, SCALES[best], val[best], test)


def _scores(part: Predictions, matches: Counts, weight: float, scale: float) -> Scores:
    return replace(part, confidences=raised(part.confidences, matches, weight, scale)).scores

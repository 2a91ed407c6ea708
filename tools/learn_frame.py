"""Learn what outlines of pictures look like: `python tools/learn_frame.py PICTURES`.

Prints the tables that stand in `sketch2image/detect/rating.py`. PICTURES is a folder of some two
hundred pictures of which none is in a benchmark; one photo of each is made, as a visitor takes it.
Rating is a softmax over the quadrilaterals of a photo, fitted so that those that cover the picture
best get most of it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.pictures import open_picture
from sketch2image.detect.frame import candidates
from sketch2image.detect.overlap import overlap
from sketch2image.detect.quads import FEATURES, Quads
from sketch2image.detect.rating import distinct, finalists
from sketch2image.gallery.scan import folder_key, scan
from sketch2image.synth.visit import Photo, visit

SEED = 7
SIDE = 448
LENIENCE = 0.04
"""Differences of overlap that matter; among equals the softmax may choose."""
DECAY = 0.001
RIGHT = 0.75
LOOKED_AT = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Case:
    """One photo: its candidates, and (Q,) how well each covers the picture, 0..1."""

    quads: Quads
    overlaps: Floats


@dataclass(frozen=True, eq=False)
class Final:
    """The finalists of one photo: corners, (N, 3) traits, (N,) overlaps."""

    corners: Floats
    traits: Floats
    overlaps: Floats


def case_of(photo: Photo) -> Case:
    """The quadrilaterals of a photo."""
    quads, ratio = candidates(photo.image)
    covered = [overlap(corners * ratio, photo.corners) for corners in quads.corners]
    return Case(quads, np.array(covered))


def fitted(traits: Sequence[Floats], overlaps: Sequence[Floats]) -> Floats:
    """Weights of the traits (each (Q, T)) by penalized likelihood, which has one maximum."""
    from scipy.optimize import minimize

    spread = np.concatenate(traits).std(axis=0) + 1e-9
    scaled = [rows / spread for rows in traits]
    wanted = [_softmax(some / LENIENCE) for some in overlaps]
    start = np.zeros(len(spread))
    return minimize(_loss, start, args=(scaled, wanted), jac=True).x / spread


def _loss(weights: Floats, scaled: list[Floats], wanted: list[Floats]) -> tuple[float, Floats]:
    """Cross entropy, and its slope."""
    decay = DECAY * len(scaled)
    total, slope = decay * weights @ weights, 2 * decay * weights
    for rows, want in zip(scaled, wanted, strict=True):
        given = _softmax(rows @ weights)
        total -= want @ np.log(given + 1e-30)
        slope = slope + rows.T @ (given - want)
    return float(total), slope


def learn(cases: Sequence[Case]) -> tuple[Floats, Floats, Floats]:
    """Weights of the features, of the nesting, and the slope and level of the chance."""
    weights = fitted([case.quads.features for case in cases], [case.overlaps for case in cases])
    finals = [final_of(case, weights) for case in cases]
    nesting = fitted([final.traits for final in finals], [final.overlaps for final in finals])
    return weights, nesting, chance_of(finals, nesting)


def final_of(case: Case, weights: Floats) -> Final:
    """The finalists of a photo."""
    places, traits = finalists(case.quads, case.quads.features @ weights)
    return Final(case.quads.corners[places], traits, case.overlaps[places])


def chance_of(finals: Sequence[Final], nesting: Floats) -> Floats:
    """Slope and level of the logistic function, fitted to the outlines that would be shown."""
    from sklearn.linear_model import LogisticRegression

    shown = []
    for final in finals:
        values = final.traits @ nesting
        places = distinct(final.corners, np.argsort(-values, kind="stable"), LOOKED_AT)
        shown += [(values[place], final.overlaps[place] > RIGHT) for place in places]
    values, right = np.array(shown).T
    chance = LogisticRegression(C=1e6).fit(values[:, None], right)
    return np.array([chance.coef_[0, 0], chance.intercept_[0]])


def main(folder: str) -> None:
    """Prints the tables."""
    pictures = [open_picture(key, SIDE) for key in scan(folder_key(folder)).files]
    cases = []
    for place, picture in enumerate(pictures):
        others = pictures[:place] + pictures[place + 1 :]
        cases.append(case_of(visit(picture, others, np.random.default_rng([SEED, place]))))
    weights, nesting, chance = learn([case for case in cases if len(case.overlaps)])
    print("WEIGHTS", dict(zip(FEATURES, weights.round(2).tolist(), strict=True)))
    print("NESTING", nesting.round(3).tolist())
    print("_SLOPE, _LEVEL", chance.round(2).tolist())


def _softmax(values: Floats) -> Floats:
    grown = np.exp(values - values.max())
    return grown / grown.sum()


if __name__ == "__main__":
    main(sys.argv[1])

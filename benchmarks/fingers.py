"""How often the finger count is right, by angle: ours against the usual rule.

    python benchmarks/fingers.py --data HANDS

Reads photos with a labels.csv. Every recording is read by a network that was trained without it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.air.fingers import FingerReader
from sketch2image.air.hand import TIPS
from sketch2image.air.reader import HandReader
from sketch2image.models.hub import ensure
from sketch2image.train.fingers import ANGLES, Recipe, fit
from sketch2image.train.hands import Samples, collect

SHOWN = (0, 30, -30, 60, -60)
Counts = NDArray[np.int64]


def usual_rule(samples: Samples) -> Counts:
    """Tip above the middle joint; thumb by left and right, as the finger helpers of the web do."""
    x, y = samples.places[..., 0], samples.places[..., 1]
    outward = np.where(samples.right, x[:, 4] - x[:, 3], x[:, 3] - x[:, 4])
    tips = np.array(TIPS[1:])
    return (outward > 0).astype(np.int64) + (y[:, tips] < y[:, tips - 2]).sum(axis=1)


def out_of_fold(samples: Samples, recipe: Recipe) -> Counts:
    """Counts of every recording by a network that never saw it."""
    counts = np.zeros(len(samples.count), np.int64)
    for sequence in np.unique(samples.sequence):
        held = samples.sequence == sequence
        reader = FingerReader.of(fit(samples.where(~held), recipe))
        counts[held] = (reader.probabilities(samples.world[held], samples.places[held]) > 0.5).sum(
            axis=1
        )
    return counts


def macro(count: Counts, said: Counts) -> float:
    """Mean over the counts 0..5 of the part that is right."""
    return float(np.mean([(said[count == n] == n).mean() for n in range(6)]))


def main() -> None:
    """Print one line for each angle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    with HandReader(ensure("hand")) as reader:
        samples = collect(parser.parse_args().data, reader, ANGLES)
    rule, ours = usual_rule(samples), out_of_fold(samples, Recipe())
    print("angle  hands  missed  usual rule: right  macro   ours: right  macro")
    for angle in SHOWN:
        at = samples.angle == angle
        count = samples.count[at]
        figures = [
            f(count, said[at])
            for said in (rule, ours)
            for f in (lambda a, b: float((a == b).mean()), macro)
        ]
        right, right_macro, good, good_macro = (f"{100 * figure:5.1f} %" for figure in figures)
        print(
            f"{angle:5d}  {at.sum():5d}  {samples.missed[angle]:6d}  {right:>17}  {right_macro}"
            f"  {good:>11}  {good_macro}"
        )


if __name__ == "__main__":
    main()

"""How well hands are found and fingers read in pictures, by angle: ours against the usual rule.

    python benchmarks/fingers.py --data HANDS [--rendered 3000] [--held 600]

Reads photos with a labels.csv. Every recording is read by a network that was trained without it,
and `--held` rendered hands by one that never saw them. "macro" is the mean over the counts 0 to 5,
"in all" the part of all labelled hands that is both found and counted rightly, as the command
`fingers` would say it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.air.fingers import FingerReader
from sketch2image.air.hand import TIPS, Hand
from sketch2image.air.reader import HandReader
from sketch2image.core.types import Image
from sketch2image.models.hub import ensure
from sketch2image.train.fingers.fit import ANGLES, Recipe, fit
from sketch2image.train.fingers.hands import Samples, collect
from sketch2image.train.fingers.rendered import Rendered, render_hands
from sketch2image.train.fingers.targets import believed, ok_signs, touching

HELD_SEED = 1
Counts = NDArray[np.int64]
Said = NDArray[np.float32]


class TimedReader(HandReader):
    """A hand reader with a clock."""

    def __init__(self) -> None:
        super().__init__(ensure("hand"))
        self.seconds: list[float] = []

    def read(self, image: Image) -> tuple[Hand, ...]:
        """As `HandReader.read`; notes how long it took."""
        start = time.perf_counter()
        hands = super().read(image)
        self.seconds.append(time.perf_counter() - start)
        return hands


def usual_rule(samples: Samples) -> Counts:
    """Tip above the middle joint; thumb by left and right, as the finger helpers of the web do."""
    x, y = samples.places[..., 0], samples.places[..., 1]
    outward = np.where(samples.right, x[:, 4] - x[:, 3], x[:, 3] - x[:, 4])
    tips = np.array(TIPS[1:])
    return (outward > 0).astype(np.int64) + (y[:, tips] < y[:, tips - 2]).sum(axis=1)


def out_of_fold(samples: Samples, cut: Samples, rendered: Rendered) -> tuple[Said, Said]:
    """What is said of whole and of cut copies of every recording by a network that never saw it."""
    said, of_cut = (np.zeros((len(s.count), 6), np.float32) for s in (samples, cut))
    for sequence in np.unique(samples.sequence):
        held, held_cut = samples.sequence == sequence, cut.sequence == sequence
        reader = FingerReader.of(fit(samples.where(~held), Recipe(), rendered))
        said[held] = reader.probabilities(samples.world[held], samples.places[held])
        of_cut[held_cut] = reader.probabilities(cut.world[held_cut], cut.places[held_cut])
    return said, of_cut


def macro(count: Counts, said: Counts) -> float:
    """Mean over the counts 0..5 of the part that is right."""
    return float(np.mean([(said[count == n] == n).mean() for n in range(6)]))


def show_angles(samples: Samples, said: Said) -> None:
    """One row for each angle."""
    print("| turned by | hands found | precision | usual rule | macro | ours | macro | in all |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    rule, ours = usual_rule(samples), (said[:, :5] > 0.5).sum(axis=1)
    for angle in ANGLES:
        at = samples.angle == angle
        found, count = int(at.sum()), samples.count[at]
        figures = (
            found / (found + samples.missed[angle]),
            found / (found + samples.extra[angle]),
            (rule[at] == count).mean(),
            macro(count, rule[at]),
            (ours[at] == count).mean(),
            macro(count, ours[at]),
            (ours[at] == count).sum() / (found + samples.missed[angle]),
        )
        print(f"| {angle} | " + " | ".join(f"{100 * figure:.1f} %" for figure in figures) + " |")


def show_pinches(samples: Samples, said: Said) -> None:
    """How often a pinch is seen in photos."""
    signs = ok_signs(samples.count, believed(samples.world, samples.count))
    touch = touching(samples.world, samples.places)
    pinch = said[:, 5] > 0.5
    for name, chosen in (
        ("OK signs whose tips touch by the landmarks", signs & touch),
        ("other OK signs", signs & ~touch),
        ("fists", samples.count == 0),
        ("all hands but OK signs", ~signs),
    ):
        share = 100 * pinch[chosen].mean()
        print(f"pinch seen in {name}: {pinch[chosen].sum()} of {chosen.sum()} = {share:.2f} %")


def show_rendered(held: Rendered, said: Said) -> None:
    """How rendered hands are read, of the palm and of the back."""
    print("| side | missed | each finger | all five | pinches seen | false | nearly pinched |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    right = (said[:, :5] > 0.5) == (held.raised > 0.5)
    pinch = said[:, 5] > 0.5
    for name, side, missed in zip(
        ("palm", "back"), (held.palm, ~held.palm), held.missed, strict=True
    ):
        pattern, touching, nearly = (
            side & (held.kind == kind) for kind in ("pattern", "pinch", "nearly")
        )
        figures = (
            missed / (missed + side.sum()),
            right[pattern].mean(),
            right[pattern].all(axis=1).mean(),
            *(pinch[chosen].mean() for chosen in (touching, pattern, nearly)),
        )
        print(f"| {name} | " + " | ".join(f"{100 * figure:.1f} %" for figure in figures) + " |")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rendered", type=int, default=3000)
    parser.add_argument("--held", type=int, default=600)
    options = parser.parse_args()
    with TimedReader() as reader:
        samples = collect(options.data, reader, ANGLES)
        took = 1000 * np.array(reader.seconds)
        cut = collect(options.data, reader, ANGLES, cut=True)
        rendered = render_hands(options.rendered, Recipe().seed, reader)
        held = render_hands(options.held, HELD_SEED, reader)
    said, of_cut = out_of_fold(samples, cut, rendered)
    whole = FingerReader.of(fit(samples, Recipe(), rendered))
    print("Whole copies\n")
    show_angles(samples, said)
    print("\nCorners cut off\n")
    show_angles(cut, of_cut)
    print()
    show_pinches(samples, said)
    print("\nRendered hands\n")
    show_rendered(held, whole.probabilities(held.world, held.places))
    print(f"\nfinding: {took.mean():.0f} ms a picture in the mean, median {np.median(took):.0f} ms")


if __name__ == "__main__":
    main()

"""Drawing in the air, measured: random drawings through the real camera loop, against their script.

python benchmarks/air.py drawings                       40 drawings for each fault, a table
python benchmarks/air.py drawings --fault blur --count 10 --failures DIR
python benchmarks/air.py drawings --results FILE        goes on where it was stopped
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.air.hand import Hand
from sketch2image.air.profiles import profile
from sketch2image.air.session import draw
from sketch2image.air.setup import Setup
from sketch2image.air.tracker import HandTracker
from sketch2image.core.errors import UserError
from sketch2image.core.frames import Frame
from sketch2image.core.pictures import save_png
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image
from sketch2image.models.hub import ensure
from sketch2image.synth.faults import FAULTS
from sketch2image.synth.motion import SEEN
from sketch2image.synth.scribbles import drawing
from sketch2image.synth.world import SIZE, SimulatedCamera

FAR = 30.0
"""Pixels, mean, beyond which a stroke is not the scripted one at all."""

LOW = 380.0
"""Pixels from the top below which only part of the hand is in the picture."""

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One drawing to be made."""

    fault: str
    seed: int
    style: str
    right: bool
    palm: bool


@dataclass(frozen=True)
class Outcome:
    """What became of it.

    Attributes:
        case: the drawing.
        asked: strokes in the script.
        drawn: strokes drawn.
        exact: whether they are the same strokes, none joined, split, missing or made up.
        off: mean distance between script and ink, both ways, in percent of the canvas's width.
        found: share of the frames with the hand in view in which it was found.
        seconds: length of the stream.
    """

    case: Case
    asked: int
    drawn: int
    exact: bool
    off: float
    found: float
    seconds: float


class Watched:
    """A tracker that keeps in which frames it found the hand."""

    def __init__(self, tracker: HandTracker) -> None:
        self._tracker = tracker
        self.found: list[bool] = []

    def read(self, frame: Frame) -> Hand | None:
        hand = self._tracker.read(frame)
        self.found.append(hand is not None)
        return hand


def measure(case: Case, failures: Path | None) -> Outcome:
    """Let the simulated hand draw one drawing, and compare."""
    camera = SimulatedCamera(
        drawing(case.seed), seed=case.seed, faults=FAULTS[case.fault],
        style=case.style, right=case.right, palm=case.palm,
    )  # fmt: skip
    with HandTracker(ensure("hand")) as tracker:
        watched = Watched(tracker)
        try:
            drawn = draw(camera, watched, Setup(profile(case.style))).strokes
        except UserError:
            drawn = ()
    outcome = _compared(case, camera, drawn, _share(camera, watched.found))
    if failures and not outcome.exact:
        save_png(failures / f"{case.fault} {case.seed}.png", beside(camera.strokes, drawn))
    return outcome


def _share(camera: SimulatedCamera, found: list[bool]) -> float:
    """Part of the frames found among those that show the hand."""
    frames = camera.arrivals[: len(found)]
    low = camera.motion.points[frames, 1] > LOW
    shown = (camera.motion.seen[frames] == SEEN) & ~low
    return float(np.mean(np.array(found)[shown]))


def _compared(
    case: Case, camera: SimulatedCamera, drawn: tuple[Stroke, ...], found: float
) -> Outcome:
    script = camera.strokes
    pairs = list(zip(script, drawn, strict=False))
    exact = len(script) == len(drawn) and all(apart([a], [b]) < FAR for a, b in pairs)
    if exact:
        lengths = [a.length for a, _ in pairs]
        off = float(np.average([apart([a], [b]) for a, b in pairs], weights=lengths))
    else:
        off = apart(script, drawn) if drawn else float("nan")
    share = 100 * off / SIZE[0]
    return Outcome(case, len(script), len(drawn), exact, share, found, camera.duration)


def apart(
    script: tuple[Stroke, ...] | list[Stroke], drawn: tuple[Stroke, ...] | list[Stroke]
) -> float:
    """Mean distance in pixels from each point to the nearest of the other side, both ways."""
    a, b = (np.concatenate([_dense(s) for s in side]) for side in (script, drawn))
    return (_nearest(a, b) + _nearest(b, a)) / 2


def _dense(stroke: Stroke) -> Points:
    """(N, 2) a point about every pixel."""
    points = np.asarray(stroke.points, float)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    ticks = np.linspace(0, along[-1], int(along[-1]) + 2)
    return np.stack([np.interp(ticks, along, points[:, axis]) for axis in (0, 1)], axis=1)


def _nearest(a: Points, b: Points) -> float:
    from scipy.spatial import KDTree

    return float(KDTree(b).query(a)[0].mean())


def beside(script: tuple[Stroke, ...], drawn: tuple[Stroke, ...]) -> Image:
    """Script in gray, ink in colors, one for each stroke, beginning with a dot."""
    from sketch2image.core.opencv import cv2

    picture = Sketch(SIZE, script).raster // 3 + 170
    for i, stroke in enumerate(drawn):
        color = tuple(int(v) for v in np.random.default_rng(i + 3).integers(0, 200, 3))
        points = np.round(stroke.points).astype(np.int32)
        cv2.polylines(picture, [points[:, None]], False, color, 2, cv2.LINE_AA)
        cv2.circle(picture, points[0].tolist(), 5, color, -1)
    return picture.astype(np.uint8)


def drawings(asked: argparse.Namespace) -> None:
    """Measure what was asked for, and print the table."""
    faults = [asked.fault] if asked.fault else list(FAULTS)
    cases = [
        Case(fault, asked.seed + seed, asked.style, not asked.left, not asked.back)
        for seed in range(asked.count)
        for fault in faults
    ]
    done = list(_stored(asked.results, cases))
    known = {outcome.case for outcome in done}
    rest = [(case, asked.failures) for case in cases if case not in known]
    start = time.monotonic()
    with get_context("spawn").Pool(asked.jobs) as pool:
        for i, outcome in enumerate(pool.imap_unordered(_measure, rest), 1):
            done.append(outcome)
            _store(asked.results, outcome)
            left = (time.monotonic() - start) / i * (len(rest) - i)
            sys.stderr.write(f"\r{i} of {len(rest)}, {left / 60:.1f} min left ")
    sys.stderr.write("\n")
    print(table(done))


def _measure(job: tuple[Case, Path | None]) -> Outcome:
    return measure(*job)


def table(outcomes: list[Outcome]) -> str:
    """The answer for docs/benchmarks.md."""
    lines = [
        "| fault | drawings | mean distance, % of width | worst | same strokes | hand found |",
        "|---|---|---|---|---|---|",
    ]
    for fault in FAULTS:
        rows = [o for o in outcomes if o.case.fault == fault]
        if rows:
            off = np.array([row.off for row in rows])
            exact, found = (
                np.mean([getattr(r, name) for r in rows]) for name in ("exact", "found")
            )
            lines.append(
                f"| {fault} | {len(rows)} | {np.nanmean(off):.2f} | {np.nanmax(off):.2f} "
                f"| {100 * exact:.1f} % | {100 * found:.1f} % |"
            )
    return "\n".join(lines)


def _stored(file: Path | None, cases: list[Case]) -> Iterator[Outcome]:
    if file is None or not file.is_file():
        return
    for line in file.read_text().splitlines():
        row = json.loads(line)
        outcome = Outcome(**{**row, "case": Case(**row["case"])})
        if outcome.case in cases:
            yield outcome


def _store(file: Path | None, outcome: Outcome) -> None:
    if file is not None:
        with file.open("a") as out:
            out.write(json.dumps(asdict(outcome)) + "\n")


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["drawings"])
    parser.add_argument("--count", type=int, default=40, help="drawings for each fault")
    parser.add_argument("--fault", choices=FAULTS)
    parser.add_argument("--seed", type=int, default=0, help="of the first drawing")
    parser.add_argument("--style", choices=["default", "pinch"], default="default")
    parser.add_argument("--left", action="store_true", help="draw with the left hand")
    parser.add_argument("--back", action="store_true", help="back of the hand to the camera")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--results", type=Path, help="file that keeps what was measured")
    parser.add_argument("--failures", type=Path, help="folder for pictures of wrong drawings")
    drawings(parser.parse_args())


if __name__ == "__main__":
    main()

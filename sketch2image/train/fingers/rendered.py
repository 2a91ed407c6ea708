"""Rendered hands as the landmark model sees them, with the truth about every finger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.hand import Hand
from sketch2image.air.reader import HandReader
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.synth.skeleton import Pose
from sketch2image.synth.snapshots import random_hand, random_pinch, random_pose

Kind = Literal["pattern", "pinch", "nearly"]

NEARLY = (0.2, 0.6)
"""How far thumb and index finger of a hand that nearly pinches have closed, 0..1."""

_SHARES = (0.6, 0.2, 0.2)


@dataclass(frozen=True, eq=False)
class Rendered:
    """Rendered hands that were found, one row each.

    Attributes:
        world: (N, 21, 3) landmarks in meters.
        places: (N, 21, 2) landmarks in pixels.
        raised: (N, 5) 1 for raised fingers, thumb first, 0 for folded ones; 0.5 for thumb and index
            finger of a hand that nearly pinches. Fingers that touch count as folded.
        pinch: (N,) whether thumb and index finger touch.
        kind: (N,) "pattern" of fingers, "pinch", or "nearly" a pinch.
        palm: (N,) whether the palm is seen, else the back of the hand.
        missed: hands that were not found: of the palm, of the back.
    """

    world: NDArray[np.float32]
    places: NDArray[np.float32]
    raised: NDArray[np.float32]
    pinch: NDArray[np.bool_]
    kind: NDArray[np.str_]
    palm: NDArray[np.bool_]
    missed: tuple[int, int]

    def __len__(self) -> int:
        return len(self.world)

    def where(self, chosen: NDArray[np.bool_]) -> Rendered:
        """The rows of a (N,) mask."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in _COLUMNS})


_COLUMNS = ("world", "places", "raised", "pinch", "kind", "palm")


def render_hands(count: int, seed: int, reader: HandReader, report: Report = silent) -> Rendered:
    """Render `count` hands and look for them.

    Three of five show a pattern of fingers, one a pinch and one nearly a pinch. Equal seeds give
    equal hands, and the first hands are the same whatever the count.
    """
    counter = Counter(report, "rendered hands", count)
    rows: list[tuple[Hand, Pose, Kind]] = []
    missed = [0, 0]
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        kind = rng.choice(get_args(Kind), p=_SHARES).item()
        image, pose = random_hand(rng, _pose(kind, rng))
        hands = reader.read(image)
        if hands:
            rows.append((hands[0], pose, kind))
        else:
            missed[0 if pose.palm else 1] += 1
        counter.advance()
    return _table(rows, (missed[0], missed[1]))


def _pose(kind: Kind, rng: np.random.Generator) -> Pose:
    if kind == "pattern":
        return random_pose(rng)
    pose = random_pinch(rng)
    return pose if kind == "pinch" else replace(pose, pinch=float(rng.uniform(*NEARLY)))


def _table(rows: list[tuple[Hand, Pose, Kind]], missed: tuple[int, int]) -> Rendered:
    hands = [hand for hand, _, _ in rows]
    return Rendered(
        world=np.array([hand.world for hand in hands], np.float32).reshape(-1, 21, 3),
        places=np.array([hand.landmarks[:, :2] for hand in hands], np.float32).reshape(-1, 21, 2),
        raised=np.array([_raised(*row[1:]) for row in rows], np.float32).reshape(-1, 5),
        pinch=np.array([kind == "pinch" for _, _, kind in rows], bool),
        kind=np.array([kind for _, _, kind in rows], str),
        palm=np.array([pose.palm for _, pose, _ in rows], bool),
        missed=missed,
    )


def _raised(pose: Pose, kind: Kind) -> tuple[float, ...]:
    raised = tuple(float(finger > 0.5) for finger in pose.fingers)
    touching = {"pattern": raised[:2], "pinch": (0.0, 0.0), "nearly": (0.5, 0.5)}[kind]
    return touching + raised[2:]

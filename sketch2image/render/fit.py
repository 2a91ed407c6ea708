"""Which scene of a class, seen from where, was drawn?

A random library of scenes is compared with the drawing by chamfer distance (Barrow et al., 1977)
in both directions, over turns, mirror and stretch; the best few are then refined knob by knob.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.render import library
from sketch2image.render.drawing import Drawing
from sketch2image.synth import objects
from sketch2image.synth.model import Model

Points = NDArray[np.float32]
Values = NDArray[np.float32]

_FRAME = 128
_BOX = 88
_TURNS = (0, 10, -10, 20, -20, 32, -32, 46, -46, 65, -65, 90, -90)
_LYING_TURNS = (*_TURNS, 115, -115, 145, -145, 180)
_TURN_COST, _UPSET_COST = 0.00022, 0.001
_MOST_TURN = 60
"""Degrees beyond which a turn costs no more: what lies on a table may lie any way."""

_MIRROR_COST = 0.001
_STRETCH = 1.33
_STRETCH_COST = 0.03
_INNER_WEIGHT = 0.35
_FAR = 0.2
_SAMPLES = 160
_KEEP = 60
_FLIPS = (False, True)
_PARENTS = 2
_ROUNDS = 3
_CHILDREN = 6
_GOOD, _WORST = 0.035, 0.2

UPRIGHT = frozenset(
    (
        *("bench", "castle", "cat", "chair", "chicken", "cup", "dog", "door", "duck", "frog"),
        *("penguin", "rabbit", "seagull", "skyscraper", "snail", "table", "teapot", "teddy_bear"),
        *("tree", "window"),
    )
)
"""The classes that people draw standing on their feet; the others may lie at any angle."""


@dataclass(frozen=True)
class Pose:
    """How a scene is laid on the canvas.

    Attributes:
        turn: degrees in the picture plane, counterclockwise.
        mirror: whether left and right are swapped first.
        scale: canvas pixels per unit of object space, x and y, after the turn.
        shift: canvas pixel of the object's origin, x and y.
    """

    turn: float
    mirror: bool
    scale: tuple[float, float]
    shift: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Fit:
    """A scene and its pose.

    Attributes:
        model: the scene.
        pose: where it lies.
        cost: mean distance between outlines and strokes as a share of the drawing's size, both
            ways added up, and penalties for unlikely poses.
    """

    model: Model
    pose: Pose
    cost: float

    @property
    def quality(self) -> float:
        """0..1, 1 for a perfect fit."""
        return float(np.clip((_WORST - self.cost) / (_WORST - _GOOD), 0, 1))


def fit(label: str, drawing: Drawing, rng: np.random.Generator) -> Fit:
    """The scene of a class and the pose that explain a drawing best.

    Args:
        label: a class that has a scene.
        drawing: what was drawn.
        rng: source of the refinement's steps.
    """
    target = _Target.of(drawing, _UPSET_COST if label in UPRIGHT else _TURN_COST)
    parents = _best_poses(label, target)[:_PARENTS]
    for spread in np.geomspace(0.3, 0.08, _ROUNDS):
        parents = _refined(parents, target, float(spread), rng)
    return parents[0]


@dataclass(frozen=True, eq=False)
class _Target:
    """The drawing in a square frame of `_FRAME` pixels, its box centered and `_BOX` long."""

    near_outer: Values
    near_any: Values
    outer: Points
    inner: Points
    half: Points
    middle: Points
    scale: float
    turn_cost: float

    @classmethod
    def of(cls, drawing: Drawing, turn_cost: float) -> _Target:
        left, top, right, bottom = drawing.box
        scale = _BOX / drawing.size
        middle = np.array([(left + right) / 2, (top + bottom) / 2], np.float32)
        half = np.array([right - left, bottom - top], np.float32) * np.float32(scale / 2)
        rings = np.concatenate(drawing.outer) if drawing.outer else _places(drawing.lines)
        outer = _sample((rings - middle) * scale)
        inner = _sample((_places(drawing.inner) - middle) * scale)
        any_ink = np.concatenate([outer, (_places(drawing.lines) - middle) * scale])
        near_outer = _distance((rings - middle) * scale)
        return cls(near_outer, _distance(any_ink), outer, inner, half, middle, scale, turn_cost)


def _places(mask: NDArray[np.bool_]) -> Points:
    y, x = np.nonzero(mask)
    return np.stack([x, y], axis=1).astype(np.float32)


def _sample(points: Points) -> Points:
    if len(points) <= _SAMPLES:
        return points
    return points[np.linspace(0, len(points) - 1, _SAMPLES).astype(int)]


def _distance(points: Points) -> Values:
    """Distance to the nearest of `points` (about the frame's middle) in pixels."""
    from sketch2image.core.opencv import cv2

    free = np.full((_FRAME, _FRAME), 255, np.uint8)
    x, y = _cells(points, _FRAME).T
    free[y, x] = 0
    return np.asarray(cv2.distanceTransform(free, cv2.DIST_L2, 5), np.float32)


def _cells(points: Points, side: int) -> NDArray[np.intp]:
    return np.clip(np.round(points + side / 2), 0, side - 1).astype(np.intp)


def _best_poses(label: str, target: _Target) -> list[Fit]:
    """The best poses of the views that stand out, best first, one for each view."""
    views = library.library(label)
    upright = np.min([_costs(views, 0, flip, target)[0] for flip in _FLIPS], axis=0)
    chosen = np.argsort(upright, kind="stable")[:_KEEP]
    few = library.Views(views.points[chosen], views.rim[chosen])
    turns = _TURNS if label in UPRIGHT else _LYING_TURNS
    ways = [(turn, flip) for turn in turns for flip in _FLIPS]
    costs = np.stack([_costs(few, turn, flip, target)[0] for turn, flip in ways])
    best = np.argsort(costs.min(axis=0), kind="stable")[:_PARENTS]
    found = []
    for number in best.tolist():
        one = library.Views(few.points[number : number + 1], few.rim[number : number + 1])
        turn, flip = ways[int(costs[:, number].argmin())]
        model = library.model(label, int(chosen[number]))
        found += _fits([model], one, turn, flip, target)
    return found


def _costs(
    views: library.Views, turn: float, mirror: bool, target: _Target
) -> tuple[Values, Values, Values]:
    """Cost, canvas scale and canvas shift of the views under one turn and mirror."""
    from sketch2image.render.nearest import laid_costs

    flip = np.array([-1 if mirror else 1, 1], np.float32)
    share = _INNER_WEIGHT * min(1.0, len(target.inner) / _SAMPLES)
    laid = laid_costs(
        views.points, views.rim, _plane_turn(turn) * flip, target.half,
        (target.near_outer, target.near_any), (target.outer.T.copy(), target.inner.T.copy()),
        (_INNER_WEIGHT, share), (_FAR * _BOX, _STRETCH),
    )  # fmt: skip
    scale, middle = laid[:, 1:3], laid[:, 3:5]
    cost = laid[:, 0] / np.float32(_BOX)
    stretch = np.abs(np.log(scale[:, 0] / scale[:, 1]))
    turned = abs(turn) if target.turn_cost > _TURN_COST else min(abs(turn), _MOST_TURN)
    cost += target.turn_cost * turned + _MIRROR_COST * mirror + _STRETCH_COST * stretch
    canvas = (scale / target.scale).astype(np.float32)
    shift = (target.middle - middle * canvas).astype(np.float32)
    return cost.astype(np.float32), canvas, shift


def _plane_turn(degrees: float) -> Points:
    """(2, 2) counterclockwise turn of points whose y runs down."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, s], [-s, c]], np.float32)


def _refined(
    parents: list[Fit], target: _Target, spread: float, rng: np.random.Generator
) -> list[Fit]:
    """The best of some scenes and of their children, whose knobs differ a little."""
    family: list[Fit] = list(parents)
    for parent in parents:
        models = [_child(parent.model, spread, rng) for _ in range(_CHILDREN)]
        views = library.views(models)
        turns = parent.pose.turn + rng.normal(0, 20 * spread, 3)
        turns[0] = parent.pose.turn
        for turn in turns.tolist():
            family += _fits(models, views, turn, parent.pose.mirror, target)
    return sorted(family, key=lambda one: one.cost)[:_PARENTS]


def _fits(
    models: list[Model], views: library.Views, turn: float, mirror: bool, target: _Target
) -> list[Fit]:
    costs, scales, shifts = _costs(views, turn, mirror, target)
    return [
        Fit(model, Pose(turn, mirror, (scale[0], scale[1]), (shift[0], shift[1])), cost)
        for model, cost, scale, shift in zip(
            models, costs.tolist(), scales.tolist(), shifts.tolist(), strict=True
        )
    ]


def _child(parent: Model, spread: float, rng: np.random.Generator) -> Model:
    values = {
        name: float(np.clip(value + rng.normal(0, spread) * (rng.random() < 0.5), 0, 1))
        for name, value in parent.knobs.items()
    }
    return objects.build(parent.name, values)

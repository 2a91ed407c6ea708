"""How a posed scene must bend for its outlines to lie on the strokes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.render import warp
from sketch2image.render.camera import Silhouette
from sketch2image.render.drawing import Drawing, contours, enclosed
from sketch2image.render.photo import Stage, outlook
from sketch2image.render.protocol import SIDE

Field = NDArray[np.float32]

_LOOK_LENGTH = 300
_CALM = 0.15
_STRAIN_SHARE = 90
_RIM_POINTS, _INSIDE_POINTS = 420, 300
_INSIDE_WEIGHT = 0.3
_RIM_REACH, _INSIDE_REACH = 0.3, 0.04

_STIFF = frozenset(
    (
        *("airplane", "bench", "castle", "chair", "door", "skyscraper", "snail", "table"),
        "window",
    )
)
"""The classes that look broken when their edges are not straight, or their coils not round."""


@dataclass(frozen=True)
class _Give:
    """How far a scene may be bent: the finest detail followed, as a share of the drawing's size,
    and the strain of its most strained parts."""

    narrowest: float
    strain: float


_SOFT, _HARD = _Give(0.035, 1.5), _Give(0.09, 0.6)


@dataclass(frozen=True, eq=False)
class Bend:
    """A map from the canvas back into a stage's window.

    Attributes:
        straight: (G, G, 2) the pose alone, on the nodes of a displacement's grid.
        bent: (G, G, 2) the pose and the bend.
        calm: (G, G, 2) the pose and the bend without its details, for the floor.
        distance: mean distance of outline and strokes after bending, as a share of the size.
        labels: (512, 512) which of `parts` is seen there when bent, -1 for none.
        parts: names of the outline groups.
        ease: 0..1, how far the bend may be taken before parts of the object look torn.
    """

    straight: Field
    bent: Field
    calm: Field
    distance: float
    labels: NDArray[np.int32]
    parts: tuple[str, ...]
    ease: float

    def source(self, strength: float) -> Field:
        """The map that follows the strokes as much as `strength` asks; most comes early."""
        return self._toward(self.bent, strength)

    def floor_source(self, strength: float) -> Field:
        """The map of the floor under what `source` bends."""
        return self._toward(self.calm, strength)

    def _toward(self, other: Field, strength: float) -> Field:
        gain = self.ease * (1 - (1 - strength) ** 2)
        return (self.straight + (other - self.straight) * gain).astype(np.float32)


def bend(stage: Stage, drawing: Drawing) -> Bend:
    """The bend that carries a stage's outlines onto a drawing."""
    fine = _LOOK_LENGTH / max(stage.size)
    seen = outlook(stage, fine)
    size, give = drawing.size, _HARD if stage.model.name in _STIFF else _SOFT
    rim_goal = warp.ring_outline(drawing.outer, _RIM_POINTS, 1.0, _RIM_REACH * size)
    inside_goal = _loose(drawing.inner, size)
    found, distance = warp.displace(
        (_rim(seen, stage, fine, size), rim_goal),
        (_inside(seen, stage, fine, size), inside_goal),
        SIDE,
        size,
        give.narrowest,
    )
    maps = (warp.grid(SIDE), found, warp.calmed(found, SIDE, _CALM * size))
    straight, bent, calm = (stage.source(one) for one in maps)
    labels = _labels(seen, bent * np.float32(fine))
    return Bend(
        straight, bent, calm, distance, labels, seen.parts, _ease(found, labels, give.strain)
    )


def _ease(found: Field, labels: NDArray[np.int32], most: float) -> float:
    half = warp.STRIDE // 2
    strain = warp.strain(found)[labels[half :: warp.STRIDE, half :: warp.STRIDE] >= 0]
    if not len(strain):
        return 1.0
    return float(min(1.0, most / max(np.percentile(strain, _STRAIN_SHARE), 1e-6)))


def _rim(seen: Silhouette, stage: Stage, fine: float, size: float) -> warp.Outline:
    rings = [
        stage.canvas((ring + np.float32(0.5)) / np.float32(fine)) for ring in contours(seen.hit)
    ]
    return warp.ring_outline(rings, _RIM_POINTS, 1.0, _RIM_REACH * size)


def _inside(seen: Silhouette, stage: Stage, fine: float, size: float) -> warp.Outline:
    part, solid = seen.part.astype(int), enclosed(seen.hit)
    border = np.zeros(part.shape, bool)
    for axis in (0, 1):
        within = solid & np.roll(solid, -1, axis)
        border |= within & (part != np.roll(part, -1, axis))
    y, x = np.nonzero(border)
    places = stage.canvas((np.stack([x, y], axis=1) + np.float32(1)) / np.float32(fine))
    return warp.loose_outline(places, _INSIDE_POINTS, _INSIDE_WEIGHT, _INSIDE_REACH * size)


def _loose(mask: NDArray[np.bool_], size: float) -> warp.Outline:
    y, x = np.nonzero(mask)
    places = np.stack([x, y], axis=1).astype(np.float32)
    return warp.loose_outline(places, _INSIDE_POINTS, _INSIDE_WEIGHT, _INSIDE_REACH * size)


def _labels(seen: Silhouette, bent: Field) -> NDArray[np.int32]:
    from sketch2image.core.opencv import cv2

    x, y = cv2.split(cv2.resize(bent, (SIDE, SIDE)) - np.float32(0.5))
    part = seen.part.astype(np.float32)
    return np.asarray(cv2.remap(part, x, y, cv2.INTER_NEAREST, borderValue=-1), np.int32)

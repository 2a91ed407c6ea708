"""The fine grain of real surfaces: fur, plumage, stone, crust, foliage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.curves import aim
from sketch2image.synth.sdf import Buffers
from sketch2image.synth.shading import noise
from sketch2image.synth.shapes import Kind, Matrix, Shape

Field = NDArray[np.float32]

_FINEST = 0.4
_NOISE_SPREAD = 0.2
_BLOTCHES = 4
_MIDDLE, _FAINTEST = 120, 0.5
_SMOOTH_PARTS = frozenset(
    (
        *("beak", "bill", "collar", "comb", "eye", "flag", "foot", "gate", "lid", "lobe", "nose"),
        *("pupil", "ribbon", "side", "teeth", "tongue", "wattle", "whisker", "window"),
    )
)
"""First words of the names of parts that have no grain in any class."""


@dataclass(frozen=True)
class Grain:
    """Noise that a surface's brightness varies by.

    Attributes:
        depth: standard deviation as a share of the brightness.
        across: grains per unit of object space across the grain.
        along: the same along the grain; equal to `across` for none.
        blotch: standard deviation of wide, soft spots.
    """

    depth: float
    across: float
    along: float
    blotch: float = 0.05


_FUR = Grain(0.22, 90, 14, 0.12)
_PLUSH = Grain(0.14, 80, 30)
_PLUMAGE = Grain(0.16, 90, 20, 0.1)
_SKIN = Grain(0.12, 80, 80, 0.12)
_SHELL = Grain(0.18, 80, 80, 0.12)
_STONE = Grain(0.11, 80, 80, 0.08)
_BAKED = Grain(0.1, 70, 70, 0.08)
_CHEESE = Grain(0.16, 60, 60, 0.06)
_FOLIAGE = Grain(0.4, 50, 50, 0.2)

GRAINS: dict[str, Grain] = {
    "bread": _BAKED,
    "castle": _STONE,
    "cat": _FUR,
    "chicken": _PLUMAGE,
    "dog": _FUR,
    "duck": _PLUMAGE,
    "fish": _SKIN,
    "frog": _SKIN,
    "lobster": _SHELL,
    "pizza": _CHEESE,
    "rabbit": _FUR,
    "snake": _SHELL,
    "teddy_bear": _PLUSH,
    "tree": _FOLIAGE,
}
"""The classes whose surfaces have one; the others are smooth."""


def grained(
    picture: Field, seen: Buffers, shapes: Sequence[Shape], grain: Grain, scale: float
) -> Field:
    """A picture with the grain of its surfaces.

    Args:
        picture: (H, W, 3) 0..255; the grain of bright places is fainter.
        seen: what the picture shows.
        shapes: the scene.
        grain: of all its parts but the smooth ones.
        scale: pixels per unit of object space; grains finer than a pixel or two are left out.
    """
    rough = np.array([shape.part.split()[0] not in _SMOOTH_PARTS for shape in shapes])
    where = seen.hit & np.append(rough, False)[seen.shape]
    own = _own_places(seen, shapes, where)
    picture, colors = picture.copy(), picture[where]
    share = np.clip(_MIDDLE / (colors.mean(axis=1) + 1), _FAINTEST, 1)
    picture[where] = colors * np.clip(1 + share * _relief(own, grain, scale), 0.3, 1.7)[:, None]
    return picture


def _own_places(seen: Buffers, shapes: Sequence[Shape], where: NDArray[np.bool_]) -> Field:
    """(N, 3) places in frames of the shapes whose y runs along the grain."""
    index = seen.shape[where]
    centers = np.array([shape.center for shape in shapes], np.float32)
    frames = np.array([shape.rotation @ _along(shape) for shape in shapes], np.float32)
    return np.einsum("ni,nij->nj", seen.position[where] - centers[index], frames[index])


def _along(shape: Shape) -> Matrix:
    """(3, 3) axes whose second one is a capsule's own; the shape's own axes for other kinds."""
    axis = np.array(shape.numbers[:3], float)
    if shape.kind is not Kind.capsule or not axis.any():
        return np.eye(3)
    return aim(axis.tolist())


def _relief(own: Field, grain: Grain, scale: float) -> Field:
    across, along = (min(number, _FINEST * scale) for number in (grain.across, grain.along))
    fine = _standard(own * np.array([across, along, across], np.float32))
    wide = _standard(own * np.float32(_BLOTCHES))
    return (grain.depth * fine + grain.blotch * wide).astype(np.float32)


def _standard(places: Field) -> Field:
    found = (noise(places.astype(np.float32)) - 0.5) / _NOISE_SPREAD
    return found.astype(np.float32)

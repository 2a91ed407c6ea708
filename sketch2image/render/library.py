"""Many views of a class's scene, as point sets that a drawing can be compared with at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core import paths
from sketch2image.core.files import save_arrays
from sketch2image.render.camera import Silhouette, silhouette, workers
from sketch2image.render.drawing import enclosed
from sketch2image.synth import objects
from sketch2image.synth.model import Model
from sketch2image.synth.sdf import View

COUNT = 240
"""Random scenes kept for each class."""

POINTS = 144
"""Outline points kept for each scene."""

_SIDE = 72
_SCALE = 24.0
_SEED = 20_240


@dataclass(frozen=True, eq=False)
class Views:
    """Outlines of N scenes, in units of object space, x to the right and y down.

    Attributes:
        points: (N, POINTS, 2) float32 places on the borders between visible parts.
        rim: (N, POINTS) whether a point lies on the object's outer outline.
    """

    points: NDArray[np.float32]
    rim: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.points)


def model(label: str, number: int) -> Model:
    """Scene `number` of the library of a class."""
    return objects.sample(label, np.random.default_rng([_SEED, number]))


@lru_cache(maxsize=64)
def library(label: str) -> Views:
    """The views of a class, from the cache on disk or made and put there."""
    file = paths.cache() / "scenes" / f"{label}-{code_digest()}.npz"
    if file.is_file():
        with np.load(file) as stored:
            return Views(stored["points"].astype(np.float32), stored["rim"])
    made = views([model(label, number) for number in range(COUNT)])
    save_arrays(file, {"points": made.points.astype(np.float16), "rim": made.rim})
    return Views(made.points.astype(np.float16).astype(np.float32), made.rim)


def views(models: list[Model]) -> Views:
    """Views of given scenes."""
    pairs = list(workers().map(lambda one: _outline(glance(one)), models))
    return Views(np.stack([points for points, _ in pairs]), np.stack([rim for _, rim in pairs]))


def glance(one: Model) -> Silhouette:
    """A small look at a scene, without light."""
    middle = _SIDE / 2
    view = View(one.turn, (_SIDE, _SIDE), _SCALE, (middle, middle))
    return silhouette(one.shapes, view)


@cache
def code_digest() -> str:
    """Digest of the code that decides what scenes look like."""
    synth = Path(objects.__file__).parents[1]
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name in ("kernel", "model", "sdf", "shapes", "shading"):
        digest.update((synth / f"{name}.py").read_bytes())
    for file in sorted((synth / "objects").glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _outline(seen: Silhouette) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    part = np.pad(seen.part, 1, constant_values=-1).astype(int)
    solid = enclosed(part >= 0)
    border = np.zeros(part.shape, bool)
    rim = np.zeros(part.shape, bool)
    for axis in (0, 1):
        border |= part != np.roll(part, -1, axis)
        rim |= solid != np.roll(solid, -1, axis)
    y, x = np.nonzero(border)
    chosen = _spread(len(x))
    places = np.stack([x[chosen], y[chosen]], axis=1) - (_SIDE / 2)
    return (places / _SCALE).astype(np.float32), rim[y[chosen], x[chosen]]


def _spread(count: int) -> NDArray[np.intp]:
    """`POINTS` of `count` indices, the same ones every time."""
    shuffled = np.random.default_rng(count).permutation(count)
    return np.resize(shuffled, POINTS)

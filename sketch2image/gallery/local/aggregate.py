"""One vector of all local features of a picture, to find works that are worth a closer look."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import checkpoints
from sketch2image.gallery.local.features import LocalFeatures
from sketch2image.gallery.local.matching import unit_rows

FILE = Path("lite") / "local_features.npz"
Rows = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Codebook:
    """VLAD (Jegou et al., CVPR 2010), intra-normalized (Arandjelovic and Zisserman, CVPR 2013).

    Attributes:
        mean: (128,) of RootSIFT.
        axes: (128, P) principal axes that descriptors are projected onto.
        centers: (K, P).
        center: (K P,) mean of the aggregates of pictures, taken off.
    """

    mean: Rows
    axes: Rows
    centers: Rows
    center: Rows

    @property
    def dim(self) -> int:
        """Length of an aggregate."""
        return self.centers.size

    @cached_property
    def version(self) -> str:
        """Digest of the numbers in it."""
        parts = (self.mean, self.axes, self.centers, self.center)
        packed = b"".join(np.ascontiguousarray(part).tobytes() for part in parts)
        return hashlib.sha256(packed).hexdigest()[:12]

    def aggregate(self, features: LocalFeatures) -> Rows:
        """(dim,) unit vector; zeros for a picture without features."""
        summed = self.summed(unit_rows(features))
        if not len(features):
            return summed
        moved = summed - self.center
        return np.asarray(moved / np.linalg.norm(moved), np.float32)

    def summed(self, rows: Rows) -> Rows:
        """The same of (N, 128) descriptors, before the mean of all pictures is taken off."""
        low = (rows - self.mean) @ self.axes
        nearest = ((self.centers**2).sum(axis=1) - 2 * low @ self.centers.T).argmin(axis=1)
        sums = np.zeros_like(self.centers)
        np.add.at(sums, nearest, low - self.centers[nearest])
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        rooted = np.sign(sums) * np.sqrt(np.abs(sums))
        return (rooted / max(float(np.linalg.norm(rooted)), 1e-9)).ravel().astype(np.float32)


def bundled_codebook() -> Codebook:
    """The one that comes with the program.

    Raises:
        UserError: it is missing or damaged.
    """
    file = checkpoints() / FILE
    try:
        with np.load(io.BytesIO(file.read_bytes())) as kept:
            names = ("mean", "axes", "centers", "center")
            return Codebook(*(kept[name].astype(np.float32) for name in names))
    except (OSError, ValueError, KeyError) as error:
        hint = "It is part of the repository: get it again."
        raise UserError(ErrorKind.model, f"{file} is missing or damaged", hint) from error

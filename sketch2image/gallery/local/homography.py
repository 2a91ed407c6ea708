"""How a flat work lies in a photo: the homography that most pairs of features agree on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.gallery.local.features import LocalFeatures
from sketch2image.gallery.local.matching import Pairs

FEWEST = 5
"""Pairs below which nothing is tried: four fit any homography."""

_UNIT = 800.0
"""Points are compared as in a photo of so many pixels: OpenCV's estimators lose their way where
all numbers are below 1."""

_NEAR = 4.0
"""Most distance of a pair from its place, in those pixels."""

_TRIES, _SURE = 1000, 0.995
_FLATTEST = 0.08
"""Least ratio of a plausible outline's shorter diagonal to its longer one, and so of its sides."""

_SMALLEST = 0.002
"""Least part of the photo that a plausible outline fills."""


@dataclass(frozen=True, eq=False)
class Alignment:
    """Where a work was found in a photo.

    Attributes:
        inliers: pairs that agree.
        pairs: pairs that there were.
        outline: (4, 2) float32, the corners of the work in the photo, whose longer side is 1:
            top left, top right, bottom right, bottom left of the work.
    """

    inliers: int
    pairs: int
    outline: NDArray[np.float32]


def align(photo: LocalFeatures, work: LocalFeatures, pairs: Pairs) -> Alignment | None:
    """The alignment that most pairs agree on, or None where there is no plausible one.

    RANSAC in the variant MAGSAC++ (Barath et al., CVPR 2020) as OpenCV has it; the same pairs give
    the same alignment. A work is never mirrored, folded, or seen nearly from its edge.
    """
    from sketch2image.core.opencv import cv2

    if len(pairs.photo) < FEWEST:
        return None
    there, here = _UNIT * work.points[pairs.work], _UNIT * photo.points[pairs.photo]
    matrix, agreeing = cv2.findHomography(there, here, cv2.USAC_MAGSAC, _NEAR, None, _TRIES, _SURE)
    if matrix is None:
        return None
    outline = _through(np.asarray(matrix, np.float64), work.size)
    inliers = int(agreeing.sum())
    if inliers < FEWEST or not _plausible(outline):
        return None
    return Alignment(inliers, len(pairs.photo), outline)


def _through(matrix: NDArray[np.float64], size: tuple[float, float]) -> NDArray[np.float32]:
    width, height = size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)]) * _UNIT
    mapped = np.column_stack([corners, np.ones(4)]) @ matrix.T
    if (mapped[:, 2] * mapped[0, 2] <= 0).any():
        return np.zeros((4, 2), np.float32)
    return (mapped[:, :2] / mapped[:, 2:] / _UNIT).astype(np.float32)


def _plausible(outline: NDArray[np.float32]) -> bool:
    sides = np.roll(outline, -1, axis=0) - outline
    onward = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * onward[:, 1] - sides[:, 1] * onward[:, 0]
    lengths = np.linalg.norm(sides, axis=1)
    convex, reach = bool((turns > 0).all()), lengths.max()
    return convex and bool(
        turns.sum() / 4 > _SMALLEST and lengths.min() > _FLATTEST * reach and reach < 20
    )

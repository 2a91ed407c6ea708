"""Raw boxes of a detector: cut to the picture, sorted, without doubles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sketch2image.detect.protocol import Detection

OVERLAP = 0.5
"""Boxes that share more than this part of their union are taken for the same thing."""

LEAST_SIDE = 2
"""Pixels; anything thinner is no picture to look at."""

Boxes = NDArray[np.float32]
"""(N, 4) left, top, right, bottom in pixels."""


def tidy(
    boxes: Boxes, scores: Sequence[float], labels: Sequence[str], size: tuple[int, int]
) -> list[Detection]:
    """Detections in whole pixels, surest first; equals keep the detector's order.

    Args:
        boxes: (N, 4), in any order, and maybe beyond the picture or turned inside out.
        scores: N confidences, 0..1.
        labels: N phrases.
        size: (width, height) of the picture in pixels.
    """
    inside = clip(boxes, size)
    wide = (inside[:, 2:] - inside[:, :2]).min(axis=1) >= LEAST_SIDE
    order = np.argsort(-np.asarray(scores, np.float32), kind="stable")
    kept = suppress(inside, [place for place in order.tolist() if wide[place]])
    return [Detection(_box(inside[i]), float(scores[i]), labels[i]) for i in kept]


def clip(boxes: Boxes, size: tuple[int, int]) -> NDArray[np.int64]:
    """(N, 4) boxes in whole pixels, cut to a picture of (width, height); NaN becomes 0."""
    outward = np.hstack([np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:])])
    return np.clip(np.nan_to_num(outward), 0, (*size, *size)).astype(np.int64)


def suppress(boxes: NDArray[np.int64], order: Sequence[int], overlap: float = OVERLAP) -> list[int]:
    """Places of the boxes that stay when each takes out the later ones it overlaps.

    Args:
        boxes: (N, 4).
        order: places to look at, best first.
        overlap: intersection over union, 0..1, above which two boxes mean one thing.
    """
    kept: list[int] = []
    for place in order:
        if not kept or shared(boxes[place], boxes[kept]).max() <= overlap:
            kept.append(place)
    return kept


def shared(box: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float64]:
    """(N,) intersection over union of a box with (N, 4) others, 0..1."""
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    common = np.clip(high - low, 0, None).prod(axis=1)
    return common / np.maximum(_area(box) + _area(others) - common, 1)


def _area(boxes: NDArray[np.int64]) -> NDArray[np.int64]:
    return (boxes[..., 2:] - boxes[..., :2]).prod(axis=-1)


def _box(row: NDArray[np.int64]) -> tuple[int, int, int, int]:
    left, top, right, bottom = row.tolist()
    return left, top, right, bottom

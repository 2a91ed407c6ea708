"""What a drawing says about the shape meant: ink, filled shape, outline, inner lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.render.control import Mask, letterbox, strokes_of

Points = NDArray[np.float32]

_GAPS = (0.01, 0.02, 0.035, 0.055, 0.08, 0.12)
_ROOMY = 1.25
_OUTER_BAND = 0.018
_STRAY = 0.1
_TOGETHER = 0.03


@dataclass(frozen=True, eq=False)
class Drawing:
    """A sketch in the frame of the picture to be rendered.

    Attributes:
        image: (512, 512, 3) uint8 RGB, letterboxed.
        ink: (512, 512) True on strokes.
    """

    image: Image
    ink: Mask

    @classmethod
    def of(cls, sketch: Sketch) -> Drawing:
        """The drawing of a sketch that holds ink."""
        image = letterbox(sketch.raster)
        return cls(image, strokes_of(image))

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the ink in pixels."""
        rows, columns = np.flatnonzero(self.ink.any(axis=1)), np.flatnonzero(self.ink.any(axis=0))
        return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)

    @cached_property
    def size(self) -> float:
        """Longer side of the ink's box in pixels."""
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)

    @cached_property
    def shape(self) -> Mask:
        """(512, 512) the ink and what it encloses.

        A gap in the lines is bridged where the room behind it is wider than the gap: a bay
        between two legs stays open.
        """
        return enclosed(self.ink | _enlarged(_bridged(_halved(self.ink), self.size / 2)))

    def without_strays(self) -> Drawing:
        """The drawing without small marks that stand apart from the main thing."""
        from sketch2image.core.opencv import cv2

        near = cv2.dilate(self.shape.astype(np.uint8), _disc(round(_TOGETHER * self.size)))
        count, groups = cv2.connectedComponents(near, connectivity=8)
        groups = np.where(self.shape, np.asarray(groups), 0)
        areas = np.bincount(groups.ravel(), minlength=count)
        areas[0] = 0
        kept = areas >= _STRAY * areas.max()
        return self if kept[1:].all() else Drawing(self.image, self.ink & kept[groups])

    @cached_property
    def lines(self) -> Mask:
        """(512, 512) center lines of the ink, one pixel wide."""
        from sketch2image.core.ink import thin

        return thin(self.ink.astype(np.uint8) * 255) > 0

    @cached_property
    def outer(self) -> list[Points]:
        """Closed outlines of `shape`, (N, 2) float32 pixels each, the longest first."""
        return contours(self.shape)

    @cached_property
    def inner(self) -> Mask:
        """(512, 512) center lines that lie inside the shape, away from its outline."""
        from sketch2image.core.opencv import cv2

        padded = np.pad(self.shape.astype(np.uint8), 1)
        depth = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
        return self.lines & (depth > max(5.0, _OUTER_BAND * self.size))

    @cached_property
    def details(self) -> Mask:
        """(512, 512) the ink of `inner` lines at its full width."""
        from sketch2image.core.opencv import cv2

        reach = max(2, round(1.2 * float(self.ink.sum()) / max(1, int(self.lines.sum())) / 2))
        return self.ink & (cv2.dilate(self.inner.astype(np.uint8), _disc(reach)) > 0)


def contours(mask: Mask) -> list[Points]:
    """Outer outlines of a mask as closed rings of (N, 2) float32 pixels, the longest first."""
    from sketch2image.core.opencv import cv2

    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    rings = [points[:, 0].astype(np.float32) for points in found if len(points) >= 8]
    return sorted(rings, key=len, reverse=True)


def enclosed(barrier: Mask) -> Mask:
    """What cannot be reached from outside without crossing the barrier, the barrier included."""
    from sketch2image.core.opencv import cv2

    padded = np.pad(barrier.astype(np.uint8), 1)
    cv2.floodFill(padded, None, (0, 0), 2)
    return padded[1:-1, 1:-1] != 2


def _halved(ink: Mask) -> Mask:
    """(H / 2, W / 2) whether any of four pixels holds ink."""
    pairs = ink[::2] | ink[1::2]
    return pairs[:, ::2] | pairs[:, 1::2]


def _enlarged(mask: Mask) -> Mask:
    """A mask at twice its size, without stairs."""
    from sketch2image.core.opencv import cv2

    size = (2 * mask.shape[1], 2 * mask.shape[0])
    smooth = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(smooth) > 0.5


def _bridged(ink: Mask, size: float) -> Mask:
    """The ink, what it encloses, and the rooms behind gaps; `size` is the drawing's in pixels."""
    found = enclosed(ink)
    border = max(2, round(_GAPS[-1] * size)) + 1
    padded = np.pad(ink, border)
    far = _to(padded)
    for gap in _GAPS:
        reach = max(1.0, gap * size)
        wide = enclosed(far <= reach)
        filled = (_to(~wide) > reach)[border:-border, border:-border]
        found |= _rooms(filled & ~found, _ROOMY * reach)
    return enclosed(found)


def _to(mask: Mask) -> NDArray[np.float32]:
    """(H, W) distance of each pixel to the mask in pixels."""
    from sketch2image.core.opencv import cv2

    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def _rooms(mask: Mask, radius: float) -> Mask:
    """The connected pieces of a mask that a disc of `radius` fits into."""
    from sketch2image.core.opencv import cv2

    depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    count, pieces = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    pieces = np.asarray(pieces, np.intp)
    roomy = np.zeros(count, bool)
    roomy[np.unique(np.asarray(pieces[depth > radius], np.intp))] = True
    roomy[0] = False
    return roomy[pieces]


def _disc(radius: int) -> NDArray[np.uint8]:
    from sketch2image.core.opencv import cv2

    side = 2 * radius + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)).astype(np.uint8)

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
        found = enclosed(self.ink)
        for gap in _GAPS:
            reach = max(2, round(gap * self.size))
            found |= _rooms(_filled(self.ink, reach) & ~found, _ROOMY * reach)
        return enclosed(found)

    def without_strays(self) -> Drawing:
        """The drawing without small marks that stand apart from the main thing."""
        from sketch2image.core.opencv import cv2

        near = cv2.dilate(self.shape.astype(np.uint8), _disc(round(_TOGETHER * self.size)))
        count, groups = cv2.connectedComponents(near, connectivity=8)
        groups = np.where(self.shape, np.asarray(groups), 0)
        areas = np.bincount(groups.ravel(), minlength=count)
        areas[0] = 0
        return Drawing(self.image, self.ink & (areas >= _STRAY * areas.max())[groups])

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


def _filled(ink: Mask, gap: int) -> Mask:
    """What the ink encloses when gaps up to twice `gap` pixels are bridged."""
    from sketch2image.core.opencv import cv2

    padded = np.pad(ink.astype(np.uint8), gap + 1)
    wide = enclosed(cv2.dilate(padded, _disc(gap)) > 0)
    back = cv2.erode(wide.astype(np.uint8), _disc(gap))[gap + 1 : -gap - 1, gap + 1 : -gap - 1]
    return (back > 0) | ink


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

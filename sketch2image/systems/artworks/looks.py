"""The parts of a photo that may show a work, and how they are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sketch2image.core.types import Image
from sketch2image.detect.frame import FrameDetector
from sketch2image.detect.overlap import Corners, rectangle
from sketch2image.detect.protocol import Detector
from sketch2image.detect.rectify import rectified

Finder = Callable[[Image], list[Corners]]
"""Where works may be in (H, W, 3) uint8 RGB, best first; maybe nowhere."""

MOST = 3
"""Places looked at in one photo, beside the whole of it."""


@dataclass(frozen=True, eq=False)
class Look:
    """A part of a photo, as a picture of its own.

    Attributes:
        image: (H, W, 3) uint8 RGB, straightened.
        outline: (4, 2) float32, its corners in the photo, whose longer side is 1; None for the
            whole photo.
    """

    image: Image
    outline: Corners | None = None


def looks(photo: Image, finder: Finder) -> list[Look]:
    """The places that a finder gives, then the whole photo."""
    longer = max(photo.shape[:2])
    places = finder(photo)[:MOST]
    parts = [Look(rectified(photo, corners), corners / longer) for corners in places]
    return [*parts, Look(photo)]


def nowhere(_: Image) -> list[Corners]:
    """The finder that leaves a photo whole."""
    return []


def in_frames(photo: Image) -> list[Corners]:
    """The finder of frames and edges; needs no model."""
    return [outline.corners for outline in FrameDetector().outlines(photo, MOST)]


def in_boxes(detector: Detector) -> Finder:
    """The finder of a full detector, whose boxes stand upright."""
    return partial(_boxes, detector)


def _boxes(detector: Detector, photo: Image) -> list[Corners]:
    return [rectangle(*found.box) for found in detector.detections(photo)]

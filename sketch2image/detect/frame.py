"""The offline detector: the outline of a hung picture in a photo, by its edges alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.detect.boxes import tidy
from sketch2image.detect.overlap import Corners
from sketch2image.detect.prompt import normal, phrase_of
from sketch2image.detect.protocol import PROMPT, Detection, whole_picture
from sketch2image.detect.quads import NONE, Quads, quads_of
from sketch2image.detect.rating import best_of
from sketch2image.detect.sides import bundles_of

VERSION = "frame-1"
"""Changes whenever the same photo gets other outlines."""

SIDE = 480
"""Longer side in pixels of the picture that is searched."""

_SMALLEST = 24
"""Shorter side in pixels below which nothing is looked for."""


@dataclass(frozen=True, eq=False)
class Outline:
    """Where a picture, or the frame around it, may be.

    Attributes:
        corners: (4, 2) float32 x, y in pixels of the photo: top left, top right, bottom right,
            bottom left. Those of a picture that is cut off may lie outside the photo.
        score: chance that the outline is right, 0..1.
    """

    corners: Corners
    score: float


class FrameDetector:
    """Finds the quadrilateral of a flat picture on a wall; needs no weights."""

    @property
    def fingerprint(self) -> str:
        """Names the rules that decide an outline."""
        return VERSION

    def outlines(self, image: Image, most: int = 3) -> list[Outline]:
        """The likeliest outlines, best first, no two nearly the same; may be none.

        Args:
            image: (H, W, 3) uint8 RGB of any size.
            most: outlines wanted.
        """
        quads, ratio = candidates(image)
        found = best_of(quads, most)
        return [Outline((corners * ratio).astype(np.float32), score) for corners, score in found]

    def detect(self, image: Image, prompt: str = PROMPT) -> Detection:
        """The box around the best outline in (H, W, 3) uint8 RGB, or the whole picture.

        Raises:
            UserError: the prompt is empty.
        """
        return next(iter(self.detections(image, prompt)), whole_picture(image))

    def detections(self, image: Image, prompt: str = PROMPT) -> list[Detection]:
        """The boxes around all outlines in (H, W, 3) uint8 RGB, surest first; may be none.

        Args:
            image: any size.
            prompt: becomes the label; only pictures are found, whatever it says.

        Raises:
            UserError: the prompt is empty.
        """
        label = phrase_of(normal(prompt))
        found = self.outlines(image)
        corners = np.array([outline.corners for outline in found]).reshape(-1, 4, 2)
        boxes = np.hstack([corners.min(axis=1), corners.max(axis=1)])
        scores = [outline.score for outline in found]
        return tidy(boxes, scores, [label] * len(found), (image.shape[1], image.shape[0]))


def candidates(image: Image) -> tuple[Quads, NDArray[np.float64]]:
    """All quadrilaterals of (H, W, 3) uint8 RGB shrunk; (2,) pixels of it per pixel of theirs."""
    small = _shrunk(image)
    ratio = np.array([image.shape[1] / small.shape[1], image.shape[0] / small.shape[0]])
    if min(small.shape[:2]) < _SMALLEST:
        return NONE, ratio
    return quads_of(*bundles_of(_lab(small))), ratio


def _shrunk(image: Image) -> Image:
    from sketch2image.core.opencv import cv2

    height, width = image.shape[:2]
    scale = SIDE / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _lab(image: Image) -> NDArray[np.float32]:
    from sketch2image.core.opencv import cv2

    lab = cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab, np.float32)

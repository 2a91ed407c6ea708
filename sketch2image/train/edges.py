"""Line drawings made out of photos: local contrast, then Canny (1986) edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from sketch2image.core.ink import Mask
from sketch2image.train.drawings import Drawing, trace
from sketch2image.train.vocabulary import index

_BLURS = (1.0, 1.8)
_SHORTEST = 14


def edge_drawings(photos: Iterable[Path]) -> Iterator[Drawing]:
    """Two drawings, one finer and one plainer, of each `<class>/<photo>.jpg` file."""
    for file in photos:
        for blur in _BLURS:
            lines = trace(edges(file, blur))
            if lines:
                yield Drawing(index()[file.parent.name], lines, file.stem)


def edges(file: Path, blur: float) -> Mask:
    """(H, W) True on the edges of a photo; thresholds follow the median of the gradient.

    Raises:
        OSError: not a readable picture.
    """
    from sketch2image.core.opencv import cv2

    gray = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if gray is None:
        raise OSError(f"cannot read {file}")
    even = cv2.createCLAHE(2.0, (4, 4)).apply(gray)
    soft = cv2.GaussianBlur(even, (0, 0), blur)
    gradient = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1))
    high = float(np.percentile(gradient, 90))
    return _long(cv2.Canny(soft, 0.4 * high, high, L2gradient=True) > 0)


def _long(mask: Mask) -> Mask:
    """Keeps edges of at least `_SHORTEST` pixels."""
    from sketch2image.core.opencv import cv2

    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    long = np.asarray(stats)[:, cv2.CC_STAT_AREA] >= _SHORTEST
    long[0] = False
    return long[np.asarray(parts, np.intp)]

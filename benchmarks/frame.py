"""How well the outline of a picture is found in visitors' photos.

    python benchmarks/frame.py PICTURES [--photos 5] [--seed 0]

PICTURES is a folder. Each picture is photographed as `sketch2image.synth.visit` does, with others
of the folder beside it. Right is an outline that shares more than 75 % of its union with the
picture; "or frame" also counts one around it: that holds 90 % of the picture, of which the picture
is at least 40 %, and whose middle lies within a tenth of its size from the picture's. Prints one
JSON document: for all photos, by the share of the picture that is hidden, and by how much longer
the nearer of two opposite sides is.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.pictures import open_picture
from sketch2image.detect.frame import FrameDetector, Outline
from sketch2image.detect.overlap import Corners, area, clipped, overlap
from sketch2image.gallery.scan import folder_key, scan
from sketch2image.synth.visit import Photo, visit

SIDE = 448
RIGHT = 0.75
HIDDEN = (0, 0.08, 0.16, 1)
NEARER = (1, 1.1, 1.25, 99)


@dataclass(frozen=True)
class Look:
    """One photo: how well each outline covers the picture, whether it is one around it."""

    hidden: float
    nearer: float
    overlaps: tuple[float, ...]
    around: tuple[bool, ...]
    seconds: float

    def right(self, count: int, *, frames: bool) -> bool:
        """Whether one of the first outlines is right."""
        covers = any(value > RIGHT for value in self.overlaps[:count])
        return covers or (frames and any(self.around[:count]))


def photos(folder: str, count: int, seed: int) -> Iterator[Photo]:
    """So many photos of each picture."""
    pictures = [open_picture(key, SIDE) for key in scan(folder_key(folder)).files]
    for place, picture in enumerate(pictures):
        others = pictures[:place] + pictures[place + 1 :]
        for number in range(count):
            yield visit(picture, others, np.random.default_rng([seed, place, number]))


def look(photo: Photo, detector: FrameDetector) -> Look:
    """Search one photo."""
    start = time.process_time()
    found = detector.outlines(photo.image)
    seconds = time.process_time() - start
    overlaps = tuple(overlap(outline.corners, photo.corners) for outline in found)
    around = tuple(is_around(outline, photo.corners) for outline in found)
    return Look(photo.hidden, nearer(photo.corners), overlaps, around, seconds)


def nearer(corners: Corners) -> float:
    """Longest ratio of opposite sides."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    ratios = sides[:2] / sides[2:]
    return float(np.maximum(ratios, 1 / ratios).max())


def is_around(outline: Outline, corners: Corners) -> bool:
    """Whether it is plausibly the frame of the picture."""
    around, picture = (some.tolist() for some in (outline.corners, corners))
    common, whole, wanted = area(clipped(picture, around)), area(around), area(picture)
    away = np.linalg.norm(outline.corners.mean(axis=0) - corners.mean(axis=0))
    return bool(common > 0.9 * wanted and wanted > 0.4 * whole and away < 0.1 * whole**0.5)


def summary(looks: list[Look]) -> dict[str, float]:
    """Shares in percent, of these photos."""

    def share(count: int, *, frames: bool) -> float:
        return round(100 * float(np.mean([one.right(count, frames=frames) for one in looks])), 1)

    return {
        "photos": len(looks),
        "first": share(1, frames=False),
        "any of three": share(3, frames=False),
        "first, or frame": share(1, frames=True),
        "any of three, or frame": share(3, frames=True),
        "mean overlap of the first": round(
            float(np.mean([(*one.overlaps, 0)[0] for one in looks])), 3
        ),
        "mean best overlap": round(
            float(np.mean([max(one.overlaps, default=0) for one in looks])), 3
        ),
        "CPU ms": round(1000 * float(np.median([one.seconds for one in looks]))),
    }


def by(looks: list[Look], name: str, bounds: tuple[float, ...]) -> dict[str, dict[str, float]]:
    """Summaries of the photos between bounds of an attribute."""
    parts = {}
    for low, high in pairwise(bounds):
        some = [one for one in looks if low <= getattr(one, name) < high]
        if some:
            parts[f"{low} to {high}"] = summary(some)
    return parts


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures")
    parser.add_argument("--photos", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    detector = FrameDetector()
    looks = [look(photo, detector) for photo in photos(args.pictures, args.photos, args.seed)]
    parts = {
        "all": summary(looks),
        "hidden": by(looks, "hidden", HIDDEN),
        "nearer": by(looks, "nearer", NEARER),
    }
    print(json.dumps(parts, indent=2))


if __name__ == "__main__":
    main()

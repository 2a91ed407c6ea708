"""A visitor's phone before a picture on a wall: aslant, in bad light, with people in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.synth.wall import Box, Field, Hanging, Rng, hang

Corners = NDArray[np.float32]
"""(4, 2) x, y in pixels: top left, top right, bottom right, bottom left of the picture."""

_SIDES = ((1024, 768), (768, 1024), (1024, 576), (900, 900))
_DISTANCE = 1.6
"""From the phone to the wall, in longer sides of the picture: that of a phone's main lens."""


@dataclass(frozen=True)
class Hardship:
    """How hard photos may be; each is drawn between nothing, or a little, and this.

    Attributes:
        slant: degrees between the lens and the wall's perpendicular.
        roll: degrees by which the phone is turned in the hand.
        least, most: longer side of the picture's outline as part of the photo's shorter side.
        hidden: share of the picture that people and things stand before, 0..1.
        glare: brightness of lamps mirrored in it, 0..1.
        cast: how far each channel is from neutral light, 0..1.
        blur: standard deviation in pixels, at a photo of 1,024 pixels.
        noise: standard deviation in steps of 8-bit color.
        quality: of JPEG, 1..100; not drawn.
        neighbors: how many pictures may hang beside it.
    """

    slant: float = 35.0
    roll: float = 8.0
    least: float = 0.5
    most: float = 0.9
    hidden: float = 0.25
    glare: float = 0.8
    cast: float = 0.25
    blur: float = 1.8
    noise: float = 8.0
    quality: int = 40
    neighbors: int = 2


HARD = Hardship()


@dataclass(frozen=True)
class Photo:
    """What the phone took.

    Attributes:
        image: (H, W, 3) uint8 RGB.
        corners: of the picture in it; they may lie outside the photo a little.
        hidden: share of the picture that something stands before, 0..1.
    """

    image: Image
    corners: Corners
    hidden: float


def visit(picture: Image, others: Sequence[Image], rng: Rng, hardship: Hardship = HARD) -> Photo:
    """A phone's photo of a picture.

    Args:
        picture: (H, W, 3) uint8 RGB.
        others: what may hang beside it.
        rng: decides everything; equal states give equal photos.
        hardship: how hard it may be.
    """
    count = int(rng.integers(hardship.neighbors + 1)) if others else 0
    beside = [others[int(rng.integers(len(others)))] for _ in range(count)]
    hanging = hang(picture, beside, rng)
    size = _SIDES[rng.integers(len(_SIDES))]
    seen = _aimed(hanging.box, size, rng, hardship)
    photo = _shown(hanging, seen, size)
    corners = _through(seen, _corners_of(hanging.box))
    photo = _lit(photo, corners, rng, hardship)
    photo, hidden = _with_people(photo, corners, rng, hardship)
    return Photo(_taken(photo, rng, hardship), corners, hidden)


def _aimed(box: Box, size: tuple[int, int], rng: Rng, hardship: Hardship) -> NDArray[np.float64]:
    """The homography from the wall to a photo of (width, height)."""
    left, top, width, height = box
    side = max(width, height)
    to_middle = np.array(
        [[1, 0, -left - width / 2], [0, 1, -top - height / 2], [0, 0, side]]
    ) / side  # fmt: skip
    turn = _rotation(rng, hardship)
    plane = np.column_stack([turn[:, 0], turn[:, 1], (0, 0, _DISTANCE)])
    seen = plane @ to_middle
    outline = _through(seen, _corners_of(box))
    low, high = outline.min(axis=0), outline.max(axis=0)
    wanted = rng.uniform(hardship.least, hardship.most) * min(size)
    zoom = wanted / max(high - low)
    middle = (low + high) / 2 * zoom
    spare = np.maximum(0, (np.array(size) - (high - low) * zoom) / 2)
    place = np.array(size) / 2 + rng.uniform(-0.5, 0.5, 2) * spare - middle
    return np.array([[zoom, 0, place[0]], [0, zoom, place[1]], [0, 0, 1]]) @ seen


def _rotation(rng: Rng, hardship: Hardship) -> NDArray[np.float64]:
    """Slanted toward a direction that is mostly to the side, then rolled."""
    slant = np.radians(hardship.slant * rng.uniform(0, 1))
    toward = rng.choice((0, np.pi)) + rng.normal(0, 0.5)
    about = np.array((-np.sin(toward), np.cos(toward), 0))
    cross = np.array([[0, -about[2], about[1]], [about[2], 0, -about[0]], [-about[1], about[0], 0]])
    tilted = np.eye(3) + np.sin(slant) * cross + (1 - np.cos(slant)) * cross @ cross
    roll = np.radians(hardship.roll * rng.uniform(-1, 1))
    c, s = np.cos(roll), np.sin(roll)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ tilted


def _shown(hanging: Hanging, seen: NDArray[np.float64], size: tuple[int, int]) -> Field:
    """Drawn at twice the size and shrunk, so that far parts are smooth."""
    from sketch2image.core.opencv import cv2

    double = np.diag((2.0, 2.0, 1.0)) @ seen
    large = cv2.warpPerspective(
        hanging.image, double, (2 * size[0], 2 * size[1]),
        flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip
    return np.asarray(cv2.resize(large, size, interpolation=cv2.INTER_AREA), np.float32)


def _lit(photo: Field, corners: Corners, rng: Rng, hardship: Hardship) -> Field:
    """Color of the light, its fall to one side, and lamps mirrored in the varnish."""
    height, width = photo.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    toward = rng.uniform(0, 2 * np.pi)
    across = (np.cos(toward) * (x / width - 0.5) + np.sin(toward) * (y / height - 0.5)).astype(
        np.float32
    )
    light = rng.uniform(0.65, 1.15) * (1 + rng.uniform(0, 0.5) * across)
    tint = 1 + hardship.cast * rng.uniform(-1, 1, 3)
    lit = photo * light[..., None] * tint.astype(np.float32)
    side = float(np.linalg.norm(corners[1] - corners[0]))
    for _ in range(int(rng.integers(1, 4))):
        spot = _inside(corners, rng.uniform(0.1, 0.9, 2))
        wide, high = side * rng.uniform(0.05, 0.22), side * rng.uniform(0.03, 0.12)
        lean = rng.uniform(0, np.pi)
        u = (np.cos(lean) * (x - spot[0]) + np.sin(lean) * (y - spot[1])) / wide
        v = (np.cos(lean) * (y - spot[1]) - np.sin(lean) * (x - spot[0])) / high
        glow = 255 * hardship.glare * rng.uniform(0.2, 1) * np.exp(-(u * u + v * v))
        lit = lit + glow[..., None]
    return lit.astype(np.float32)


def _with_people(
    photo: Field, corners: Corners, rng: Rng, hardship: Hardship
) -> tuple[Field, float]:
    """Heads, shoulders and posts before the picture, up to a share of it that is drawn."""
    from sketch2image.core.opencv import cv2

    inside = np.zeros(photo.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 1)
    area = max(1, int(inside.sum()))
    wanted, before = hardship.hidden * rng.uniform(0, 1), np.zeros_like(inside)
    for _ in range(40):
        things = before.copy()
        _thing(things, corners, rng)
        share = float((things & inside).sum()) / area
        if share > wanted:
            continue
        before = things
        if share > 0.8 * wanted:
            break
    soft = cv2.GaussianBlur(before.astype(np.float32), (0, 0), 1.5)[..., None]
    cloth = rng.uniform(20, 120) + rng.normal(0, 12, 3)
    dark = cloth + rng.normal(0, 4, (*before.shape, 1))
    hidden = float((before & inside).sum()) / area
    return (photo * (1 - soft) + dark.astype(np.float32) * soft).astype(np.float32), hidden


def _thing(mask: NDArray[np.uint8], corners: Corners, rng: Rng) -> None:
    """A head on its shoulders from below, or a post, or a hand at the edge."""
    from sketch2image.core.opencv import cv2

    side = float(np.linalg.norm(corners[1] - corners[0]))
    radius = side * rng.uniform(0.06, 0.22)
    kind = rng.random()
    if kind < 0.6:
        x, y = _inside(corners, np.array((rng.uniform(0, 1), rng.uniform(0.6, 1.0))))
        cv2.ellipse(
            mask, (round(x), round(y)), (round(0.8 * radius), round(radius)), 0, 0, 360, 1, -1
        )
        below = (round(x), round(y + 2.4 * radius))
        cv2.ellipse(mask, below, (round(2 * radius), round(1.5 * radius)), 0, 0, 360, 1, -1)
    elif kind < 0.75:
        x = round(_inside(corners, rng.uniform(0, 1, 2))[0])
        cv2.rectangle(mask, (x, 0), (x + max(2, round(0.3 * radius)), len(mask)), 1, -1)
    else:
        x, y = _inside(corners, np.array((float(rng.integers(2)), rng.uniform(0, 1))))
        cv2.ellipse(mask, (round(x), round(y)), (round(radius), round(0.6 * radius)),
                    float(rng.uniform(0, 180)), 0, 360, 1, -1)  # fmt: skip


def _taken(photo: Field, rng: Rng, hardship: Hardship) -> Image:
    """Blur of lens and hand, noise of the sensor, and the file format."""
    import io

    from PIL import Image as Pictures

    from sketch2image.core.opencv import cv2

    blurred = cv2.GaussianBlur(photo, (0, 0), rng.uniform(0.3, hardship.blur) + 1e-3)
    noisy = blurred + rng.normal(0, hardship.noise * rng.uniform(0.2, 1), blurred.shape)
    pixels = np.clip(noisy, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Pictures.fromarray(pixels).save(file, "JPEG", quality=hardship.quality)
    return np.asarray(Pictures.open(file)).copy()


def _corners_of(box: Box) -> Corners:
    left, top, width, height = box
    right, bottom = left + width, top + height
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def _through(seen: NDArray[np.float64], points: Corners) -> Corners:
    mapped = np.column_stack([points, np.ones(len(points))]) @ seen.T
    return (mapped[:, :2] / mapped[:, 2:]).astype(np.float32)


def _inside(corners: Corners, place: NDArray[np.float64]) -> NDArray[np.float64]:
    """A point by its shares of width and height, 0..1."""
    across, down = place
    top = corners[0] + (corners[1] - corners[0]) * across
    bottom = corners[3] + (corners[2] - corners[3]) * across
    return np.asarray(top + (bottom - top) * down, np.float64)

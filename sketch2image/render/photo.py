"""The photo of a posed scene: traced, lit, then bent to the strokes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.render.fit import Pose
from sketch2image.render.protocol import SIDE
from sketch2image.synth.model import Model
from sketch2image.synth.sdf import Buffers, Light, View, look
from sketch2image.synth.shading import shade
from sketch2image.synth.shapes import Matrix, Shape, rotation

Field = NDArray[np.float32]

_FINEST, _COARSEST = 2.5, 1.6
_DETAIL = 560
_FLOOR_LENGTH = 72
_MARGIN = 0.35
_UPRIGHT = 25
_FADE = 0.25
_SHADOW = 0.8
_LIT = 0.97


@dataclass(frozen=True, eq=False)
class Stage:
    """A posed scene and the window of canvas around it that is traced.

    Traced pictures are neither mirrored nor stretched; `source` leads from canvas to them.

    Attributes:
        model: the scene.
        pose: where it lies.
        turn: (3, 3) from object space to view space.
        scale: traced units per unit of object space, at one traced pixel per canvas pixel.
        low: left and top of the window, in those units, the object's origin at 0.
        size: width and height of the window.
    """

    model: Model
    pose: Pose
    turn: Matrix
    scale: float
    low: tuple[float, float]
    size: tuple[float, float]

    @classmethod
    def of(cls, model: Model, pose: Pose) -> Stage:
        """A window that holds the object and the shadow it casts."""
        turn = rotation(z=-pose.turn if pose.mirror else pose.turn) @ model.turn
        scale = float(np.sqrt(pose.scale[0] * pose.scale[1]))
        low, high = _extent(model.shapes, turn)
        margin = _MARGIN * (high - low).max()
        low, high = (low - margin) * scale, (high + margin) * scale
        size = high - low
        return cls(model, pose, turn, scale, (low[0], low[1]), (size[0], size[1]))

    @property
    def fine(self) -> float:
        """Traced pixels per canvas pixel of a photo: more for a small object."""
        length = max(self.size) / (1 + 2 * _MARGIN)
        return float(np.clip(_DETAIL / length, _COARSEST, _FINEST))

    def view(self, fine: float) -> View:
        """The camera at `fine` pixels per canvas pixel."""
        size = tuple(max(8, round(length * fine)) for length in self.size)
        return View(
            self.turn,
            (size[0], size[1]),
            self.scale * fine,
            (-self.low[0] * fine, -self.low[1] * fine),
        )

    def source(self, canvas: Field) -> Field:
        """Where in the window, at one pixel per canvas pixel, (..., 2) canvas places come from."""
        own = (canvas - self.pose.shift) / self.pose.scale * self.scale
        own = own * (-1 if self.pose.mirror else 1, 1) - self.low
        return own.astype(np.float32)

    def canvas(self, places: Field) -> Field:
        """The inverse of `source`."""
        own = (places + self.low) * (-1 if self.pose.mirror else 1, 1)
        return (own / self.scale * self.pose.scale + self.pose.shift).astype(np.float32)


def outlook(stage: Stage, fine: float) -> Buffers:
    """What the camera sees of a stage, without light."""
    return look(stage.model.shapes, stage.view(fine), threads=1)


@dataclass(frozen=True, eq=False)
class Photo:
    """The window as a picture.

    Attributes:
        fine: its pixels per canvas pixel.
        surface: (H, W, 4) float32 RGB 0..255 of the object times its cover, and the cover 0..1.
        ground: (H, W) float32 brightness 0..1 of the white floor.
    """

    fine: float
    surface: Field
    ground: Field


def photograph(stage: Stage, shapes: tuple[Shape, ...], light: Light, warmth: float) -> Photo:
    """Trace and light the window.

    Args:
        stage: the scene and its pose.
        shapes: the scene's shapes, perhaps in other colors.
        light: the lamp as seen on the canvas.
        warmth: -1 .. 1, see `shade`.
    """
    lamp = _mirrored(light) if stage.pose.mirror else light
    seen = look(shapes, stage.view(stage.fine), lamp, floor=False)
    picture = _shaded(seen, shapes, lamp, warmth)
    cover = _without_stairs(seen.hit.astype(np.float32))
    color = _beyond_edge(picture, seen.hit) * cover[..., None]
    floor = abs(stage.pose.turn) <= _UPRIGHT
    ground = _ground(stage, shapes, lamp, seen.hit.shape) if floor else np.ones_like(cover)
    return Photo(stage.fine, np.dstack([color, cover]).astype(np.float32), ground)


def _shaded(seen: Buffers, shapes: tuple[Shape, ...], lamp: Light, warmth: float) -> Image:
    """`shade` of the part of the window that the object fills, which is quicker; white beyond."""
    picture = np.full((*seen.hit.shape, 3), 255, np.uint8)
    rows, columns = (np.flatnonzero(seen.hit.any(axis=axis)) for axis in (1, 0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    layers = {
        field.name: layer[box]
        for field in fields(seen)
        if isinstance(layer := getattr(seen, field.name), np.ndarray)
    }
    picture[box] = shade(replace(seen, **layers), shapes, lamp, warmth=warmth)
    return picture


def develop(photo: Photo, source: Field, floor_source: Field) -> Image:
    """Lay the window's picture on the canvas.

    Args:
        photo: the window.
        source: (2 x 512, 2 x 512, 2) where each half canvas pixel comes from, in window units.
        floor_source: the same for the floor.

    Returns:
        (512, 512, 3) uint8 on white.
    """
    surface = _laid(photo.surface, source * photo.fine, 0.0)
    ground = _laid(photo.ground, floor_source * photo.fine, 1.0)
    picture = surface[..., :3] + 255 * (ground * (1 - surface[..., 3]))[..., None]
    return np.round(np.clip(picture, 0, 255)).astype(np.uint8)


def _laid(layer: Field, source: Field, beyond: float) -> Field:
    from sketch2image.core.opencv import cv2

    x, y = np.moveaxis(source - np.float32(0.5), -1, 0)
    border = (beyond, beyond, beyond, beyond)
    fine = cv2.remap(layer, x, y, cv2.INTER_LINEAR, borderValue=border)
    return np.asarray(cv2.resize(fine, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float32)


def _without_stairs(cover: Field) -> Field:
    from sketch2image.core.opencv import cv2

    soft = np.asarray(cv2.GaussianBlur(cover, (0, 0), 1.1), np.float32)
    return np.clip((soft - 0.5) * 1.8 + 0.5, 0, 1)


def _beyond_edge(picture: Image, hit: NDArray[np.bool_]) -> Field:
    """The object's colors, carried on a little past its outline."""
    from sketch2image.core.opencv import cv2

    inside = hit.astype(np.float32)
    weight = np.asarray(cv2.GaussianBlur(inside, (0, 0), 1.5))[..., None] + 1e-4
    spread = np.asarray(cv2.GaussianBlur(picture * inside[..., None], (0, 0), 1.5)) / weight
    return np.where(hit[..., None], picture, spread).astype(np.float32)


def _extent(shapes: tuple[Shape, ...], turn: Matrix) -> tuple[NDArray[np.float64], ...]:
    """Left top and right bottom of the object on the screen, y down, in object units."""
    probe = look(shapes, View(turn, (64, 64), 18.0, (32.0, 32.0)), threads=1)
    rows, columns = np.nonzero(probe.hit)
    low = np.array([columns.min() - 1, rows.min() - 1])
    high = np.array([columns.max() + 2, rows.max() + 2])
    return (low - 32) / 18, (high - 32) / 18


def _mirrored(light: Light) -> Light:
    x, y, z = light.toward
    return replace(light, toward=(-x, y, z))


def _ground(stage: Stage, shapes: tuple[Shape, ...], lamp: Light, shape: tuple[int, ...]) -> Field:
    """Brightness of the floor, traced coarsely since its shadows are soft.

    White throughout where the floor is seen from below or turned away from the lamp.
    """
    from sketch2image.core.opencv import cv2

    seen = look(shapes, stage.view(_FLOOR_LENGTH / max(stage.size)), lamp)
    bright = (0.72 + 0.28 * seen.shadow) * (0.55 + 0.45 * seen.ambient)
    known = (~seen.hit).astype(np.float32)
    spread = cv2.GaussianBlur(known, (0, 0), 1.5) + 1e-4
    if np.median(bright[[0, -1]]) < _LIT:
        return np.ones(shape, np.float32)
    filled = cv2.GaussianBlur(bright * known, (0, 0), 1.5) / spread
    bright = np.where(seen.hit, filled, bright)
    soft = cv2.GaussianBlur(1 - _SHADOW * (1 - bright) * _fade(bright.shape), (0, 0), 0.7)
    size = (shape[1], shape[0])
    bright = cv2.resize(soft.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(bright, 0, 1), np.float32)


def _fade(shape: tuple[int, ...]) -> Field:
    """1 in the middle, 0 at the window's edge, so that no shadow is cut off."""
    ramps = [np.clip(np.minimum(t, 1 - t) / _FADE, 0, 1) for t in (
        (np.arange(length) + 0.5) / length for length in shape
    )]  # fmt: skip
    rise = [ramp * ramp * (3 - 2 * ramp) for ramp in ramps]
    return np.asarray(rise[0][:, None] * rise[1], np.float32)

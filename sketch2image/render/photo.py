"""The photo of a posed scene: traced, lit, then bent to the strokes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.render.camera import Silhouette, silhouette, snapshot
from sketch2image.render.fit import Pose
from sketch2image.render.grain import GRAINS, grained
from sketch2image.render.protocol import SIDE
from sketch2image.synth.model import Model
from sketch2image.synth.sdf import Light, View, look
from sketch2image.synth.shading import shade
from sketch2image.synth.shapes import Matrix, Shape, rotation

Field = NDArray[np.float32]

_FINEST, _COARSEST = 2.0, 1.25
_DETAIL = 420
_FLOOR_LENGTH = 72
_MARGIN, _CLOSE_MARGIN = 0.35, 0.02
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
        return self._view(fine, 0.0)

    def close_view(self, fine: float) -> tuple[View, float]:
        """The camera on the object alone, and the border of the window that it leaves out."""
        border = (_MARGIN - _CLOSE_MARGIN) / (1 + 2 * _MARGIN) * max(self.size)
        border = round(border * fine) / fine
        return self._view(fine, border), border

    def _view(self, fine: float, border: float) -> View:
        width, height = (max(8, round((length - 2 * border) * fine)) for length in self.size)
        left, top = (-(low + border) * fine for low in self.low)
        return View(self.turn, (width, height), self.scale * fine, (left, top))

    def source(self, canvas: Field) -> Field:
        """Where in the window, at one pixel per canvas pixel, (..., 2) canvas places come from."""
        own = (canvas - self.pose.shift) / self.pose.scale * self.scale
        own = own * (-1 if self.pose.mirror else 1, 1) - self.low
        return own.astype(np.float32)

    def canvas(self, places: Field) -> Field:
        """The inverse of `source`."""
        own = (places + self.low) * (-1 if self.pose.mirror else 1, 1)
        return (own / self.scale * self.pose.scale + self.pose.shift).astype(np.float32)


def outlook(stage: Stage, fine: float) -> Silhouette:
    """What the camera sees of a stage, without light."""
    return silhouette(stage.model.shapes, stage.view(fine))


@dataclass(frozen=True, eq=False)
class Photo:
    """The window as a picture.

    Attributes:
        fine: pixels of the surface per canvas pixel.
        border: how far within the window the surface begins, in canvas pixels.
        surface: (H, W, 4) float32 RGB 0..255 of the object times its cover, and the cover 0..1.
        floor_fine: pixels of the ground per canvas pixel.
        ground: (H', W') float32 brightness 0..1 of the white floor, the whole window.
    """

    fine: float
    border: float
    surface: Field
    floor_fine: float
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
    view, border = stage.close_view(stage.fine)
    seen = snapshot(shapes, view, lamp)
    picture = shade(seen, shapes, lamp, warmth=warmth, even=True)
    picture = picture.astype(np.float32)
    if stage.model.name in GRAINS:
        picture = grained(picture, seen, shapes, GRAINS[stage.model.name], view.scale)
    cover = _without_stairs(seen.hit.astype(np.float32))
    color = _beyond_edge(_soft_seams(picture, seen.shape), seen.hit) * cover[..., None]
    surface = np.dstack([color, cover]).astype(np.float32)
    floor_fine = _FLOOR_LENGTH / max(stage.size)
    return Photo(stage.fine, border, surface, floor_fine, _ground(stage, shapes, lamp, floor_fine))


def develop(photo: Photo, source: Field, floor_source: Field) -> Image:
    """Lay the window's picture on the canvas.

    Args:
        photo: the window.
        source: (G, G, 2) where places of the canvas come from, in window units, on a grid of evenly
            spread cells.
        floor_source: the same for the floor.

    Returns:
        (512, 512, 3) uint8 on white.
    """
    from sketch2image.core.opencv import cv2

    surface = _laid(photo.surface, (source - photo.border) * photo.fine, SIDE, 0.0)
    ground = _laid(photo.ground, floor_source * photo.floor_fine, SIDE // 2, 1.0)
    ground = cv2.resize(ground, (SIDE, SIDE))
    picture = surface[..., :3] + 255 * (ground * (1 - surface[..., 3]))[..., None]
    return np.round(np.clip(picture, 0, 255)).astype(np.uint8)


def _laid(layer: Field, source: NDArray[np.floating], side: int, beyond: float) -> Field:
    from sketch2image.core.opencv import cv2

    x, y = cv2.split(cv2.resize(source.astype(np.float32) - np.float32(0.5), (side, side)))
    method = cv2.INTER_LINEAR if layer.ndim == 3 else cv2.INTER_CUBIC
    border = (beyond, beyond, beyond, beyond)
    return np.asarray(cv2.remap(layer, x, y, method, borderValue=border), np.float32)


def _without_stairs(cover: Field) -> Field:
    from sketch2image.core.opencv import cv2

    soft = np.asarray(cv2.GaussianBlur(cover, (0, 0), 1.1), np.float32)
    return np.clip((soft - 0.5) * 1.5 + 0.5, 0, 1)


def _soft_seams(picture: Field, shape: NDArray[np.int16]) -> Field:
    """The picture without stairs where two shapes meet."""
    from sketch2image.core.opencv import cv2

    seam = np.zeros(shape.shape, np.float32)
    seam[:, 1:] = (shape[:, 1:] != shape[:, :-1]) & (shape[:, 1:] >= 0) & (shape[:, :-1] >= 0)
    down = (shape[1:] != shape[:-1]) & (shape[1:] >= 0) & (shape[:-1] >= 0)
    seam[1:] = np.maximum(seam[1:], down)
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.0))
    share = np.clip(2.5 * np.asarray(cv2.GaussianBlur(seam, (0, 0), 1.0)), 0, 1)
    return (picture + (soft - picture) * share[..., None]).astype(np.float32)


def _beyond_edge(picture: Field, hit: NDArray[np.bool_]) -> Field:
    """The object's colors, carried on a little past its outline."""
    from sketch2image.core.opencv import cv2

    inside = hit.astype(np.float32)
    weight = np.asarray(cv2.GaussianBlur(inside, (0, 0), 1.5))[..., None] + 1e-4
    spread = np.asarray(cv2.GaussianBlur(picture * inside[..., None], (0, 0), 1.5)) / weight
    return np.where(hit[..., None], picture, spread).astype(np.float32)


def _extent(shapes: tuple[Shape, ...], turn: Matrix) -> tuple[NDArray[np.float64], ...]:
    """Left top and right bottom of the object on the screen, y down, in object units."""
    probe = silhouette(shapes, View(turn, (64, 64), 18.0, (32.0, 32.0)))
    rows, columns = np.nonzero(probe.hit)
    low = np.array([columns.min() - 1, rows.min() - 1])
    high = np.array([columns.max() + 2, rows.max() + 2])
    return (low - 32) / 18, (high - 32) / 18


def _mirrored(light: Light) -> Light:
    x, y, z = light.toward
    return replace(light, toward=(-x, y, z))


def _ground(stage: Stage, shapes: tuple[Shape, ...], lamp: Light, fine: float) -> Field:
    """Brightness of the floor, traced coarsely since its shadows are soft.

    White throughout where the pose is tipped over, or the floor seen from below or turned away from
    the lamp.
    """
    from sketch2image.core.opencv import cv2

    view = stage.view(fine)
    white = np.ones(view.size[::-1], np.float32)
    if abs(stage.pose.turn) > _UPRIGHT:
        return white
    seen = look(shapes, view, lamp)
    bright = (0.72 + 0.28 * seen.shadow) * (0.55 + 0.45 * seen.ambient)
    if np.median(bright[[0, -1]]) < _LIT:
        return white
    known = (~seen.hit).astype(np.float32)
    spread = cv2.GaussianBlur(known, (0, 0), 1.5) + 1e-4
    filled = cv2.GaussianBlur(bright * known, (0, 0), 1.5) / spread
    bright = np.where(seen.hit, filled, bright)
    soft = cv2.GaussianBlur(1 - _SHADOW * (1 - bright) * _fade(bright.shape), (0, 0), 0.7)
    return np.asarray(np.clip(soft, 0, 1), np.float32)


def _fade(shape: tuple[int, ...]) -> Field:
    """1 in the middle, 0 at the window's edge, so that no shadow is cut off."""
    ramps = [np.clip(np.minimum(t, 1 - t) / _FADE, 0, 1) for t in (
        (np.arange(length) + 0.5) / length for length in shape
    )]  # fmt: skip
    rise = [ramp * ramp * (3 - 2 * ramp) for ramp in ramps]
    return np.asarray(rise[0][:, None] * rise[1], np.float32)

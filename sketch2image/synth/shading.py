"""From buffers to a picture that looks like a product photo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image
from sketch2image.synth.sdf import Buffers, Light, kernel
from sketch2image.synth.shapes import Color, Material, Shape

Field = NDArray[np.float32]
Ground = Color | Field

_FACET = 0.008
_SHALLOW = 0.3


def shade(
    buffers: Buffers,
    shapes: Sequence[Shape],
    light: Light,
    ground: Ground = (1.0, 1.0, 1.0),
    warmth: float = 0.0,
    even: bool = False,
) -> Image:
    """Light the buffers.

    Args:
        buffers: from `sdf.look` with the same shapes and light.
        shapes: the scene.
        light: the lamp.
        ground: RGB 0..1 of floor and background, one for all or (H, W, 3).
        warmth: -1 (blue) .. 1 (golden) tint of the lamp.
        even: whether the normals are already without facets.

    Returns:
        (H, W, 3) uint8.
    """
    return developed(radiance(buffers, shapes, light, ground, warmth, even))


def radiance(
    buffers: Buffers,
    shapes: Sequence[Shape],
    light: Light,
    ground: Ground,
    warmth: float,
    even: bool = False,
) -> Field:
    """Like `shade`, but (H, W, 3) float32 0..1."""
    picture = np.empty((*buffers.part.shape, 3), np.float32)
    hit = buffers.hit
    picture[~hit] = _ground(buffers, light, np.asarray(ground, np.float32))[~hit]
    normal = (buffers.normal if even else without_facets(buffers.normal))[hit]
    picture[hit] = _surface(buffers, shapes, light, hit, warmth, normal)
    return np.clip(picture, 0, 1)


def developed(picture: Field) -> Image:
    """Colors 0..1 as (H, W, 3) uint8."""
    return np.round(picture * 255).astype(np.uint8)


def _ground(buffers: Buffers, light: Light, color: Field) -> Field:
    turned_away = not buffers.shadow[~buffers.hit].any()
    depth = 0.28 * light.strength
    shadow = 1.0 if turned_away else 1 - depth + depth * buffers.shadow
    contact = 0.55 + 0.45 * buffers.ambient
    return color * np.minimum(1, shadow * contact)[..., None]


def _surface(
    buffers: Buffers,
    shapes: Sequence[Shape],
    light: Light,
    hit: NDArray[np.bool_],
    warmth: float,
    normal: NDArray[np.float32],
) -> NDArray[np.float32]:
    ambient, shadow = buffers.ambient[hit], buffers.shadow[hit]
    albedo, gloss, glow = _albedo(buffers, shapes, hit)
    toward = light.unit.astype(np.float32)
    half = toward + np.array([0, 0, 1], np.float32)
    half = half / np.linalg.norm(half)
    facing = np.clip(normal[:, 2], 0, 1)
    lamp = np.clip(normal @ toward, 0, 1) * shadow
    sky = (0.62 + 0.2 * normal[:, 1] + 0.18 * facing) * (0.35 + 0.65 * ambient)
    tint = np.array([1 + 0.1 * warmth, 1.0, 1 - 0.12 * warmth], np.float32)
    power = 0.62 * light.strength
    lit = albedo * ((0.97 - 0.5 * power) * sky[:, None] + power * lamp[:, None] * tint)
    shine = np.clip(normal @ half.astype(np.float32), 0, 1) ** (10 + 90 * gloss)
    rim = (1 - facing) ** 4 * 0.25 * ambient
    lit += (gloss * (0.65 * shine * (0.3 + 0.7 * shadow) + rim))[:, None]
    return (lit + albedo * glow[:, None]).astype(np.float32)


def without_facets(normal: NDArray[np.float32]) -> NDArray[np.float32]:
    """Normals smoothed over the shallow edges of outlines and tubes, not over sharp ones."""
    from sketch2image.core.opencv import cv2

    reach = _FACET * min(normal.shape[:2])
    smooth = np.asarray(
        cv2.bilateralFilter(np.ascontiguousarray(normal), -1, _SHALLOW, reach), np.float32
    )
    length = np.linalg.norm(smooth, axis=2, keepdims=True).astype(np.float32)
    return smooth / np.maximum(length, np.float32(1e-6))


def _albedo(
    buffers: Buffers, shapes: Sequence[Shape], hit: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], Field, Field]:
    index = buffers.shape[hit]
    position = buffers.position[hit]
    albedo = np.zeros((len(index), 3), np.float32)
    gloss = np.zeros(len(index), np.float32)
    glow = np.zeros(len(index), np.float32)
    order = np.argsort(index, kind="stable")
    found, starts = np.unique(index[order], return_index=True)
    for i, mine in zip(found.tolist(), np.split(order, starts[1:]), strict=True):
        shape = shapes[i]
        own = (position[mine] - np.asarray(shape.center, np.float32)) @ shape.rotation
        albedo[mine] = paint(shape.material, own.astype(np.float32))
        gloss[mine], glow[mine] = shape.material.gloss, shape.material.glow
    return albedo, gloss, glow


def paint(material: Material, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Color of a material at (N, 3) points in the shape's own axes; (N, 3) RGB 0..1."""
    marks = _PATTERNS[material.pattern](points, material.scale)[:, None]
    first = np.asarray(material.color, np.float32)
    grain = 1 + 0.05 * (noise(points * 9) - 0.5) + 0.05 * (noise(points * 31) - 0.5)
    color = first + (np.asarray(material.second, np.float32) - first) * marks
    return (color * grain[:, None]).astype(np.float32)


def noise(points: NDArray[np.float32]) -> Field:
    """Smooth value noise at (N, 3) points, 0..1."""
    total = np.zeros(len(points), np.float32)
    kernel().value_noise(np.ascontiguousarray(points), total)
    return total


def _plain(points: NDArray[np.float32], _: float) -> Field:
    return np.zeros(len(points), np.float32)


def _spots(points: NDArray[np.float32], scale: float) -> Field:
    return _step(noise(points * scale), 0.62, 0.68)


def _speckle(points: NDArray[np.float32], scale: float) -> Field:
    return _step(noise(points * scale), 0.45, 0.85)


def _stripes(points: NDArray[np.float32], scale: float) -> Field:
    return _step(np.sin(points[:, 1] * scale * 2 * np.pi), -0.15, 0.15)


def _gradient(points: NDArray[np.float32], scale: float) -> Field:
    return np.clip(0.5 + points[:, 1] * scale, 0, 1).astype(np.float32)


def _rings(points: NDArray[np.float32], scale: float) -> Field:
    return _step(np.sin(np.hypot(points[:, 0], points[:, 2]) * scale * 2 * np.pi), -0.3, 0.3)


def _wood(points: NDArray[np.float32], scale: float) -> Field:
    wavy = points[:, 0] + 0.25 * noise(points * 2) + 0.08 * noise(points * 7)
    return (0.5 + 0.5 * np.sin(wavy * scale * 2 * np.pi)).astype(np.float32)


def _step(value: NDArray[np.float32], low: float, high: float) -> Field:
    t = np.clip((value - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


_PATTERNS: dict[str, Callable[[NDArray[np.float32], float], Field]] = {
    "plain": _plain,
    "spots": _spots,
    "speckle": _speckle,
    "stripes": _stripes,
    "gradient": _gradient,
    "rings": _rings,
    "wood": _wood,
}

"""What a product photo stands on: plain paper, or a table top with a texture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.synth.choices import Wish
from sketch2image.synth.sdf import View, floor_of
from sketch2image.synth.shapes import Color, Shape

Field = NDArray[np.float32]
Rng = np.random.Generator

SIDE = 640
"""Pixels of a tile of texture; it covers `SPAN` units of the scene and is mirrored beyond."""

SPAN = 3.4
_TEXTURED = 0.5
"""Share of mixed grounds that are not plain."""

_WHITE: Color = (1.0, 1.0, 1.0)
_PLAIN: tuple[Color, ...] = (
    _WHITE, _WHITE, _WHITE, (0.97, 0.97, 0.97), (0.93, 0.94, 0.95), (0.99, 0.97, 0.92),
    (0.88, 0.92, 0.95), (0.96, 0.90, 0.88), (0.90, 0.93, 0.87),
)  # fmt: skip
_WALLS: tuple[Color, ...] = (
    (0.95, 0.94, 0.92), (0.88, 0.91, 0.93), (0.93, 0.89, 0.84), (0.86, 0.89, 0.85),
    (0.80, 0.82, 0.85),
)  # fmt: skip
_LOWEST_LOOK = 26.0
_HORIZON_BELOW = 26.0
_RISE = (0.1, 0.3)
_FARAWAY = 0.3
"""Degrees: a table is never shown flatter, and ends before a wall when seen lower than this. Its
end lies so far above the object's foot, in heights of the picture; it shrinks so much toward it."""


@dataclass(frozen=True)
class Texture:
    """A kind of table top.

    Attributes:
        tile: from base color to a (SIDE, SIDE, 3) tile, RGB 0..1.
        colors: base colors.
        lean: degrees by which it lies turned at most, from straight on.
        words: what prompts call it.
    """

    tile: Callable[[Field, Rng], Field]
    colors: tuple[Color, ...]
    lean: float
    words: str


@dataclass(frozen=True, eq=False)
class Ground:
    """What an object stands on and what is behind it.

    Attributes:
        picture: (H, W, 3) RGB 0..1, without the object and its shadow.
        words: as the prompt names it.
    """

    picture: Field
    words: str


def laid(shapes: Sequence[Shape], view: View, rng: Rng, wish: Wish = Wish.mixed) -> Ground:
    """The ground of a scene as `view` sees it.

    Args:
        shapes: the scene that stands on it.
        view: the camera.
        rng: decides kind, color and place of the texture.
        wish: which kinds it may be.
    """
    textured = rng.random() < _TEXTURED
    if wish is Wish.white or (wish is Wish.mixed and not textured):
        return _plain(view, rng, wish)
    name = tuple(TEXTURES)[rng.integers(len(TEXTURES))]
    return Ground(_table(TEXTURES[name], shapes, view, rng), f"{TEXTURES[name].words} background")


def _plain(view: View, rng: Rng, wish: Wish) -> Ground:
    color = _WHITE if wish is Wish.white else _PLAIN[rng.integers(len(_PLAIN))]
    picture = np.full((view.size[1], view.size[0], 3), color, np.float32)
    if color == _WHITE:
        return Ground(picture, "white background")
    return Ground(_lit(picture, rng), "plain background")


def _table(texture: Texture, shapes: Sequence[Shape], view: View, rng: Rng) -> Field:
    base = np.asarray(texture.colors[rng.integers(len(texture.colors))], np.float32)
    tile = texture.tile(base * np.float32(rng.uniform(0.94, 1.03)), rng)
    turn = 90.0 * rng.integers(2) + rng.uniform(-texture.lean, texture.lean)
    place = rng.uniform(0, SIDE, 2)
    wall = np.asarray(_WALLS[rng.integers(len(_WALLS))], np.float32)
    rise = rng.uniform(*_RISE)
    up, lowest = floor_of(shapes, view.turn)
    pitch = float(np.degrees(np.arcsin(np.clip(up[2], -1, 1))))
    foot = view.center[1] - up[1] * lowest * view.scale
    horizon = foot - rise * view.size[1] if pitch < _HORIZON_BELOW else None
    top = _seen(tile, view, (pitch, foot, horizon), turn, place)
    return _lit(top if horizon is None else _before(top, wall, horizon), rng)


def _seen(
    tile: Field,
    view: View,
    look: tuple[float, float, float | None],
    turn: float,
    place: NDArray[np.float64],
) -> Field:
    """The tile as seen from `look`: pitch in degrees, rows of the object's foot and horizon."""
    from sketch2image.core.opencv import cv2

    pitch, foot, horizon = look
    width, height = view.size
    steep = np.sin(np.radians(max(pitch, _LOWEST_LOOK)))
    x = (np.arange(width) - view.center[0]) / view.scale
    y = (foot - np.arange(height)) / view.scale
    end = (foot - (0.0 if horizon is None else horizon)) / view.scale
    farther = _FARAWAY * np.cos(np.radians(pitch))
    away = 1 / (1 - farther * np.minimum(y / max(end, 0.2), 1.0))
    u = x[None, :] * away[:, None]
    v = np.broadcast_to((y * away / steep)[:, None], u.shape)
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    per_unit = SIDE / SPAN
    column = (c * u - s * v) * per_unit + place[0]
    row = (s * u + c * v) * per_unit + place[1]
    softer = max(0.3, 0.45 * per_unit / view.scale)
    blurred = cv2.GaussianBlur(tile, (0, 0), softer, borderType=cv2.BORDER_REFLECT)
    return np.asarray(
        cv2.remap(blurred, column.astype(np.float32), row.astype(np.float32),
                  cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT),
        np.float32,
    )  # fmt: skip


def _before(top: Field, wall: Field, horizon: float) -> Field:
    """A table top that ends at the row `horizon`, out of focus, with a wall behind it."""
    from sketch2image.core.opencv import cv2

    height = len(top)
    rows = np.arange(height, dtype=np.float32)[:, None, None]
    soft = np.float32(0.012 * height)
    share = 1 / (1 + np.exp(np.clip((horizon - rows) / soft, -60, 60)))
    reach = max(3, round(0.06 * height))
    far = cv2.blur(top, (reach, reach))
    focus = np.clip((rows - horizon) / (0.25 * height), 0, 1)
    near = focus * top + (1 - focus) * np.asarray(far)
    shade = 1 - 0.1 * (rows / max(horizon, 1)) ** 2
    return (share * near + (1 - share) * wall * shade).astype(np.float32)


def _lit(picture: Field, rng: Rng) -> Field:
    """A pool of light somewhere, and less of it toward the corners."""
    height, width = picture.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :] - np.float32(rng.uniform(-0.5, 0.5))
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None] - np.float32(rng.uniform(-0.5, 0.3))
    fall = 1 - np.float32(rng.uniform(0.02, 0.09)) * (x * x + y * y)
    return np.clip(picture * fall[..., None], 0, 1).astype(np.float32)


def _cloud(rng: Rng, rows: int, columns: int) -> Field:
    """(SIDE, SIDE) smooth noise around 0 with about so many bumps each way."""
    from sketch2image.core.opencv import cv2

    lattice = rng.standard_normal((rows, columns)).astype(np.float32)
    return np.asarray(cv2.resize(lattice, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), np.float32)


def _clouds(rng: Rng, *sizes: int) -> Field:
    """Noise of several sizes, the first ones strongest."""
    layers = np.stack([_cloud(rng, n, n) / np.float32(i + 1) for i, n in enumerate(sizes)])
    return np.asarray(layers.sum(axis=0), np.float32)


def _toned(base: Field, tone: NDArray[np.floating]) -> Field:
    """The base color, brighter or darker by `tone`, (SIDE, SIDE) around 0."""
    return np.clip(base * (1 + tone[..., None]), 0, 1).astype(np.float32)


def _axis() -> Field:
    return np.arange(SIDE, dtype=np.float32)


def _line(distance: Field, width: float) -> Field:
    """1 on a line, 0 beyond `width` pixels from it."""
    return np.clip(1 - distance / width, 0, 1)


def _planks(base: Field, rng: Rng) -> Field:
    width = SIDE / rng.integers(5, 10)
    number = (_axis() // width).astype(int)
    tones = rng.uniform(-0.09, 0.09, number.max() + 1).astype(np.float32)[number]
    grain = 0.05 * _cloud(rng, 7, 200) + 0.035 * _cloud(rng, 14, 420)
    rings = np.sin(_axis()[None, :] / 9 + 3.0 * _cloud(rng, 4, 12)) * 0.03
    inside = _axis() % width
    seam = 0.45 * _line(np.minimum(inside, width - inside), 2.5)
    return _toned(base, tones[None, :] + grain + rings - seam[None, :])


def _cloth(base: Field, rng: Rng) -> Field:
    threads = 2 * np.pi * _axis() / rng.uniform(9, 14)
    over = np.sin(threads)[None, :] * np.sin(threads)[:, None]
    slub = 0.035 * _cloud(rng, 300, 40) + 0.035 * _cloud(rng, 40, 300)
    folds = 0.05 * _cloud(rng, 4, 3)
    return _toned(base, 0.06 * over + slub + folds)


def _checked(base: Field, rng: Rng) -> Field:
    width = int(rng.integers(60, 110))
    band = ((_axis() // width) % 2).astype(np.float32)
    both = (band[None, :] + band[:, None]) / 2
    paint = 1 - both[..., None] * (1 - base)
    return (paint * _cloth(np.ones(3, np.float32), rng)).astype(np.float32)


def _marble(base: Field, rng: Rng) -> Field:
    drift = _clouds(rng, 4, 9, 20)
    veins = np.exp(-np.abs(_clouds(rng, 5, 11, 26) + 0.4 * drift) * 9)
    return _toned(base, 0.04 * drift - 0.28 * veins * np.clip(0.6 + 0.5 * _cloud(rng, 6, 6), 0, 1))


def _concrete(base: Field, rng: Rng) -> Field:
    pores = np.clip(_cloud(rng, 130, 130) - 2.0, 0, 1)
    return _toned(
        base, 0.045 * _clouds(rng, 5, 14, 50) + 0.03 * _cloud(rng, 320, 320) - 0.3 * pores
    )


def _paper(base: Field, rng: Rng) -> Field:
    fibers = 0.02 * _cloud(rng, 320, 160) + 0.02 * _cloud(rng, 160, 320)
    return _toned(base, fibers + 0.015 * _clouds(rng, 5, 12))


def _tiles(base: Field, rng: Rng) -> Field:
    width = SIDE / rng.integers(4, 8)
    number = (_axis() // width).astype(int)
    tones = rng.uniform(-0.05, 0.05, (number.max() + 1,) * 2).astype(np.float32)
    inside = _axis() % width
    joint = _line(np.minimum(inside, width - inside), 4.0)
    joints = np.maximum(joint[None, :], joint[:, None])
    tone = tones[number][:, number] + 0.02 * _clouds(rng, 8, 30)
    grout = np.float32(0.82) * np.ones(3, np.float32)
    share = joints[..., None]
    return (_toned(base, tone) * (1 - share) + grout * share * base.mean()).astype(np.float32)


def _terrazzo(base: Field, rng: Rng) -> Field:
    chips = [np.clip((_cloud(rng, 60, 60) - 1.1) * 3, 0, 1)[..., None] for _ in range(3)]
    paints = np.array([[0.55, 0.5, 0.47], [0.8, 0.62, 0.5], [0.6, 0.66, 0.68]], np.float32)
    picture = _toned(base, 0.02 * _clouds(rng, 6, 40))
    for chip, paint in zip(chips, paints, strict=True):
        picture = picture * (1 - 0.6 * chip) + paint * 0.6 * chip
    return picture.astype(np.float32)


TEXTURES: dict[str, Texture] = {
    "planks": Texture(
        _planks, ((0.80, 0.66, 0.49), (0.70, 0.53, 0.37), (0.86, 0.77, 0.64), (0.52, 0.38, 0.27)),
        14, "wooden",
    ),
    "cloth": Texture(
        _cloth, ((0.90, 0.87, 0.80), (0.78, 0.83, 0.88), (0.86, 0.78, 0.74), (0.74, 0.79, 0.72)),
        40, "cloth",
    ),
    "checked": Texture(
        _checked, ((0.78, 0.86, 0.94), (0.94, 0.80, 0.78), (0.83, 0.90, 0.80)), 30, "checked cloth"
    ),
    "marble": Texture(
        _marble, ((0.95, 0.94, 0.93), (0.89, 0.90, 0.91), (0.93, 0.90, 0.86)), 45, "marble"
    ),
    "concrete": Texture(_concrete, ((0.76, 0.75, 0.73), (0.66, 0.67, 0.68)), 45, "concrete"),
    "paper": Texture(
        _paper, ((0.80, 0.69, 0.55), (0.95, 0.93, 0.88), (0.82, 0.88, 0.90), (0.93, 0.84, 0.82)),
        45, "paper",
    ),
    "tiles": Texture(
        _tiles, ((0.92, 0.92, 0.90), (0.80, 0.86, 0.87), (0.90, 0.85, 0.78)), 20, "tiled"
    ),
    "terrazzo": Texture(_terrazzo, ((0.92, 0.90, 0.87), (0.86, 0.87, 0.87)), 45, "terrazzo"),
}  # fmt: skip
"""Table tops by name."""

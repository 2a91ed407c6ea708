"""Solid shapes and materials that scenes are built of.

Object space: x to the right, y up, z toward the viewer; a scene fits roughly into -1..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Vector = Sequence[float]
Matrix = NDArray[np.float64]
Color = tuple[float, float, float]


class Kind(IntEnum):
    """Which distance formula a shape uses; the kernel switches on the number."""

    capsule = 0
    ellipsoid = 1
    box = 2
    torus = 3
    lathe = 4
    prism = 5


class Op(IntEnum):
    """How a shape joins what was built before it."""

    union = 0
    subtract = 1
    intersect = 2


@dataclass(frozen=True)
class Material:
    """How a surface looks.

    Attributes:
        color: RGB 0..1, as seen in neutral light.
        second: colour of the pattern's marks.
        pattern: "plain", "spots", "stripes" (across y), "speckle", "gradient" (along y), "rings"
            (around the y axis, in the xz plane) or "wood".
        scale: marks per unit of length.
        gloss: 0 (chalk) .. 1 (varnish).
        glow: light the surface adds by itself, 0..1.
    """

    color: Color
    second: Color = (0.0, 0.0, 0.0)
    pattern: str = "plain"
    scale: float = 8.0
    gloss: float = 0.25
    glow: float = 0.0


@dataclass(frozen=True, eq=False)
class Shape:
    """One solid. Make it with the functions below.

    Attributes:
        kind: distance formula.
        center: position in object space.
        rotation: (3, 3) from the shape's own axes to object space.
        numbers: what the formula needs, at most 8.
        reach: radius of a sphere round `center` that holds the shape.
        material: its look.
        part: outline group. Borders between visible groups become lines of the drawing.
        blend: width of the smooth seam with what was built before, 0 for a sharp one.
        op: union, subtract or intersect.
        outline: (N, 2) polygon for lathe and prism.
    """

    kind: Kind
    center: Vector
    rotation: Matrix
    numbers: tuple[float, ...]
    reach: float
    material: Material
    part: str
    blend: float = 0.0
    op: Op = Op.union
    outline: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))

    def moved(self, offset: Vector) -> Shape:
        """The same shape elsewhere."""
        return replace(self, center=tuple(np.add(self.center, offset)))

    def turned(self, rotation: Matrix, about: Vector = (0, 0, 0)) -> Shape:
        """The same shape, turned about a point by a (3, 3) rotation."""
        arm = np.subtract(self.center, about)
        center = tuple(np.add(about, rotation @ arm))
        return replace(self, center=center, rotation=rotation @ self.rotation)

    def cut(self) -> Shape:
        """The same shape as a hole in what was built before it."""
        return replace(self, op=Op.subtract)


def rotation(x: float = 0, y: float = 0, z: float = 0) -> Matrix:
    """(3, 3) rotation by degrees: first about z, then x, then y."""
    (cx, cy, cz), (sx, sy, sz) = np.cos(np.radians([x, y, z])), np.sin(np.radians([x, y, z]))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_y @ about_x @ about_z


_STRAIGHT = np.eye(3)


def capsule(
    a: Vector, b: Vector, ra: float, rb: float, material: Material, part: str, blend: float = 0.0
) -> Shape:
    """A round-ended cone from `a` (radius `ra`) to `b` (radius `rb`)."""
    middle = np.add(a, b) / 2
    half = np.subtract(b, a) / 2
    reach = float(np.linalg.norm(half)) + max(ra, rb)
    numbers = (*half.tolist(), ra, rb)
    return Shape(Kind.capsule, middle.tolist(), _STRAIGHT, numbers, reach, material, part, blend)


def ellipsoid(
    center: Vector,
    radii: Vector,
    material: Material,
    part: str,
    blend: float = 0.0,
    turn: Matrix = _STRAIGHT,
) -> Shape:
    """An ellipsoid with three radii along its own axes."""
    numbers = tuple(map(float, radii))
    return Shape(Kind.ellipsoid, center, turn, numbers, max(numbers), material, part, blend)


def box(
    center: Vector,
    half: Vector,
    material: Material,
    part: str,
    rounding: float = 0.02,
    blend: float = 0.0,
    turn: Matrix = _STRAIGHT,
) -> Shape:
    """A box with half-sizes `half`, its edges rounded inside them by `rounding`."""
    numbers = (*map(float, half), rounding)
    reach = float(np.linalg.norm(half))
    return Shape(Kind.box, center, turn, numbers, reach, material, part, blend)


def torus(
    center: Vector,
    ring: float,
    tube: float,
    material: Material,
    part: str,
    blend: float = 0.0,
    turn: Matrix = _STRAIGHT,
) -> Shape:
    """A ring in its own xz plane: `ring` to the middle of a tube of radius `tube`."""
    return Shape(
        Kind.torus, center, turn, (ring, tube), ring + tube, material, part, blend
    )  # fmt: skip


def lathe(
    profile: Sequence[tuple[float, float]],
    center: Vector,
    material: Material,
    part: str,
    rounding: float = 0.01,
    blend: float = 0.0,
    turn: Matrix = _STRAIGHT,
) -> Shape:
    """A closed polygon of (radius, y) points turned round the shape's own y axis."""
    outline = np.asarray(profile, float)
    reach = float(np.linalg.norm(outline, axis=1).max()) + rounding
    return Shape(
        Kind.lathe, center, turn, (rounding,), reach, material, part, blend, outline=outline
    )


def prism(
    outline: Sequence[tuple[float, float]],
    depth: float,
    center: Vector,
    material: Material,
    part: str,
    rounding: float = 0.01,
    blend: float = 0.0,
    turn: Matrix = _STRAIGHT,
) -> Shape:
    """A polygon in its own xy plane, `depth` thick along z, grown by `rounding` all round."""
    polygon = np.asarray(outline, float)
    reach = float(np.hypot(np.linalg.norm(polygon, axis=1).max(), depth / 2)) + rounding
    numbers = (rounding, depth / 2)
    return Shape(Kind.prism, center, turn, numbers, reach, material, part, blend, outline=polygon)


def tube(
    points: Sequence[Vector],
    radii: Sequence[float] | float,
    material: Material,
    part: str,
    blend: float = 0.0,
) -> list[Shape]:
    """Capsules along a line of points, one radius for all or one for each point."""
    sizes = [radii] * len(points) if isinstance(radii, int | float) else list(radii)
    return [
        capsule(a, b, ra, rb, material, part, blend)
        for a, b, ra, rb in zip(points, points[1:], sizes, sizes[1:], strict=False)
    ]

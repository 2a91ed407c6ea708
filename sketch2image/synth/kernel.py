"""Sphere tracing of packed shapes, compiled by numba.

Distance formulas after Inigo Quilez, "Distance functions" (iquilezles.org/articles/distfunctions);
smooth union by his polynomial minimum; ambient occlusion from distances along the normal and soft
shadows from the narrowest pass of the light ray, both his too. All in view space: x right, y up,
z toward the viewer; rays run along -z.

Rows of `table`: kind, op, blend, part, center (3), inverse rotation (9), numbers (8), reach,
first outline point, count of outline points, margin (how far off the shape still changes others),
middle (3) and half size (3) of the upright box that holds the shape.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.compiled import nb

KIND, OP, BLEND, PART, CENTER, TURN, NUMBERS, REACH, FIRST, COUNT, MARGIN, BOX, COLUMNS = (
    0, 1, 2, 3, 4, 7, 16, 24, 25, 26, 27, 28, 34,
)  # fmt: skip

_HIT = 6e-4
_FAR = 1e9
ROUGH = 0.003
"""How far rough outlines may lie from the exact ones."""

_JUMP = 10
_LATER = -1.0
_EVEN = 0.12
"""Pixels by which the depth of one surface changes at most from a pixel to the next."""

_jit = nb.njit(cache=True, fastmath=True, nogil=True)


@_jit
def _polygon(x, y, points, first, count):  # noqa: ANN001, ANN202
    best = _FAR
    sign = 1.0
    j = first + count - 1
    for i in range(first, first + count):
        ex, ey = points[j, 0] - points[i, 0], points[j, 1] - points[i, 1]
        wx, wy = x - points[i, 0], y - points[i, 1]
        t = (wx * ex + wy * ey) / (ex * ex + ey * ey + 1e-12)
        t = min(1.0, max(0.0, t))
        bx, by = wx - ex * t, wy - ey * t
        best = min(best, bx * bx + by * by)
        above, below = y >= points[i, 1], y < points[j, 1]
        left = ex * wy > ey * wx
        if (above and below and left) or (not above and not below and not left):
            sign = -sign
        j = i
    return sign * math.sqrt(best)


@_jit
def _distance(table, i, points, px, py, pz):  # noqa: ANN001, ANN202
    dx, dy, dz = px - table[i, 4], py - table[i, 5], pz - table[i, 6]
    x = table[i, 7] * dx + table[i, 8] * dy + table[i, 9] * dz
    y = table[i, 10] * dx + table[i, 11] * dy + table[i, 12] * dz
    z = table[i, 13] * dx + table[i, 14] * dy + table[i, 15] * dz
    a, b, c = table[i, 16], table[i, 17], table[i, 18]
    kind = int(table[i, 0])
    if kind == 0:
        ra, rb = table[i, 19], table[i, 20]
        sx, sy, sz = x + a, y + b, z + c
        length = 4 * (a * a + b * b + c * c) + 1e-12
        t = 2 * (sx * a + sy * b + sz * c) / length
        t = min(1.0, max(0.0, t))
        sx, sy, sz = sx - 2 * a * t, sy - 2 * b * t, sz - 2 * c * t
        return math.sqrt(sx * sx + sy * sy + sz * sz) - (ra + (rb - ra) * t)
    if kind == 1:
        k0 = math.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2)
        k1 = math.sqrt((x / (a * a)) ** 2 + (y / (b * b)) ** 2 + (z / (c * c)) ** 2)
        if k1 < 1e-9:
            return -min(a, b, c)
        return k0 * (k0 - 1) / k1
    if kind == 2:
        r = table[i, 19]
        qx, qy, qz = abs(x) - a + r, abs(y) - b + r, abs(z) - c + r
        ox, oy, oz = max(qx, 0.0), max(qy, 0.0), max(qz, 0.0)
        return math.sqrt(ox * ox + oy * oy + oz * oz) + min(max(qx, qy, qz), 0.0) - r
    if kind == 3:
        q = math.sqrt(x * x + z * z) - a
        return math.sqrt(q * q + y * y) - b
    first, count = int(table[i, 25]), int(table[i, 26])
    if kind == 4:
        return _polygon(math.sqrt(x * x + z * z), y, points, first, count) - a
    flat = _polygon(x, y, points, first, count)
    deep = abs(z) - b
    ox, oy = max(flat, 0.0), max(deep, 0.0)
    return math.sqrt(ox * ox + oy * oy) + min(max(flat, deep), 0.0) - a


@_jit
def _scene(table, points, chosen, count, x, y, z, limit):  # noqa: ANN001, ANN202
    """Distance to the chosen shapes and the part met; exact only where it is below `limit`."""
    best, part, nearest = _FAR, -1, _FAR
    for n in range(count):
        i = chosen[n]
        op, k = int(table[i, 1]), table[i, 2]
        if op < 2:
            dx = max(0.0, abs(x - table[i, 28]) - table[i, 31])
            dy = max(0.0, abs(y - table[i, 29]) - table[i, 32])
            dz = max(0.0, abs(z - table[i, 30]) - table[i, 33])
            spare = min(best + k, limit + table[i, 27]) if op == 0 else k - best
            spare = max(0.0, spare)
            if dx * dx + dy * dy + dz * dz > spare * spare:
                continue
        d = _distance(table, i, points, x, y, z)
        if op == 0:
            if d < nearest:
                nearest, part = d, int(table[i, 3])
            if k > 0:
                h = max(k - abs(best - d), 0.0) / k
                best = min(best, d) - h * h * k * 0.25
            else:
                best = min(best, d)
        elif op == 1:
            if -d > best:
                part, nearest = int(table[i, 3]), -d
            h = max(k - abs(best + d), 0.0) / k if k > 0 else 0.0
            best = max(best, -d) + h * h * k * 0.25
        else:
            best = max(best, d)
    return best, part


@_jit
def _in_cone(table, x, y, z, ax, ay, az, spread, longest, found):  # noqa: ANN001, ANN202
    """Shapes that reach into the cone from a point along a unit axis.

    `spread` is the sine of its half angle. Fills `found`; gives their count and the stretch of the
    axis that they lie along.
    """
    cosine = math.sqrt(max(0.0, 1 - spread * spread))
    n, first, last = 0, longest, 0.0
    for i in range(len(table)):
        if table[i, 1] == 2:
            found[n] = i
            n += 1
            continue
        dx, dy, dz = table[i, 4] - x, table[i, 5] - y, table[i, 6] - z
        reach = table[i, 24] + table[i, 27]
        along = dx * ax + dy * ay + dz * az
        if along + reach < 0 or along - reach > longest * (1 + spread):
            continue
        aside = math.sqrt(max(0.0, dx * dx + dy * dy + dz * dz - along * along))
        beyond = along - min(longest, max(0.0, along))
        widest = reach + spread * longest
        if aside * cosine - along * spread > reach or aside**2 + beyond**2 > widest**2:
            continue
        found[n] = i
        n += 1
        first = min(first, (along - reach) / (1 + spread))
        if spread < 0.99:
            last = max(last, (along + reach) / (1 - spread))
    return n, first, last


@_jit
def _shadow(table, points, found, x, y, z, light):  # noqa: ANN001, ANN202
    lx, ly, lz, softness = light[0], light[1], light[2], light[3]
    n, first, last = _in_cone(table, x, y, z, lx, ly, lz, softness, 3.0, found)
    lit, t = 1.0, max(0.02, first)
    last = min(3.0, last)
    for _ in range(28):
        if lit < 0.0 or t > last:
            break
        limit = max(0.2, softness * t)
        d, _part = _scene(table, points, found, n, x + lx * t, y + ly * t, z + lz * t, limit)
        lit = min(lit, 0.5 + 0.5 * d / (softness * t))
        t += min(0.2, max(0.025, d))
    lit = max(lit, 0.0)
    return lit * lit * (3 - 2 * lit)


@_jit
def _occlusion(table, points, found, x, y, z, nx, ny, nz):  # noqa: ANN001, ANN202
    n, _first, _last = _in_cone(table, x, y, z, nx, ny, nz, 1.0, 0.336, found)
    if n == 0:
        return 1.0
    dark, weight = 0.0, 1.0
    for i in range(1, 5):
        h = 0.021 * i * i
        d, _part = _scene(table, points, found, n, x + nx * h, y + ny * h, z + nz * h, h)
        dark += max(0.0, h - d) / h * weight
        weight *= 0.72
    return max(0.0, 1.0 - dark / 2.6)


@_jit
def _lit(table, points, found, x, y, z, nx, ny, nz, light):  # noqa: ANN001, ANN202
    """How open to the sky, and to the lamp, a point of a surface is."""
    x, y, z = x + nx * 4e-3, y + ny * 4e-3, z + nz * 4e-3
    ambient = _occlusion(table, points, found, x, y, z, nx, ny, nz)
    if nx * light[0] + ny * light[1] + nz * light[2] <= 0:
        return ambient, 0.0
    return ambient, _shadow(table, points, found, x, y, z, light)


@_jit
def _in_row(table, y, level):  # noqa: ANN001, ANN202
    """Shapes that rays at height y may meet; fills `level` and gives their count."""
    n = 0
    for i in range(len(table)):
        if table[i, 1] == 2 or abs(y - table[i, 29]) < table[i, 32] + table[i, 27] + 0.01:
            level[n] = i
            n += 1
    return n


@_jit
def _on_ray(table, level, count, x, chosen):  # noqa: ANN001, ANN202
    """Shapes that a ray along -z may meet; gives their count and the stretch that holds them."""
    n, near, far, solid = 0, -_FAR, _FAR, 0
    for m in range(count):
        i = level[m]
        margin = table[i, 27] + 0.01
        inside = abs(x - table[i, 28]) < table[i, 31] + margin
        if inside or table[i, 1] == 2:
            chosen[n] = i
            n += 1
        if inside and table[i, 1] == 0:
            solid += 1
            half = table[i, 33] + margin
            near, far = max(near, table[i, 30] + half), min(far, table[i, 30] - half)
    return (n, near, far) if solid else (0, -_FAR, _FAR)


@_jit
def _march(table, rough, points, chosen, count, x, y, z, far):  # noqa: ANN001, ANN202
    for _ in range(80):
        if z < far:
            return z, -1
        d, _part = _scene(rough, points, chosen, count, x, y, z, _FAR)
        if d < 3 * ROUGH:
            break
        z -= 0.95 * (d - ROUGH)
    for _ in range(160):
        if z < far:
            break
        d, part = _scene(table, points, chosen, count, x, y, z, _FAR)
        if d < _HIT:
            return z, part
        z -= 0.9 * d
    return z, -1


@_jit
def _normal(table, points, chosen, count, x, y, z):  # noqa: ANN001, ANN202
    e = 1.5e-3
    nx = ny = nz = 0.0
    for i in range(4):
        sx = 1.0 if i in (0, 3) else -1.0
        sy = 1.0 if i in (1, 3) else -1.0
        sz = 1.0 if i in (2, 3) else -1.0
        d, _p = _scene(table, points, chosen, count, x + sx * e, y + sy * e, z + sz * e, 0.01)
        nx, ny, nz = nx + sx * d, ny + sy * d, nz + sz * d
    size = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    return nx / size, ny / size, nz / size


@_jit
def trace(
    table: NDArray[np.float64],
    rough: NDArray[np.float64],
    points: NDArray[np.float64],
    grid: tuple[float, float, float],
    rows: tuple[int, int],
    light: NDArray[np.float64],
    floor: NDArray[np.float64],
    shaded: bool,
    depth: NDArray[np.float32],
    part: NDArray[np.int16],
    normal: NDArray[np.float32],
    ambient: NDArray[np.float32],
    shadow: NDArray[np.float32],
) -> None:
    """Trace image rows `rows[0]..rows[1]` into the buffers.

    Args:
        table: (P, COLUMNS) shapes in view space.
        rough: the same with simpler outlines, for what needs no more.
        points: (Q, 2) outlines of lathes and prisms.
        grid: x of column 0, y of row 0, step between pixels.
        rows: first row and one past the last.
        light: (4,) unit vector toward the light and the softness of its shadow.
        floor: (4,) unit normal of the floor and its offset; normal 0 for no floor.
        shaded: whether ambient and shadow are wanted.
        depth: (H, W) z of the surface; floor and misses are -inf.
        part: (H, W) part of the surface, -1 where there is none.
        normal: (H, W, 3).
        ambient: (H, W) 0..1, 1 is open to the sky; also on the floor, see `light_floor`.
        shadow: (H, W) 0..1, 1 is lit; also on the floor.
    """
    width = depth.shape[1]
    count = len(table)
    level, chosen, found = (
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.empty(count, np.int64),
    )
    for r in range(rows[0], rows[1]):
        y = grid[1] - r * grid[2]
        within = _in_row(table, y, level)
        for c in range(width):
            x = grid[0] + c * grid[2]
            n, z, far = _on_ray(table, level, within, x, chosen)
            z, hit_part = _march(table, rough, points, chosen, n, x, y, z, far)
            if hit_part >= 0:
                nx, ny, nz = _normal(table, points, chosen, n, x, y, z)
                depth[r, c], part[r, c] = z, hit_part
                normal[r, c, 0], normal[r, c, 1], normal[r, c, 2] = nx, ny, nz
            else:
                nx, ny, nz = floor[0], floor[1], floor[2]
                if nz <= 1e-6:
                    continue
                z = (floor[3] - nx * x - ny * y) / nz
            if shaded and hit_part < 0 and (r % 2 or c % 2):
                ambient[r, c] = _LATER
            elif shaded:
                ambient[r, c], shadow[r, c] = _lit(rough, points, found, x, y, z, nx, ny, nz, light)


@_jit
def _is_floor(part, top, left, bottom, right):  # noqa: ANN001, ANN202
    one, other = (
        max(part[top, left], part[bottom, right]),
        max(part[top, right], part[bottom, left]),
    )
    return one < 0 and other < 0


@_jit
def light_floor(
    rough: NDArray[np.float64],
    points: NDArray[np.float64],
    grid: tuple[float, float, float],
    rows: tuple[int, int],
    light: NDArray[np.float64],
    floor: NDArray[np.float64],
    part: NDArray[np.int16],
    ambient: NDArray[np.float32],
    shadow: NDArray[np.float32],
) -> None:
    """Light the pixels of the floor that `trace` left: where the shadow changes slowly they get the
    mean of the lit ones around, else rays of their own.

    Args are those of `trace`.
    """
    found = np.empty(len(rough), np.int64)
    height, width = ambient.shape
    nx, ny, nz = floor[0], floor[1], floor[2]
    for r in range(rows[0], rows[1]):
        for c in range(width):
            if ambient[r, c] != _LATER:
                continue
            top, left, bottom, right = r - r % 2, c - c % 2, r + r % 2, c + c % 2
            inside = bottom < height and right < width
            if inside and _is_floor(part, top, left, bottom, right):
                a, b = ambient[top, left], ambient[bottom, right]
                e, f = ambient[top, right], ambient[bottom, left]
                g, h = shadow[top, left], shadow[bottom, right]
                i, j = shadow[top, right], shadow[bottom, left]
                ranges = max(a, b, e, f) - min(a, b, e, f), max(g, h, i, j) - min(g, h, i, j)
                if max(ranges) < _EVEN:
                    ambient[r, c], shadow[r, c] = (a + b + e + f) / 4, (g + h + i + j) / 4
                    continue
            x, y = grid[0] + c * grid[2], grid[1] - r * grid[2]
            z = (floor[3] - nx * x - ny * y) / nz
            ambient[r, c], shadow[r, c] = _lit(rough, points, found, x, y, z, nx, ny, nz, light)


@_jit
def _on_edge(group, depth, r, c, jump):  # noqa: ANN001, ANN202
    """Whether something else is seen beside a pixel; and the nearest z around it."""
    edge, nearest = False, -_FAR
    for i in range(max(0, r - 1), min(group.shape[0], r + 2)):
        for j in range(max(0, c - 1), min(group.shape[1], c + 2)):
            edge = edge or group[i, j] != group[r, c]
            if group[i, j] >= 0 and group[r, c] >= 0:
                edge = edge or abs(depth[i, j] - depth[r, c]) > jump
            if group[i, j] >= 0:
                nearest = max(nearest, depth[i, j])
    return edge, nearest


@_jit
def _like(group, depth, r, c, met, z, step):  # noqa: ANN001, ANN202
    """The pixel around (r, c) that shows what a ray met; (-1, -1) if none does."""
    best, row, column = _FAR, -1, -1
    for i in range(max(0, r - 1), min(group.shape[0], r + 2)):
        for j in range(max(0, c - 1), min(group.shape[1], c + 2)):
            if group[i, j] != met:
                continue
            cost = (i - r) ** 2 + (j - c) ** 2
            if met >= 0:
                cost += abs(depth[i, j] - z) / step
            if cost < best:
                best, row, column = cost, i, j
    return row, column


@_jit
def smooth_edges(
    table: NDArray[np.float64],
    rough: NDArray[np.float64],
    points: NDArray[np.float64],
    grid: tuple[float, float, float],
    rows: tuple[int, int],
    samples: int,
    groups: NDArray[np.int16],
    group: NDArray[np.int16],
    depth: NDArray[np.float32],
    picture: NDArray[np.float32],
    smooth: NDArray[np.float32],
) -> None:
    """Blend the colors that meet within a pixel by the share of it that each covers.

    Only pixels where something else is seen beside are looked at more closely; what a finer ray
    meets has the color of the pixel around that shows the same.

    Args are those of `trace`, and:
        samples: rays per pixel, an odd number; no two in a line.
        groups: (P,) which shapes look the same.
        group: (H, W) group seen, -1 where there is none.
        picture: (H, W, 3) colors at the middle of the pixels.
        smooth: (H, W, 3) the answer; only pixels on edges are written.
    """
    count = len(table)
    level, chosen = np.empty(count, np.int64), np.empty(count, np.int64)
    step = grid[2]
    for r in range(rows[0], rows[1]):
        for c in range(depth.shape[1]):
            edge, ahead = _on_edge(group, depth, r, c, _JUMP * step)
            if not edge:
                continue
            red = green = blue = total = 0.0
            for s in range(samples):
                y = grid[1] - (r - 0.5 + (s + 0.5) / samples) * step
                x = grid[0] + (c - 0.5 + (2 * s % samples + 0.5) / samples) * step
                within = _in_row(table, y, level)
                n, z, far = _on_ray(table, level, within, x, chosen)
                z, hit = _march(
                    table, rough, points, chosen, n, x, y, min(z, ahead + 8 * step), far
                )
                met = groups[hit] if hit >= 0 else -1
                i, j = _like(group, depth, r, c, met, z, step)
                if i >= 0:
                    red += picture[i, j, 0]
                    green += picture[i, j, 1]
                    blue += picture[i, j, 2]
                    total += 1.0
            if total > 0:
                smooth[r, c, 0], smooth[r, c, 1] = red / total, green / total
                smooth[r, c, 2] = blue / total


@_jit
def _in_tile(table, rough, points, x, y, reach, found):  # noqa: ANN001, ANN202
    """Shapes that rays along -z within `reach` of (x, y) may meet; fills `found`.

    Gives their count, 0 if no ray meets any, a depth that no ray meets any before, and one that
    none meets any behind.
    """
    n, near, far, solid = 0, -_FAR, _FAR, 0
    for i in range(len(table)):
        margin = table[i, 27] + 0.01
        wide = margin + reach
        inside = abs(x - table[i, 28]) < table[i, 31] + wide
        inside = inside and abs(y - table[i, 29]) < table[i, 32] + wide
        if inside or table[i, 1] == 2:
            found[n] = i
            n += 1
        if inside and table[i, 1] == 0:
            solid += 1
            half = table[i, 33] + margin
            near, far = max(near, table[i, 30] + half), min(far, table[i, 30] - half)
    if solid == 0:
        return 0, near, far
    for _ in range(40):
        if near < far:
            return 0, near, far
        d, _part = _scene(rough, points, found, n, x, y, near, _FAR)
        if d < 1.25 * reach:
            break
        near -= 0.9 * math.sqrt(d * d - reach * reach)
    return n, near, far


@_jit
def _reached(rough, points, chosen, count, x, y, z, far, close):  # noqa: ANN001, ANN202
    """Where a ray along -z comes as near to the rough shapes as `close`, and the part met."""
    for _ in range(120):
        if z < far:
            break
        d, part = _scene(rough, points, chosen, count, x, y, z, _FAR)
        if d < close:
            return z, part
        z -= 0.9 * d
    return z, -1


@_jit
def _trace_pixel(scene, grid, inside, close, r, c, chosen, buffers):  # noqa: ANN001, ANN202
    (table, rough, points), (depth, part, normal) = scene, buffers
    level, within, near = inside
    x, y = grid[0] + c * grid[2], grid[1] - r * grid[2]
    n, z, far = _on_ray(table, level, within, x, chosen)
    z, met = _reached(rough, points, chosen, n, x, y, min(z, near), far, close)
    if met < 0:
        return
    depth[r, c], part[r, c] = z, met
    if len(normal):
        nx, ny, nz = _normal(table, points, chosen, n, x, y, z)
        normal[r, c, 0], normal[r, c, 1], normal[r, c, 2] = nx, ny, nz


@_jit
def trace_sparsely(
    table: NDArray[np.float64],
    rough: NDArray[np.float64],
    points: NDArray[np.float64],
    grid: tuple[float, float, float],
    rows: tuple[int, int],
    tile: int,
    stride: int,
    close: float,
    depth: NDArray[np.float32],
    part: NDArray[np.int16],
    normal: NDArray[np.float32],
) -> None:
    """Trace every `stride`-th pixel of every `stride`-th row, tile by tile, without light.

    Outlines are the rough ones; normals are exact. Args are those of `trace`, and:
        tile: side of the squares of pixels whose rays start together.
        stride: a divisor of `tile`; so are the strips of rows to start at multiples of `tile`.
        close: distance that counts as a hit.
        normal: (H, W, 3), or (0, 0, 3) where normals are not wanted.
    """
    height, width = depth.shape
    level, chosen = np.empty(len(table), np.int64), np.empty(len(table), np.int64)
    scene, buffers = (table, rough, points), (depth, part, normal)
    half, step = (tile - 1) / 2, grid[2]
    reach = 1.4143 * half * step
    for top in range(rows[0], rows[1], tile):
        for left in range(0, width, tile):
            x, y = grid[0] + (left + half) * step, grid[1] - (top + half) * step
            within, near, _far = _in_tile(table, rough, points, x, y, reach, level)
            if within == 0:
                continue
            inside = level, within, near
            for r in range(top, min(height, top + tile), stride):
                for c in range(left, min(width, left + tile), stride):
                    _trace_pixel(scene, grid, inside, close, r, c, chosen, buffers)


@_jit
def _blend(depth, part, normal, top, left, bottom, right, r, c, flat, step):  # noqa: ANN001, ANN202
    """Fill pixel (r, c) with the mean of four traced ones if they show one even surface."""
    met = part[top, left]
    if part[top, right] != met or part[bottom, left] != met or part[bottom, right] != met:
        return False
    if met < 0:
        return False
    low = min(depth[top, left], depth[top, right], depth[bottom, left], depth[bottom, right])
    high = max(depth[top, left], depth[top, right], depth[bottom, left], depth[bottom, right])
    if high - low > 8 * step:
        return False
    nx = ny = nz = 0.0
    for i, j in ((top, left), (top, right), (bottom, left), (bottom, right)):
        nx, ny, nz = nx + normal[i, j, 0], ny + normal[i, j, 1], nz + normal[i, j, 2]
    size = math.sqrt(nx * nx + ny * ny + nz * nz)
    if size < 4 * flat:
        return False
    z = depth[top, left] + depth[top, right] + depth[bottom, left] + depth[bottom, right]
    depth[r, c], part[r, c] = z / 4, met
    normal[r, c, 0], normal[r, c, 1], normal[r, c, 2] = nx / size, ny / size, nz / size
    return True


@_jit
def trace_between(
    table: NDArray[np.float64],
    rough: NDArray[np.float64],
    points: NDArray[np.float64],
    grid: tuple[float, float, float],
    rows: tuple[int, int],
    tile: int,
    close: float,
    flat: float,
    depth: NDArray[np.float32],
    part: NDArray[np.int16],
    normal: NDArray[np.float32],
) -> None:
    """Fill the pixels that `trace_sparsely` left out with a stride of 2.

    Between pixels that show one even surface their mean will do; elsewhere rays are traced. Args
    are those of `trace_sparsely`, and:
        flat: length of the mean of four unit normals above which a surface counts as even.
    """
    height, width = depth.shape
    level, chosen = np.empty(len(table), np.int64), np.empty(len(table), np.int64)
    scene, buffers = (table, rough, points), (depth, part, normal)
    half, step = (tile - 1) / 2, grid[2]
    reach = 1.4143 * half * step
    for top in range(rows[0], rows[1], tile):
        for left in range(0, width, tile):
            x, y = grid[0] + (left + half) * step, grid[1] - (top + half) * step
            within, near, _far = _in_tile(table, rough, points, x, y, reach, level)
            if within == 0:
                continue
            inside = level, within, near
            for r in range(top, min(height, top + tile)):
                for c in range(left + 1 - r % 2, min(width, left + tile), 2 - r % 2):
                    above, below = r - r % 2, r + r % 2
                    before, behind = c - c % 2, c + c % 2
                    if (
                        below < height
                        and behind < width
                        and _blend(
                            depth, part, normal, above, before, below, behind, r, c, flat, step
                        )
                    ):
                        continue
                    _trace_pixel(scene, grid, inside, close, r, c, chosen, buffers)


@_jit
def light_sparsely(
    rough: NDArray[np.float64],
    points: NDArray[np.float64],
    grid: tuple[float, float, float],
    rows: tuple[int, int],
    stride: int,
    light: NDArray[np.float64],
    depth: NDArray[np.float32],
    part: NDArray[np.int16],
    normal: NDArray[np.float32],
    ambient: NDArray[np.float32],
    shadow: NDArray[np.float32],
) -> None:
    """Light every `stride`-th pixel of every `stride`-th row where a surface was traced.

    Args are those of `trace`.
    """
    found = np.empty(len(rough), np.int64)
    for r in range(rows[0] + -rows[0] % stride, rows[1], stride):
        for c in range(0, depth.shape[1], stride):
            if part[r, c] < 0:
                continue
            z = depth[r, c]
            x, y = grid[0] + c * grid[2], grid[1] - r * grid[2]
            nx, ny, nz = normal[r, c, 0], normal[r, c, 1], normal[r, c, 2]
            ambient[r, c], shadow[r, c] = _lit(rough, points, found, x, y, z, nx, ny, nz, light)


@_jit
def light_between(
    rough: NDArray[np.float64],
    points: NDArray[np.float64],
    grid: tuple[float, float, float],
    rows: tuple[int, int],
    stride: int,
    light: NDArray[np.float64],
    depth: NDArray[np.float32],
    part: NDArray[np.int16],
    normal: NDArray[np.float32],
    ambient: NDArray[np.float32],
    shadow: NDArray[np.float32],
) -> None:
    """Light the other pixels: by what `light_sparsely` found around on the same side of things.

    Args are those of `trace`; a pixel with nothing like it around gets rays of its own.
    """
    found = np.empty(len(rough), np.int64)
    height, width = depth.shape
    for r in range(rows[0], rows[1]):
        for c in range(width):
            down, over = r % stride, c % stride
            if part[r, c] < 0 or (down == 0 and over == 0):
                continue
            z = depth[r, c]
            nx, ny, nz = normal[r, c, 0], normal[r, c, 1], normal[r, c, 2]
            total = open_sky = lit = 0.0
            for i in (r - down, r - down + stride):
                for j in (c - over, c - over + stride):
                    if i >= height or j >= width or part[i, j] < 0:
                        continue
                    like = nx * normal[i, j, 0] + ny * normal[i, j, 1] + nz * normal[i, j, 2]
                    if abs(depth[i, j] - z) > 6 * stride * grid[2] or like < 0.6:
                        continue
                    share = (stride - abs(r - i)) * (stride - abs(c - j)) * like**4
                    if part[i, j] != part[r, c]:
                        share *= 0.1
                    total += share
                    open_sky += share * ambient[i, j]
                    lit += share * shadow[i, j]
            if total > 0.02:
                ambient[r, c], shadow[r, c] = open_sky / total, lit / total
                continue
            x, y = grid[0] + c * grid[2], grid[1] - r * grid[2]
            ambient[r, c], shadow[r, c] = _lit(rough, points, found, x, y, z, nx, ny, nz, light)


@nb.njit(cache=True, nogil=True)
def value_noise(points: NDArray[np.floating], total: NDArray[np.float32]) -> None:
    """Smooth noise at (N, 3) points into `total`, (N,) zeros at first; 0..1, the same anywhere."""
    for n in range(len(points)):
        i = np.int64(math.floor(points[n, 0]))
        j = np.int64(math.floor(points[n, 1]))
        k = np.int64(math.floor(points[n, 2]))
        x, y, z = points[n, 0] - i, points[n, 1] - j, points[n, 2] - k
        x, y, z = x * x * (3 - 2 * x), y * y * (3 - 2 * y), z * z * (3 - 2 * z)
        for corner in range(8):
            a, b, c = corner >> 2, (corner >> 1) & 1, corner & 1
            weight = (x if a else 1 - x) * (y if b else 1 - y) * (z if c else 1 - z)
            mixed = (i + a) * 374761393 + (j + b) * 668265263 + (k + c) * 2147483647
            mixed = (mixed ^ (mixed >> 13)) * 1274126177
            height = np.float32((mixed ^ (mixed >> 16)) & 0xFFFF) / np.float32(0xFFFF)
            total[n] = np.float32(np.float64(total[n]) + weight * np.float64(height))


@_jit
def _half_height(kind, numbers, outline, x, y, z):  # noqa: ANN001, ANN202
    """How far a shape reaches from its center along a unit axis given in its own frame."""
    if kind == 0:
        along = numbers[0] * x + numbers[1] * y + numbers[2] * z
        return max(numbers[3] - along, numbers[4] + along)
    if kind == 1:
        return math.sqrt((numbers[0] * x) ** 2 + (numbers[1] * y) ** 2 + (numbers[2] * z) ** 2)
    if kind == 2:
        return abs(numbers[0] * x) + abs(numbers[1] * y) + abs(numbers[2] * z)
    side, most = math.sqrt(x * x + z * z), -_FAR
    if kind == 3:
        return numbers[0] * side + numbers[1]
    for i in range(len(outline)):
        across = side if kind == 4 else x
        most = max(most, outline[i, 0] * across + outline[i, 1] * y)
    return most + numbers[0] + (abs(z) * numbers[1] if kind == 5 else 0.0)


@_jit
def fill_table(
    table: NDArray[np.float64],
    rotations: NDArray[np.float64],
    centers: NDArray[np.float64],
    points: NDArray[np.float64],
) -> None:
    """Complete the rows of a table with all that depends on where shapes lie in view space.

    Products of matrices are not made here: numba asks for SciPy then, which the default set of
    packages has not.

    Args:
        table: (P, COLUMNS): kind, op, blend, part, numbers, reach, first and count are read;
            center, inverse rotation, margin and box written.
        rotations: (P, 3, 3) from the shapes' own axes to view space.
        centers: (P, 3) in view space.
        points: (Q, 2) outlines of lathes and prisms.
    """
    widest = 0.0
    for i in range(len(table) - 1, -1, -1):
        widest = max(widest, table[i, 2])
        table[i, 27] = 1.25 * widest
        own, center = rotations[i], centers[i]
        first, kind = int(table[i, 25]), int(table[i, 0])
        outline = points[first : first + int(table[i, 26])]
        for axis in range(3):
            x, y, z = own[axis, 0], own[axis, 1], own[axis, 2]
            above = _half_height(kind, table[i, 16:24], outline, x, y, z)
            below = _half_height(kind, table[i, 16:24], outline, -x, -y, -z)
            table[i, 4 + axis] = center[axis]
            table[i, 28 + axis] = center[axis] + (above - below) / 2
            table[i, 31 + axis] = (above + below) / 2
            table[i, 7 + axis], table[i, 10 + axis], table[i, 13 + axis] = x, y, z

"""Do lite renders follow the strokes? Human sketches against nine others of their class.

`python benchmarks/render_lite.py ../shared/data/sketchy/sketch --count 60 --sheet sheet.png`

For each sketch, the edges of its render (with a right caption) are compared by chamfer distance,
both ways added up, with the sketch itself and with nine others of the class. `own` is the share of
renders that lie nearest to their own sketch: as drawn, and with each drawing and picture cut to its
box and scaled to one size, so that place and size on the page give nothing away.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core import defaults
from sketch2image.core.labels import caption_text
from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import open_picture, save_png
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.render.control import letterbox, strokes_of
from sketch2image.render.lite import LiteRenderer
from sketch2image.synth import objects

Mask = NDArray[np.bool_]

_OTHERS = 9
_BOX, _MARGIN = 200, 28
_THUMB = 160


def main() -> None:
    options = _options()
    rng = np.random.default_rng(options.seed)
    with_scene = objects.names()
    labels = options.labels or [
        folder.name
        for folder in sorted(options.sketches.iterdir())
        if (folder.name in with_scene) is not options.relief
    ]
    rows, thumbs = [], []
    renderer = LiteRenderer()
    for number in range(options.count):
        label = labels[number % len(labels)]
        row, pair = _measured(renderer, label, options, rng)
        rows.append(row)
        thumbs.append(pair)
    print(json.dumps(_summary(rows), indent=1))
    if options.sheet:
        save_png(options.sheet, _sheet(thumbs))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sketches", type=Path, help="folder of folders of sketches, one a class")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strength", type=float, default=defaults.STRENGTH)
    parser.add_argument("--labels", nargs="*")
    parser.add_argument("--relief", action="store_true", help="the classes without a scene")
    parser.add_argument("--sheet", type=Path)
    return parser.parse_args()


def _measured(
    renderer: LiteRenderer, label: str, options: argparse.Namespace, rng: np.random.Generator
) -> tuple[dict[str, object], Image]:
    files = sorted((options.sketches / label).glob("*.png"))
    chosen = rng.permutation(len(files))[: _OTHERS + 1]
    sketches = [_sketch(files[i]) for i in chosen]
    start, cpu = time.perf_counter(), time.process_time()
    rendering = renderer.render(sketches[0], caption_text(label), 0, options.strength)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    edges = _edges(rendering.image)
    inks = [strokes_of(letterbox(sketch.raster)) for sketch in sketches]
    row = {
        "sketch": f"{label}/{files[chosen[0]].name}",
        "method": rendering.method,
        "fit": rendering.fit,
        "seconds": seconds,
        "cpu": cpu,
        "own": _nearest(edges, inks) == 0,
        "own_boxed": _nearest(_boxed(edges), [_boxed(ink) for ink in inks]) == 0,
        "pixels": _chamfer(edges, inks[0]) / 2,
    }
    return row, np.concatenate([letterbox(sketches[0].raster), rendering.image])


def _sketch(file: Path) -> Sketch:
    image = open_picture(file)
    return Sketch((image.shape[1], image.shape[0]), backdrop=image)


def _edges(image: Image) -> Mask:
    return cv2.Canny(cv2.GaussianBlur(image, (0, 0), 1.5), 40, 100) > 0


def _boxed(mask: Mask) -> Mask:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    crop = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.uint8)
    scale = _BOX / max(crop.shape)
    size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
    small = cv2.resize(crop * 255, size, interpolation=cv2.INTER_AREA)
    side = _BOX + 2 * _MARGIN
    canvas = np.zeros((side, side), bool)
    top, left = (side - size[1]) // 2, (side - size[0]) // 2
    canvas[top : top + size[1], left : left + size[0]] = small > 40
    return canvas


def _nearest(edges: Mask, inks: list[Mask]) -> int:
    return int(np.argmin([_chamfer(edges, ink) for ink in inks]))


def _chamfer(a: Mask, b: Mask) -> float:
    return _one_way(a, b) + _one_way(b, a)


def _one_way(a: Mask, b: Mask) -> float:
    near = cv2.distanceTransform((~b).astype(np.uint8), cv2.DIST_L2, 5)
    return float(near[a].mean()) if a.any() else float("inf")


def _summary(rows: list[dict[str, object]]) -> dict[str, object]:
    def mean(name: str) -> float:
        return round(float(np.mean([float(str(row[name])) for row in rows])), 3)

    share = {
        name: float(np.mean([bool(row[name]) for row in rows])) for name in ("own", "own_boxed")
    }
    warm = [float(str(row["seconds"])) for row in rows]
    return {
        "renders": len(rows),
        **share,
        "chamfer_pixels": mean("pixels"),
        "fit": mean("fit"),
        "median_seconds": round(float(np.median(warm)), 2),
        "mean_cpu_seconds": mean("cpu"),
        "lost": [row["sketch"] for row in rows if not row["own_boxed"]],
    }


def _sheet(pairs: list[Image]) -> Image:
    small = [cv2.resize(pair, (_THUMB, 2 * _THUMB), interpolation=cv2.INTER_AREA) for pair in pairs]
    blank = np.full_like(small[0], 255)
    columns = 10
    small += [blank] * (-len(small) % columns)
    rows = [np.concatenate(small[i : i + columns], axis=1) for i in range(0, len(small), columns)]
    return np.asarray(np.concatenate(rows), np.uint8)


if __name__ == "__main__":
    main()

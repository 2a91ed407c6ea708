"""Do lite renders follow the strokes, and what do they look like? Human sketches, right captions.

`python benchmarks/render_lite.py --data ../shared/data --count 117 --seed 3 --sheet sheet.png`

For each sketch, the edges of its render are compared by chamfer distance,
both ways added up, with the sketch itself and with nine others of the class. `own` is the share of
renders that lie nearest to their own sketch: as drawn, and with each drawing and picture cut to its
box and scaled to one size, so that place and size on the page give nothing away.

`named` is the share of renders whose class, among the 39, is told by a linear probe on the vectors
of the teacher. The probe has seen photos only; cross-validation on them chose its settings.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from threadpoolctl import threadpool_limits

from sketch2image.core import defaults
from sketch2image.core.labels import LABELS, caption_text
from sketch2image.core.opencv import cv2
from sketch2image.core.pictures import open_picture, save_png
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.gallery.preprocess import letterbox as squared
from sketch2image.render.control import letterbox, strokes_of
from sketch2image.render.lite import LiteRenderer
from sketch2image.render.protocol import SIDE
from sketch2image.synth import objects
from sketch2image.train.lite.teacher import teacher
from sketch2image.train.lite.vocabulary import of_class

Mask = NDArray[np.bool_]

_OTHERS = 9
_BOX, _MARGIN = 200, 28
_THUMB = 160
_EMBEDDED = 224
_FOLDS = 5
_STRENGTHS = (1.0, 3.0, 10.0)
_WEIGHTS = (None, "balanced")


@dataclass(frozen=True)
class Probe:
    """A linear classifier of the teacher's vectors.

    Attributes:
        model: fitted on all photos.
        settings: what cross-validation chose.
        accuracy: share of photos named right when their fold was held out.
    """

    model: LogisticRegression
    settings: str
    accuracy: float


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
    _warm(renderer, labels, options)
    for number in range(options.count):
        label = labels[number % len(labels)]
        row, pair = _measured(renderer, label, options, rng)
        rows.append(row)
        thumbs.append(pair)
    if options.sheet:
        save_png(options.sheet, _sheet(thumbs))
    summary = _summary(rows)
    if options.data:
        names = [str(row["sketch"]).split("/")[0] for row in rows]
        summary |= _naming(options.data, names, [pair[SIDE:] for pair in thumbs])
    print(json.dumps(summary, indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "sketches", type=Path, nargs="?", help="folder of folders of sketches, one a class"
    )
    parser.add_argument("--data", type=Path, help="development data: also ask the photo probe")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strength", type=float, default=defaults.STRENGTH)
    parser.add_argument("--labels", nargs="*")
    parser.add_argument("--relief", action="store_true", help="the classes without a scene")
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args()
    if options.sketches is None and options.data is None:
        parser.error("name the sketches or --data")
    options.sketches = options.sketches or options.data / "sketchy" / "sketch"
    return options


def _warm(renderer: LiteRenderer, labels: Sequence[str], options: argparse.Namespace) -> None:
    """One render of each class, so that no outlines are made and nothing compiled later."""
    for label in labels[: options.count]:
        file = sorted((options.sketches / label).glob("*.png"))[0]
        renderer.render(_sketch(file), caption_text(label), 0, options.strength)


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
    return {
        "renders": len(rows),
        **share,
        "chamfer_pixels": mean("pixels"),
        "fit": mean("fit"),
        "seconds": _spread([float(str(row["seconds"])) for row in rows]),
        "cpu_seconds": _spread([float(str(row["cpu"])) for row in rows]),
        "lost": [row["sketch"] for row in rows if not row["own_boxed"]],
    }


def _spread(values: list[float]) -> dict[str, float]:
    found = {"mean": np.mean(values), "median": np.median(values), "most": np.max(values)}
    return {name: round(float(value), 3) for name, value in found.items()}


def _naming(data: Path, names: list[str], renders: list[Image]) -> dict[str, object]:
    """What the probe says of renders, and of photos it had not seen."""
    photos = [(name, open_picture(file)) for name, file in _photos(data)]
    probe = _probe(_vectors(data, [photo for _, photo in photos]), [name for name, _ in photos])
    said = probe.model.predict(_vectors(data, renders))
    right = np.equal(said, names)
    shares = {name: float(right[np.array(names) == name].mean()) for name in sorted(set(names))}
    return {
        "named": round(float(right.mean()), 3),
        "probe": probe.settings,
        "probe_on_unseen_photos": round(probe.accuracy, 3),
        "photos": len(photos),
        "never_named": [name for name, share in shares.items() if not share],
    }


def _photos(data: Path) -> list[tuple[str, Path]]:
    """Class and file of the photos of the 39 classes."""
    found = [
        (label, file)
        for label in LABELS
        for file in sorted((data / "sketchy" / "photo" / label).glob("*.jpg"))
    ]
    for folder in sorted((data / "caltech101").iterdir()):
        label = of_class("caltech101", folder.name)
        if folder.is_dir() and label in LABELS:
            found += [(label, file) for file in sorted(folder.glob("*.jpg"))]
    return found


def _vectors(data: Path, pictures: list[Image]) -> NDArray[np.float32]:
    with teacher(data) as embed:
        return np.stack([embed(squared(picture, _EMBEDDED)) for picture in pictures])


def _probe(vectors: NDArray[np.float32], names: list[str]) -> Probe:
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    truth = np.array(names)
    tried = []
    for strength in _STRENGTHS:
        for weights in _WEIGHTS:
            model = LogisticRegression(C=strength, class_weight=weights, max_iter=400)
            with threadpool_limits(1):
                said = np.asarray(cross_val_predict(model, vectors, truth, cv=folds))
            settings = f"C={strength:g}, weights {weights or 'equal'}"
            tried.append(Probe(model, settings, float(np.equal(said, truth).mean())))
    best = max(tried, key=lambda probe: probe.accuracy)
    best.model.fit(vectors, truth)
    return best


def _sheet(pairs: list[Image]) -> Image:
    small = [cv2.resize(pair, (_THUMB, 2 * _THUMB), interpolation=cv2.INTER_AREA) for pair in pairs]
    blank = np.full_like(small[0], 255)
    columns = 10
    small += [blank] * (-len(small) % columns)
    rows = [np.concatenate(small[i : i + columns], axis=1) for i in range(0, len(small), columns)]
    return np.asarray(np.concatenate(rows), np.uint8)


if __name__ == "__main__":
    main()

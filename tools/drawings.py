"""Twelve drawings through the whole program: `python tools/drawings.py`.

A simulated hand draws each of `drawings.json` before the camera loop, one sitting a color; what
the loop saw is captioned, rendered and looked up in a gallery (default: the sample gallery). The
page goes to `docs/images/lite.png`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.air.setup import Setup
from sketch2image.core.paths import sample_gallery
from sketch2image.core.pictures import save_png
from sketch2image.core.sketch import Color, Sketch, Stroke
from sketch2image.core.types import Image
from sketch2image.engine.drawing import draw_from
from sketch2image.engine.inline import InlineEngine
from sketch2image.engine.lettering import length, shortened, write
from sketch2image.engine.page import PAPER, SOFT, TEXT, card, confidence, match_card, title
from sketch2image.engine.parts import lite
from sketch2image.engine.pipeline import Pipeline
from sketch2image.engine.request import Request, Result
from sketch2image.render.control import letterbox
from sketch2image.synth.curves import spline
from sketch2image.synth.world import REACH, SimulatedCamera

DRAWINGS = Path(__file__).with_suffix(".json")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "images" / "lite.png"
COLORS: dict[str, Color] = {
    "black": (0, 0, 0), "red": (214, 40, 40), "green": (28, 140, 60), "blue": (30, 80, 200),
}  # fmt: skip
SIDE, MATCH, GAP, HEAD = 232, 116, 18, 58


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gallery", default=str(sample_gallery()))
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    engine = InlineEngine(Pipeline(lite()))
    results = []
    for name, shapes in json.loads(DRAWINGS.read_text("utf-8")).items():
        if name != "note":
            sketch = drawn_in_the_air(strokes(shapes), seed=len(results))
            results.append(engine.submit(Request(sketch, gallery=options.gallery)).result())
            found = results[-1]
            print(f"{name}: {found.caption.label} {found.caption.score:.2f} {found.seconds}")
    save_png(options.out, page(results))


def strokes(shapes: Sequence[Mapping[str, Any]]) -> list[Stroke]:
    """Shapes of a drawing as strokes within reach of the hand."""
    color, made = COLORS["black"], []
    low, high = np.array(REACH[:2]), np.array(REACH[2:])
    scale = (high - low).min() / 100
    for shape in shapes:
        color = COLORS[shape["color"]] if "color" in shape else color
        points = low + (high - low - 100 * scale) / 2 + places(shape) * scale
        made.append(Stroke(points.astype(np.float32), color))
    return made


def places(shape: Mapping[str, Any]) -> NDArray[np.float64]:
    """(N, 2) points of one shape."""
    if "ring" in shape:
        x, y, radius = shape["ring"]
        turns = np.linspace(0, 2 * np.pi, 40)
        return np.stack([x + radius * np.cos(turns), y + radius * np.sin(turns)], axis=1)
    if "curve" in shape:
        return np.array(spline(shape["curve"], 12 * len(shape["curve"])))
    return np.array(shape["line"], float)


def drawn_in_the_air(script: Sequence[Stroke], seed: int) -> Sketch:
    """What the camera loop makes of a script; a hand comes anew for every color."""
    sketch: Sketch | None = None
    for color, part in groupby(script, key=lambda stroke: stroke.color):
        camera = SimulatedCamera(list(part), seed=seed)
        sketch = draw_from(camera, Setup(color=color), start=sketch)
    assert sketch is not None
    return sketch


def page(results: Sequence[Result]) -> Image:
    """Two columns of answers: sketch, caption, render, five matches."""
    from PIL import Image as Pictures

    wide = 2 * SIDE + GAP + 3 * (MATCH + GAP) + GAP
    tall = HEAD + 2 * (MATCH + 30) + GAP
    rows = -(-len(results) // 2)
    sheet = Pictures.new("RGB", (2 * wide + 3 * GAP, rows * tall + GAP), PAPER)
    for number, result in enumerate(results):
        row, column = divmod(number, 2)
        _answer(sheet, result, (GAP + column * (wide + GAP), GAP + row * tall))
    return np.asarray(sheet)


def _window(drawn: Image) -> tuple[slice, slice]:
    """The square around the ink, with a margin for the shadow."""
    rows, columns = (np.flatnonzero((drawn.min(axis=2) < 128).any(axis=axis)) for axis in (1, 0))
    half = round(0.64 * max(np.ptp(rows), np.ptp(columns)))
    middles = [int(at[0] + at[-1]) // 2 for at in (rows, columns)]
    starts = [min(max(0, middle - half), len(drawn) - 2 * half) for middle in middles]
    down, over = (slice(max(0, start), max(0, start) + 2 * half) for start in starts)
    return down, over


def _answer(sheet: Any, result: Result, place: tuple[int, int]) -> None:  # noqa: ANN401
    from PIL import ImageDraw

    draw, (x, y) = ImageDraw.Draw(sheet), place
    name = title(result.caption)
    write(draw, (x, y), name, 22, TEXT)
    room = 2 * SIDE + GAP + 3 * (MATCH + GAP) - length(name, 22) - 12
    write(
        draw,
        (x + length(name, 22) + 12, y + 7),
        shortened(confidence(result.caption), 13, room),
        13,
        SOFT,
    )
    drawn = letterbox(result.request.sketch.raster)
    window = _window(drawn)
    card(sheet, drawn[window], (x, y + 34), SIDE)
    if result.image is not None:
        card(sheet, result.image[window], (x + SIDE + GAP, y + 34), SIDE)
    for number, match in enumerate(result.matches):
        row, column = divmod(number, 3)
        left = x + 2 * (SIDE + GAP) + column * (MATCH + GAP)
        match_card(sheet, match, (left, y + 34 + row * (MATCH + 30)), MATCH)


if __name__ == "__main__":
    main()

"""Where training drawings come from, traced once and kept in the run's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import save_arrays
from sketch2image.core.progress import Progress
from sketch2image.train.lite.drawings import Drawing, quickdraw, sketchy
from sketch2image.train.lite.edges import BLURS, edge_drawings
from sketch2image.train.lite.material import Material
from sketch2image.train.lite.photos import UNKNOWN, held_photos, labeled_photos, more_photos
from sketch2image.train.lite.synthetic import SCENES, scenes

Source = Callable[[Material], Iterable[Drawing]]

_SOURCES: dict[str, Source] = {
    "sketchy": lambda material: sketchy(material.split.train_sketches),
    "held": lambda material: sketchy(material.split.held_sketches),
    "quickdraw": lambda material: quickdraw(material.data),
    "edges": lambda material: edge_drawings(labeled_photos(material)),
    "held_edges": lambda material: edge_drawings(held_photos(material)),
    "more_edges": lambda material: edge_drawings(
        [photo for photo in more_photos(material) if photo.label != UNKNOWN], BLURS[1:]
    ),
    "synth": lambda material: (
        drawing
        for scene in scenes(material.kept / "scenes", SCENES, material.report)
        for drawing in (scene.drawing, scene.by_hand)
    ),
}


_HELD = {"sketchy": "held", "edges": "held_edges"}
"""What a source gains where everything may be seen."""


def drawings(name: str, material: Material) -> list[Drawing]:
    """Drawings of one source, traced on first use; the material's folder keeps the lines.

    Args:
        name: `sketchy`, `held`, `quickdraw`, `edges`, `more_edges` or `synth`.
        material: what training may see.

    Raises:
        UserError: there is no such source.
    """
    if name not in _SOURCES:
        known = ", ".join(sorted(_SOURCES))
        raise UserError(ErrorKind.input, f"no drawings called {name!r}", f"There are: {known}.")
    more = [_HELD[name]] if material.everything and name in _HELD else []
    return [drawing for source in (name, *more) for drawing in _traced(source, material)]


def _traced(name: str, material: Material) -> list[Drawing]:
    shelf = material.kept / f"{name}.npz"
    if not shelf.exists():
        material.report(Progress("trace", text=f"tracing {name}"))
        store(shelf, list(_SOURCES[name](material)))
    return load(shelf)


def store(file: Path, drawings: Sequence[Drawing]) -> None:
    """Writes drawings to one file."""
    lines = [line for drawing in drawings for line in drawing.lines]
    arrays = {
        "points": np.concatenate(lines),
        "lengths": np.array([len(line) for line in lines]),
        "counts": np.array([len(drawing.lines) for drawing in drawings]),
        "labels": np.array([drawing.label for drawing in drawings]),
        "groups": np.array([drawing.group for drawing in drawings]),
    }
    save_arrays(file, arrays)


def load(file: Path) -> list[Drawing]:
    """Reads the drawings `store` wrote."""
    with np.load(file) as shelf:
        lines = np.split(shelf["points"], np.cumsum(shelf["lengths"])[:-1])
        ends = np.cumsum(shelf["counts"])
        labels, groups = shelf["labels"].tolist(), shelf["groups"].tolist()
    starts = [0, *ends[:-1]]
    return [
        Drawing(label, tuple(lines[start:end]), group)
        for label, group, start, end in zip(labels, groups, starts, ends, strict=True)
    ]

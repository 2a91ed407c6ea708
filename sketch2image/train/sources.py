"""Where training drawings come from, traced once and kept in the run's folder."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from sketch2image.core.files import write_atomically
from sketch2image.core.progress import Progress, Report
from sketch2image.train.drawings import Drawing, quickdraw, sketchy
from sketch2image.train.edges import edge_drawings
from sketch2image.train.split import split
from sketch2image.train.synthetic import scenes

Source = Callable[[Path, Path, Report], Iterable[Drawing]]

SCENES = 40
"""Synthetic scenes of each class."""

_SOURCES: dict[str, Source] = {
    "sketchy": lambda data, folder, report: sketchy(split(data).train_sketches),
    "held": lambda data, folder, report: sketchy(split(data).held_sketches),
    "quickdraw": lambda data, folder, report: quickdraw(data),
    "edges": lambda data, folder, report: edge_drawings(split(data).train_photos),
    "synth": lambda data, folder, report: (
        scene.drawing for scene in scenes(folder / "scenes", SCENES, report)
    ),
}


def drawings(name: str, data: Path, folder: Path, report: Report) -> list[Drawing]:
    """Drawings of one source: `sketchy`, `held`, `quickdraw`, `edges` or `synth`.

    Args:
        name: of the source.
        data: the development data.
        folder: where the traced lines are kept for the next run.
        report: told when tracing starts, which takes half a minute.
    """
    shelf = folder / f"{name}.npz"
    if not shelf.exists():
        report(Progress("trace", text=f"tracing {name}"))
        store(shelf, list(_SOURCES[name](data, folder, report)))
    return load(shelf)


def store(file: Path, drawings: Sequence[Drawing]) -> None:
    """Writes drawings to one file."""
    lines = [line for drawing in drawings for line in drawing.lines]
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        points=np.concatenate(lines),
        lengths=np.array([len(line) for line in lines]),
        counts=np.array([len(drawing.lines) for drawing in drawings]),
        labels=np.array([drawing.label for drawing in drawings]),
        groups=np.array([drawing.group for drawing in drawings]),
    )
    write_atomically(file, buffer.getvalue())


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

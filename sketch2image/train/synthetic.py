"""Drawings and pictures of parametric scenes, made once and kept."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sketch2image.core.files import write_atomically
from sketch2image.core.progress import Counter, Report
from sketch2image.core.types import Image
from sketch2image.synth import objects
from sketch2image.train.drawings import Drawing, unit
from sketch2image.train.vocabulary import index

TRAIN_SEED = 1_000_000
"""Training uses seeds from here on; demo, sample gallery and evaluation use smaller ones."""

PICTURE_SIDE = 128
_CANVAS = (320, 240)


@dataclass(frozen=True)
class Scene:
    """A drawing and the picture of the same scene.

    Attributes:
        drawing: its line drawing.
        picture: (128, 128, 3) uint8 on a white ground.
    """

    drawing: Drawing
    picture: Image


def scene(name: str, seed: int) -> Scene | None:
    """A random scene of a class, or None where nothing of it can be drawn."""
    model = objects.sample(name, np.random.default_rng(seed))
    lines = [s.points for s in objects.strokes(model, _CANVAS) if len(s.points) > 1]
    if not lines:
        return None
    drawing = Drawing(index()[name], unit(lines), f"{name}-{seed}")
    return Scene(drawing, objects.render(model, (PICTURE_SIDE, PICTURE_SIDE), smooth=1))


def scenes(folder: Path, count: int, report: Report) -> Iterator[Scene]:
    """`count` scenes of every class, class after class within each seed; kept in the folder."""
    counter = Counter(report, "synth", count * len(objects.names()))
    for seed in range(TRAIN_SEED, TRAIN_SEED + count):
        for name in objects.names():
            found = _kept(folder / f"{name}-{seed}.npz", name, seed)
            counter.advance(name)
            if found:
                yield found


def _kept(file: Path, name: str, seed: int) -> Scene | None:
    if file.exists():
        return _load(file)
    made = scene(name, seed)
    if made:
        _store(file, made)
    return made


def _store(file: Path, made: Scene) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        points=np.concatenate(made.drawing.lines),
        lengths=np.array([len(line) for line in made.drawing.lines]),
        label=made.drawing.label,
        picture=made.picture,
    )
    write_atomically(file, buffer.getvalue())


def _load(file: Path) -> Scene:
    with np.load(file) as kept:
        lines = np.split(kept["points"], np.cumsum(kept["lengths"])[:-1])
        drawing = Drawing(int(kept["label"]), tuple(lines), file.stem)
        return Scene(drawing, kept["picture"])

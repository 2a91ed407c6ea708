"""Drawings and pictures of parametric scenes, made once and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sketch2image.core.files import save_arrays
from sketch2image.core.progress import Counter, Report
from sketch2image.core.sketch import Stroke
from sketch2image.core.types import Image
from sketch2image.synth import objects
from sketch2image.synth.model import Model
from sketch2image.synth.people import humanise
from sketch2image.synth.shapes import rotation
from sketch2image.train.lite.drawings import Drawing, unit
from sketch2image.train.lite.vocabulary import index

TRAIN_SEED = 1_000_000
"""Training uses seeds from here on; demo, sample gallery and evaluation use smaller ones."""

PICTURE_SIDE = 128
SCENES = 40
"""Scenes of each class that are trained on."""

_CANVAS = (320, 240)
_PITCH, _YAW = (-6.0, 14.0), (-22.0, 22.0)


@dataclass(frozen=True)
class Scene:
    """A drawing and the picture of the same scene.

    Attributes:
        drawing: its line drawing.
        by_hand: the same as a person draws it.
        picture: (128, 128, 3) uint8 on a white ground.
    """

    drawing: Drawing
    by_hand: Drawing
    picture: Image


def scene(name: str, seed: int) -> Scene | None:
    """A random scene of a class, or None where nothing of it can be drawn."""
    rng = np.random.default_rng(seed)
    model = _turned(objects.sample(name, rng), rng)
    strokes = [s for s in objects.strokes(model, _CANVAS) if len(s.points) > 1]
    if not strokes:
        return None
    return Scene(
        _drawing(name, seed, strokes),
        _drawing(name, seed, humanise(strokes, rng) or strokes),
        objects.render(model, (PICTURE_SIDE, PICTURE_SIDE), smooth=1, threads=1),
    )


def _turned(model: Model, rng: Generator) -> Model:
    """The scene from a little higher or lower, or from the side."""
    turn = rotation(x=rng.uniform(*_PITCH)) @ model.turn @ rotation(y=rng.uniform(*_YAW))
    return replace(model, turn=turn)


def _drawing(name: str, seed: int, strokes: Sequence[Stroke]) -> Drawing:
    lines = [stroke.points for stroke in strokes if len(stroke.points) > 1]
    return Drawing(index()[name], unit(lines), f"synth/{name}/{seed}")


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
    parts = {
        "label": np.array(made.drawing.label),
        "group": np.array(made.drawing.group),
        "picture": made.picture,
    }
    drawings = _packed("exact", made.drawing) | _packed("by_hand", made.by_hand)
    save_arrays(file, parts | drawings)


def _packed(name: str, drawing: Drawing) -> dict[str, NDArray]:
    lengths = np.array([len(line) for line in drawing.lines])
    return {name: np.concatenate(drawing.lines), f"{name}_lengths": lengths}


def _load(file: Path) -> Scene:
    with np.load(file) as kept:
        label, group = int(kept["label"]), str(kept["group"])
        exact, by_hand = (
            Drawing(label, tuple(np.split(kept[name], _ends(kept[f"{name}_lengths"]))), group)
            for name in ("exact", "by_hand")
        )
        return Scene(exact, by_hand, kept["picture"])


def _ends(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.cumsum(lengths)[:-1]

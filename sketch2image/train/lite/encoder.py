"""Trains the lite encoder: the photo tower after a teacher, then a sketch head after both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from sketch2image.train.lite import captioner, photo_tower, sketch_tower
from sketch2image.train.lite.batches import Pool
from sketch2image.train.lite.evaluate import ink_inputs
from sketch2image.train.lite.lessons import Lessons
from sketch2image.train.lite.loop import Run
from sketch2image.train.lite.material import Material
from sketch2image.train.lite.network import PhotoTower
from sketch2image.train.lite.settings import Settings
from sketch2image.train.lite.sources import drawings
from sketch2image.train.lite.weights import load_averaged


@dataclass(frozen=True)
class Chosen:
    """Settings of both halves of the encoder and of the captioner whose trunk is used."""

    photo: Settings
    sketch: Settings
    captioner: Settings


def prepare_photo(
    settings: Settings, material: Material, folder: Path, minutes: float | None
) -> Run:
    """The photo half, ready to train."""
    lessons = Lessons(material, settings.dimensions)
    taught, held, space = lessons.training, lessons.held, lessons.space
    run = folder / "photo"
    return photo_tower.prepare(settings, taught, held, space, run, minutes, material.report)


def trained_photo(settings: Settings, folder: Path) -> PhotoTower:
    """The photo half of a run.

    Raises:
        UserError: it was not trained yet.
    """
    tower = photo_tower.network(settings)
    load_averaged(tower, folder / "photo" / "checkpoint.pt")
    return tower


def prepare_sketch(
    settings: Chosen, trunk: Path, material: Material, folder: Path, minutes: float | None
) -> Run:
    """The sketch half, ready to train.

    Args:
        settings: of both halves and of the captioner.
        trunk: checkpoint of the captioner whose trunk is used.
        material: what may be seen.
        folder: of the encoder's run; its photo half must have been trained.
        minutes: time in all, or None.

    Raises:
        UserError: a run before this one is missing.
    """
    photo, sketch = settings.photo, settings.sketch
    classifier = captioner.network(settings.captioner)
    load_averaged(classifier, trunk)
    lessons = Lessons(material, sketch.dimensions)
    pool = Pool(
        {name: drawings(name, material) for name in sketch.mix},
        sketch.mix,
        captioner.default_positions(),
        lessons.places.rows,
    )
    held, shown = drawings("held", material), lessons.held
    measured = sketch_tower.HeldOut(
        ink_inputs(held, sketch.size),
        torch.from_numpy(np.array([drawing.label for drawing in held])),
        photo_tower.encode(trained_photo(photo, folder), shown.pictures, photo.size),
        shown.labels,
    )
    return sketch_tower.prepare(
        sketch, classifier.trunk, lessons.space, pool, lessons.places, measured,
        folder / "sketch", minutes, material.report,
    )  # fmt: skip

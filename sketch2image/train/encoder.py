"""Trains the lite encoder: the photo tower after a teacher, then a sketch head after both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from sketch2image.core.progress import Report
from sketch2image.train import captioner, photo_tower, sketch_tower
from sketch2image.train.batches import Pool
from sketch2image.train.evaluate import ink_inputs
from sketch2image.train.loop import Run
from sketch2image.train.network import PhotoTower
from sketch2image.train.photos import Photo, training_photos
from sketch2image.train.settings import Settings
from sketch2image.train.sources import SCENES, drawings
from sketch2image.train.split import split
from sketch2image.train.synthetic import scenes
from sketch2image.train.teacher import Taught, joined, load, teach, teach_pictures
from sketch2image.train.vocabulary import index
from sketch2image.train.weights import load_averaged

VIEWS = 5
"""Views of every training photo that the teacher is asked about."""

SCENE_VIEWS = 2
"""Views of every rendered picture."""


@dataclass(frozen=True)
class Chosen:
    """Settings of both halves of the encoder and of the captioner whose trunk is used."""

    photo: Settings
    sketch: Settings
    captioner: Settings


def lessons(settings: Settings, data: Path, folder: Path, report: Report) -> tuple[Taught, Taught]:
    """Training views and held out photos with what the teacher says of them."""
    held = [Photo(file, index()[file.parent.name]) for file in split(data).held_photos]
    seed = settings.seed
    photos = teach(training_photos(data), VIEWS, seed, data, folder / "photos.npz", report)
    return (
        joined(photos, _rendered(settings, data, folder, report)),
        teach(held, 1, seed, data, folder / "held_photos.npz", report),
    )


def _rendered(settings: Settings, data: Path, folder: Path, report: Report) -> Taught:
    file = folder / "rendered.npz"
    if file.exists():
        return load(file)
    made = list(scenes(folder / "scenes", SCENES, report))
    pictures = ((scene.drawing.label, scene.picture) for scene in made)
    return teach_pictures(pictures, len(made), SCENE_VIEWS, settings.seed, data, file, report)


def prepare_photo(
    settings: Settings, data: Path, folder: Path, minutes: float | None, report: Report
) -> Run:
    """The photo half, ready to train."""
    taught, held = lessons(settings, data, folder, report)
    return photo_tower.prepare(settings, taught, held, folder / "photo", minutes, report)


def trained_photo(settings: Settings, folder: Path) -> PhotoTower:
    """The photo half of a run.

    Raises:
        UserError: it was not trained yet.
    """
    tower = photo_tower.network(settings)
    load_averaged(tower, folder / "photo" / "checkpoint.pt")
    return tower


def prepare_sketch(
    settings: Chosen,
    trunk: Path,
    data: Path,
    folder: Path,
    minutes: float | None,
    report: Report,
) -> Run:
    """The sketch half, ready to train.

    Args:
        settings: of both halves and of the captioner.
        trunk: checkpoint of the captioner whose trunk is used.
        data: the development data.
        folder: of the encoder's run; its photo half must have been trained.
        minutes: time in all, or None.
        report: receives progress.

    Raises:
        UserError: a run before this one is missing.
    """
    photo, sketch, caption = settings.photo, settings.sketch, settings.captioner
    classifier = captioner.network(caption)
    load_averaged(classifier, trunk)
    taught, shown = lessons(photo, data, folder, report)
    space = photo_tower.space_of(taught, photo)
    known = taught.labels >= 0
    pool = Pool(
        {name: drawings(name, data, folder, report) for name in sketch.mix},
        sketch.mix,
        captioner.default_positions(),
    )
    held = drawings("held", data, folder, report)
    vectors = photo_tower.encode(trained_photo(photo, folder), shown.pictures, photo.size)
    return sketch_tower.prepare(
        sketch,
        classifier.trunk,
        space,
        pool,
        (space.place(taught.vectors[known]), taught.labels[known]),
        sketch_tower.HeldOut(
            ink_inputs(held, sketch.size),
            torch.from_numpy(np.array([drawing.label for drawing in held])),
            vectors,
            shown.labels,
        ),
        folder / "sketch",
        minutes,
        report,
    )

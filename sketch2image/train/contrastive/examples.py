"""Sketches with photos that they mean, as batches of tensors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.views import Pixels, View
from sketch2image.train.contrastive.pictures import varied_photo, varied_sketch
from sketch2image.train.contrastive.settings import Settings
from sketch2image.train.contrastive.sources import instance_key, label_key, with_photos
from sketch2image.train.data.collection import Collection, Item

Key = tuple[str, str]
"""Class and instance."""

Vary = Callable[[Item, View, Settings, Generator, bool], Pixels]


@dataclass(frozen=True)
class Pairs:
    """Sketches to learn from, and the photos of their classes: `train.runs.task.Examples`.

    Attributes:
        sketches: each with a photo as the goal asks for.
        photos: of each class, by its plain name.
        view: what the network sees of a picture.
        settings: `goal` and those of variation count.
    """

    sketches: tuple[Item, ...]
    photos: Mapping[str, tuple[Item, ...]]
    view: View
    settings: Settings

    @classmethod
    def of(cls, part: Collection, view: View, settings: Settings) -> Pairs:
        """The pairs of the train part.

        Raises:
            UserError: no sketch has a photo, or there is one class only.
        """
        photos: dict[str, list[Item]] = defaultdict(list)
        for photo in part.photos:
            photos[label_key(photo)].append(photo)
        grouped = {label: tuple(group) for label, group in photos.items()}
        return cls(_learnable(part, settings), grouped, view, settings)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the classes with photos, in the order of their numbers."""
        return tuple(group[0].label for group in self.photos.values())

    def __len__(self) -> int:
        return len(self.sketches)

    def batch(self, places: Sequence[int], rng: Generator) -> dict[str, Tensor]:
        """Sketches and their photos; by instance also another photo of each class.

        Returns:
            `sketches` (N, 3, S, S); `photos` (N or 2 N, 3, S, S), the i-th that of the i-th sketch;
            `sketch_label` and `photo_label`, int64 positions in `labels`; `sketch_instance` and
            `photo_instance`, int64, equal where the sketch was drawn after the photo.
        """
        sketches = [self.sketches[place] for place in places]
        photos = [self._own(sketch, rng) for sketch in sketches]
        if self.settings.goal == "instance":
            photos += [self._another(photo, rng) for photo in photos]
        mirrored = self._mirrored(len(sketches), rng)
        flips = mirrored * (len(photos) // len(sketches))
        known: dict[Key, int] = {}
        return {
            "sketches": self._varied(varied_sketch, sketches, mirrored, rng),
            "photos": self._varied(varied_photo, photos, flips, rng),
            **self._numbers("sketch", sketches, known),
            **self._numbers("photo", photos, known),
        }

    def _own(self, sketch: Item, rng: Generator) -> Item:
        group = self.photos[label_key(sketch)]
        if self.settings.goal == "instance":
            return next(photo for photo in group if photo.instance == sketch.instance)
        return group[rng.integers(len(group))]

    def _another(self, photo: Item, rng: Generator) -> Item:
        """The photo itself where its class has no other."""
        group = self.photos[label_key(photo)]
        step = rng.integers(1, max(2, len(group)))
        return group[(group.index(photo) + step) % len(group)]

    def _mirrored(self, count: int, rng: Generator) -> list[bool]:
        drawn = rng.integers(2, size=count)
        return [self.settings.mirror and bool(one) for one in drawn]

    def _varied(
        self, vary: Vary, items: Sequence[Item], mirrored: Sequence[bool], rng: Generator
    ) -> Tensor:
        pairs = zip(items, mirrored, strict=True)
        shown = [vary(item, self.view, self.settings, rng, one) for item, one in pairs]
        return torch.from_numpy(np.stack(shown))

    def _numbers(
        self, side: str, items: Sequence[Item], known: dict[Key, int]
    ) -> dict[str, Tensor]:
        classes = {label: number for number, label in enumerate(self.photos)}
        labels = [classes[label_key(item)] for item in items]
        instances = [known.setdefault(instance_key(item), len(known)) for item in items]
        return {
            f"{side}_label": torch.tensor(labels), f"{side}_instance": torch.tensor(instances),
        }  # fmt: skip


def _learnable(part: Collection, settings: Settings) -> tuple[Item, ...]:
    sketches = with_photos(part, settings)
    if not sketches:
        message = f"no sketch to learn from in {settings.data} has its photo"
        raise UserError(ErrorKind.input, message, "`data check` says what a folder holds.")
    if settings.goal == "category" and len(set(map(label_key, sketches))) < 2:
        hint = 'Add classes, or train with `goal = "instance"`.'
        raise UserError(ErrorKind.input, "there is only one class to learn", hint)
    return sketches

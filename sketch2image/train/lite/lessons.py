"""What the teacher says of the pictures a run may see, and the space that is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.files import save_arrays
from sketch2image.train.lite.material import Material
from sketch2image.train.lite.photos import (
    Photo,
    held_photos,
    labeled_photos,
    more_photos,
    plain_photos,
)
from sketch2image.train.lite.space import Matrix, Space, fit
from sketch2image.train.lite.synthetic import SCENES, scenes
from sketch2image.train.lite.teacher import Named, Taught, joined, load, teach, teach_pictures
from sketch2image.train.lite.vocabulary import labels

VIEWS, MORE_VIEWS, SCENE_VIEWS = 5, 2, 2
"""Views of every picture that the teacher is asked about: of our photos, of more, of scenes."""

_SEED = 4


@dataclass(frozen=True)
class Lessons:
    """Pictures with what the teacher says of them; made once and kept.

    Attributes:
        material: what may be seen.
        dimensions: of the space.
    """

    material: Material
    dimensions: int

    @cached_property
    def training(self) -> Taught:
        """Views to train on."""
        return joined(list(self._parts()))

    @cached_property
    def held(self) -> Taught:
        """The held out photos, whole, one row each."""
        taught = self._held()
        _, first = np.unique(taught.keys, return_index=True)
        return taught.rows(np.sort(first))

    @cached_property
    def space(self) -> Space:
        """The space, fitted to what may be seen without the held out pictures."""
        file = self.material.kept / f"space-{self.dimensions}.npz"
        if not file.exists():
            seen = joined(list(self._allowed()))
            save_arrays(file, fit(seen.vectors, seen.labels, len(labels()), self.dimensions).arrays)
        with np.load(file) as kept:
            return Space(**kept)

    @cached_property
    def places(self) -> Places:
        """Where the photos to train on lie."""
        file = self.material.file(f"places-{self.dimensions}.npz")
        if not file.exists():
            save_arrays(file, self._placed())
        with np.load(file) as kept:
            rows = {key: row for row, key in enumerate(kept["keys"].tolist())}
            return Places(rows, kept["places"], kept["labels"])

    def _placed(self) -> dict[str, NDArray]:
        keys, first = np.unique(self.training.keys, return_index=True)
        whole = self.training.rows(first)
        return {"keys": keys, "places": self.space.place(whole.vectors), "labels": whole.labels}

    def _parts(self) -> Iterator[Taught]:
        yield from self._allowed()
        if self.material.everything:
            yield self._held()

    def _allowed(self) -> Iterator[Taught]:
        material = self.material
        ours = [*labeled_photos(material), *plain_photos(material)]
        yield self._teach(ours, VIEWS, _SEED, "photos")
        if more := more_photos(material):
            yield self._teach(more, MORE_VIEWS, _SEED + 2, "more")
        yield self._rendered()

    def _held(self) -> Taught:
        return self._teach(held_photos(self.material), VIEWS, _SEED + 1, "held_photos")

    def _teach(self, photos: list[Photo], count: int, seed: int, name: str) -> Taught:
        material = self.material
        file = material.kept / f"{name}.npz"
        return teach(photos, count, seed, material.data, file, material.report)

    def _rendered(self) -> Taught:
        material, file = self.material, self.material.kept / "rendered.npz"
        if file.exists():
            return load(file)
        made = list(scenes(material.kept / "scenes", SCENES, material.report))
        pictures: list[Named] = [
            (scene.drawing.group, scene.drawing.label, scene.picture) for scene in made
        ]
        return teach_pictures(
            pictures, len(made), SCENE_VIEWS, _SEED, material.data, file, material.report
        )


@dataclass(frozen=True)
class Places:
    """Photos in the space.

    Attributes:
        rows: photo key to row.
        places: (N, D) unit rows.
        labels: (N,), negative where not known.
    """

    rows: Mapping[str, int]
    places: Matrix
    labels: NDArray[np.int64]


NOWHERE = Places({}, np.empty((0, 0), np.float32), np.empty(0, np.int64))
"""No photos."""

"""Sketches and photos of a data set, listed but not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sketch2image.core.pictures import open_picture
from sketch2image.core.types import Image
from sketch2image.train.data.strokes import draw_row


@dataclass(frozen=True)
class Item:
    """One sketch or photo.

    Attributes:
        file: a picture, or an `.ndjson` file of stroke drawings.
        label: its class, spelled as the data set spells it.
        instance: id of the photo it is, or was drawn after; empty where none is known.
        row: line of the `.ndjson` file, from 0 on; negative for a picture.
    """

    file: Path
    label: str
    instance: str = ""
    row: int = -1


@dataclass(frozen=True)
class Collection:
    """Sketches and photos, in a stable order."""

    sketches: tuple[Item, ...]
    photos: tuple[Item, ...]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Every class that has a sketch or a photo, sorted."""
        return tuple(sorted({item.label for item in (*self.sketches, *self.photos)}))

    def only(self, labels: Iterable[str]) -> Collection:
        """The part with these classes; `hot dog`, `Hot-Dog` and `hotdog` are one class."""
        wanted = {plain(label) for label in labels}
        return Collection(_of(self.sketches, wanted), _of(self.photos, wanted))

    def without(self, labels: Iterable[str]) -> Collection:
        """The part with all other classes; see `only`."""
        left_out = {plain(label) for label in labels}
        return self.only(label for label in self.labels if plain(label) not in left_out)

    def lacking(self, labels: Sequence[str]) -> tuple[str, ...]:
        """Which of these classes have neither a sketch nor a photo here."""
        present = {plain(label) for label in self.labels}
        return tuple(label for label in labels if plain(label) not in present)


def plain(label: str) -> str:
    """A class name reduced to its letters and digits, to compare spellings of data sets."""
    return "".join(letter for letter in label.casefold() if letter.isalnum())


def read_picture(item: Item) -> Image:
    """The picture of an item as it is meant to be seen.

    Returns:
        (H, W, 3) uint8 RGB: EXIF orientation applied, transparency laid on white, greyscale
        repeated; stroke drawings are drawn black on white, 256 pixels wide and high.

    Raises:
        UserError: the file is missing or damaged.
    """
    if item.row >= 0:
        return draw_row(item.file, item.row)
    return open_picture(item.file)


def _of(items: tuple[Item, ...], wanted: set[str]) -> tuple[Item, ...]:
    return tuple(item for item in items if plain(item.label) in wanted)

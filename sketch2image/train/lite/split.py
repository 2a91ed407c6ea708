"""Which pictures of the Sketchy database are kept out of training."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

HELD_PHOTOS = 5
"""Photos of each class that no training sees; the held out sketches were drawn after these."""


@dataclass(frozen=True)
class Split:
    """Files of the Sketchy database, by whether training may see them.

    One photo instance of every class with three drawn photos is held out with all its sketches,
    and one of every other class with two. More photos fill up to `HELD_PHOTOS`.
    """

    train_sketches: tuple[Path, ...]
    held_sketches: tuple[Path, ...]
    train_photos: tuple[Path, ...]
    held_photos: tuple[Path, ...]


def split(data: Path) -> Split:
    """The split of the data folder: the same on every machine, whatever the file order."""
    sketches = sorted((data / "sketchy" / "sketch").glob("*/*.png"))
    photos = sorted((data / "sketchy" / "photo").glob("*/*.jpg"))
    held = _held_instances(sketches)
    kept_out = _held_photos(photos, held, {instance(file) for file in sketches})
    return Split(
        tuple(file for file in sketches if instance(file) not in held),
        tuple(file for file in sketches if instance(file) in held),
        tuple(file for file in photos if file not in kept_out),
        tuple(file for file in photos if file in kept_out),
    )


def instance(file: Path) -> tuple[str, str]:
    """Class and photo id of a sketch or photo file."""
    return file.parent.name, file.stem.rsplit("-", 1)[0]


def _held_instances(sketches: list[Path]) -> set[tuple[str, str]]:
    classes: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for file in sketches:
        classes[file.parent.name].add(instance(file))
    return {
        min(drawn, key=_lot)
        for name, drawn in classes.items()
        if len(drawn) >= 3 or (len(drawn) == 2 and _lot((name, "")) % 2)
    }


def _held_photos(
    photos: list[Path], held: set[tuple[str, str]], drawn: set[tuple[str, str]]
) -> set[Path]:
    classes: dict[str, list[Path]] = defaultdict(list)
    for file in photos:
        if instance(file) in held or instance(file) not in drawn:
            classes[file.parent.name].append(file)
    return {
        file
        for files in classes.values()
        for file in sorted(files, key=lambda f: (instance(f) not in held, _lot(instance(f))))[
            :HELD_PHOTOS
        ]
    }


def _lot(key: tuple[str, str]) -> int:
    """A number that is drawn once for all time."""
    return int(hashlib.sha256("/".join(key).encode()).hexdigest()[:12], 16)

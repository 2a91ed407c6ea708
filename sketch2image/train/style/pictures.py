"""A folder of classes as pictures with labels."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Counter, Report
from sketch2image.gallery.recognition.split import classes_of
from sketch2image.models.digests import sha256_of

Places = NDArray[np.int64]
"""(N,) positions in `Pictures`, ascending."""

_EACH = 64
"""Pictures between two events of progress."""


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures of some classes.

    Attributes:
        root: folder of the classes.
        paths: N posix paths that begin at it.
        labels: (N,) int64, 0 .. C - 1.
        classes: C names of folders, in order.
        contents: sha256 of the bytes of each file.
    """

    root: Path
    paths: tuple[str, ...]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    contents: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.paths)

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Where they lie."""
        return tuple(self.root / path for path in self.paths)

    @cached_property
    def digest(self) -> str:
        """Differs whenever a picture, its class or its place does: splits are equal where it is."""
        lines = map(" ".join, zip(self.contents, self.paths, strict=True))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def at(self, places: Places) -> Pictures:
        """Some of them."""
        paths = tuple(self.paths[place] for place in places)
        contents = tuple(self.contents[place] for place in places)
        return Pictures(self.root, paths, self.labels[places], self.classes, contents)


def read_pictures(folder: str, stage: str, report: Report, fewest: int = 2) -> Pictures:
    """The pictures of a folder of classes, at any depth below each.

    Args:
        folder: one folder for each class.
        stage: name in progress events.
        report: gets how many files were read.
        fewest: classes.

    Raises:
        UserError: no such folder, too few classes, a class without pictures, or a file that cannot
            be read.
    """
    found = classes_of(folder, fewest)
    root = Path(folder)
    for name in _folders(root):
        if name not in found:
            raise UserError(ErrorKind.input, f"the class {name} has no picture", "Remove it.")
    paths = tuple(path for group in found.values() for path in group)
    sizes = [len(group) for group in found.values()]
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return Pictures(root, paths, labels, tuple(found), _digests(root, paths, stage, report))


def check_classes(pictures: Pictures) -> None:
    """Make sure that every class has a picture to learn from and one to be judged by.

    Raises:
        UserError: a class has one only.
    """
    for number, name in enumerate(pictures.classes):
        own = pictures.at(np.flatnonzero(pictures.labels == number))
        if len(set(own.contents)) < 2:
            copies = f", {len(own)} times" if len(own) > 1 else ""
            message = f"the class {name} has only one picture{copies}"
            raise UserError(ErrorKind.input, message, "Add pictures to it, or remove it.")


def _folders(root: Path) -> list[str]:
    return sorted(p.name for p in root.iterdir() if p.is_dir() and not p.name.startswith("."))


def _digests(root: Path, paths: Sequence[str], stage: str, report: Report) -> tuple[str, ...]:
    counter = Counter(report, stage, len(paths))
    digests = []
    for number, path in enumerate(paths, 1):
        digests.append(sha256_of(root / path))
        if number % _EACH == 0:
            counter.advance("reading pictures", _EACH)
    return tuple(digests)

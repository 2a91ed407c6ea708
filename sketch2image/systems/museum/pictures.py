"""Which pictures descriptors are made of, and in which order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.recognition.ground_truth import (
    TESTSET,
    VALSET,
    GroundTruth,
    ground_truth_of_folder,
    met_pictures,
    read_ground_truth,
)
from sketch2image.gallery.recognition.met_json import query_rows

_ORDER = ("train", "test", "val")
"""Of the parts, as nikosips/met writes them."""


@dataclass(frozen=True)
class Wanted:
    """Pictures to describe.

    Attributes:
        root: folder that the paths begin at.
        parts: paths of each part, as the ground truth spells and orders them.
    """

    root: Path
    parts: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return sum(map(len, self.parts.values()))

    @property
    def files(self) -> list[Path]:
        """All of them, part by part."""
        return [self.root / path for path in self._paths()]

    @property
    def digest(self) -> str:
        """16 hexadecimal digits that differ whenever parts, paths or their order do."""
        digest = hashlib.sha256()
        for name, paths in self.parts.items():
            digest.update("\n".join([name, *paths, ""]).encode())
        return digest.hexdigest()[:16]

    def check(self) -> None:
        """Make sure that all of them are there, before hours are spent on the first.

        Raises:
            UserError: some are missing; the first is named.
        """
        missing = [file for file in self.files if not file.is_file()]
        if missing:
            message = f"{len(missing):,} of {len(self):,} pictures are missing, first {missing[0]}"
            raise UserError(ErrorKind.missing_file, message, "Put them there, and begin again.")

    def _paths(self) -> Iterator[str]:
        for paths in self.parts.values():
            yield from paths


def check_one_source(info_dir: str, data: str) -> None:
    """Make sure that either The Met dataset or a folder is named.

    Raises:
        UserError: both are, or neither.
    """
    if bool(info_dir) == bool(data):
        hint = "--info-dir for The Met dataset, --data for a folder of your own."
        raise UserError(ErrorKind.input, "give either --info-dir or --data", hint)


def pictures_of_met(info_dir: str, im_root: str = "", *, mini: bool, queries_only: bool) -> Wanted:
    """The pictures of The Met dataset.

    Args:
        info_dir: folder of the ground truth.
        im_root: folder that holds `images`; empty for the one above `info_dir`.
        mini: whether to take the small database.
        queries_only: whether to leave out the database.

    Raises:
        UserError: ground truth or pictures are missing.
    """
    if queries_only:
        folder = Path(info_dir)
        parts = {
            name: tuple(path for path, _ in query_rows(folder, file))
            for name, file in (("test", TESTSET), ("val", VALSET))
        }
    else:
        parts = _parts(read_ground_truth(info_dir, mini))
    return Wanted(met_pictures(info_dir, im_root), parts)


def pictures_of_folder(folder: str, *, queries_only: bool) -> Wanted:
    """The pictures of a folder of classes, split into database and queries.

    Args:
        folder: one folder for each class.
        queries_only: whether to leave out the database.

    Raises:
        UserError: no such folder, or too little in it.
    """
    parts = _parts(ground_truth_of_folder(folder))
    kept = {name: paths for name, paths in parts.items() if not (queries_only and name == "train")}
    return Wanted(Path(folder), kept)


def _parts(truth: GroundTruth) -> dict[str, tuple[str, ...]]:
    return {name: getattr(truth, name).paths for name in _ORDER}

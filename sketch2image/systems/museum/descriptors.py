"""Descriptor files of a museum: the published pickle, and safetensors."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.recognition.ground_truth import GroundTruth
from sketch2image.gallery.recognition.neighbors import Rows
from sketch2image.models.converting.descriptor_files import PICKLE_FILE, SAFE_FILE
from sketch2image.models.converting.pickles import read_arrays
from sketch2image.systems.museum.mapped import map_arrays

PARTS = ("train", "val", "test")
FILES = (SAFE_FILE, PICKLE_FILE)
"""Names looked for in a folder; the first that is there is taken."""

_BLOCK = 16_384
_AGAIN = "Extract the descriptors again."
_READERS = {".safetensors": map_arrays, ".pkl": read_arrays}


@dataclass(frozen=True)
class Descriptors:
    """Descriptors of the three parts, all of one width, in the order of the ground truth.

    Attributes:
        train, val, test: (N, D) float32, finite, no row of zeros; mapped from a safetensors file.
        file: where they were read from.
    """

    train: Rows
    val: Rows
    test: Rows
    file: Path

    @property
    def dim(self) -> int:
        """Width of a descriptor."""
        return self.train.shape[1]


def read_descriptors(place: str | os.PathLike[str]) -> Descriptors:
    """Descriptors of a folder, or of a file, checked row by row.

    Args:
        place: folder of `descriptors.safetensors` or `descriptors.pkl`, or such a file of any name.

    Raises:
        UserError: missing, damaged, holding code, a part is missing or empty, of another width than
            the others, or a row is not finite or all zeros.
    """
    file = _find(Path(place))
    arrays = _READERS[file.suffix](file)
    parts = {name: _part(arrays, name, file) for name in PARTS}
    widths = {name: rows.shape[1] for name, rows in parts.items()}
    if len(set(widths.values())) > 1:
        said = ", ".join(f"{name} {width}" for name, width in widths.items())
        raise _wrong(file, f"has descriptors of different widths: {said}")
    return Descriptors(**parts, file=file)


def check_counts(descriptors: Descriptors, truth: GroundTruth, mini: bool) -> None:
    """Whether there is one descriptor for each picture.

    Raises:
        UserError: a part has more or fewer descriptors than the ground truth has pictures.
    """
    for name in PARTS:
        rows, pictures = len(getattr(descriptors, name)), len(getattr(truth, name))
        if rows != pictures:
            message = (
                f"{descriptors.file} has {rows} {name} descriptors, "
                f"the ground truth {pictures} pictures"
            )
            raise UserError(ErrorKind.input, message, _other_database(mini, name))


def _other_database(mini: bool, part: str) -> str:
    if part != "train":
        return "Name the ground truth that they were extracted with."
    option = "Leave out --mini" if mini else "Give --mini"
    return f"{option} if they are of the other database."


def _find(place: Path) -> Path:
    if place.is_file():
        if place.suffix not in _READERS:
            hint = f"Known: {', '.join(_READERS)}."
            raise UserError(ErrorKind.input, f"{place} is no file of descriptors", hint)
        return place
    if not place.is_dir():
        raise UserError(ErrorKind.missing_file, f"no such folder: {place}", "Check the path.")
    for name in FILES:
        if (place / name).is_file():
            return place / name
    message = f"{place} holds neither {' nor '.join(FILES)}"
    raise UserError(ErrorKind.missing_file, message, "Make them with `museum extract`.")


def _part(arrays: Mapping[str, NDArray], name: str, file: Path) -> Rows:
    rows = arrays.get(f"{name}_descriptors")
    if rows is None:
        raise _absent(file, name)
    if rows.ndim != 2 or rows.dtype.kind != "f":
        kind = f"{rows.dtype} {list(rows.shape)}"
        raise _wrong(file, f"has {kind} for {name}, not rows of float32")
    if not rows.size:
        raise _wrong(file, f"has no {name} descriptors: {list(rows.shape)}")
    for start in range(0, len(rows), _BLOCK):
        for row, what in _faults(rows[start : start + _BLOCK]):
            raise _wrong(file, f"has {what} in row {start + row} of the {name} descriptors")
    return rows.astype(np.float32, copy=False)


def _faults(block: NDArray) -> Iterator[tuple[int, str]]:
    """First row of a block that is not finite, and first that is all zeros."""
    sums = np.abs(block, dtype=np.float64).sum(axis=1)
    for wrong, what in ((~np.isfinite(sums), "NaN or infinity"), (sums == 0, "nothing but zeros")):
        if wrong.any():
            yield int(wrong.argmax()), what


def _absent(file: Path, name: str) -> UserError:
    if name == "train":
        message = f"{file} holds queries only, no train descriptors"
        return UserError(ErrorKind.input, message, "Extract them without --queries_only.")
    return _wrong(file, f"has no {name} descriptors")


def _wrong(file: Path, what: str) -> UserError:
    return UserError(ErrorKind.input, f"{file} {what}", _AGAIN)

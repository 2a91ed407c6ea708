"""Vectors that were made elsewhere, taken over instead of encoding their pictures again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.lock import writer
from sketch2image.gallery.protocol import Encoder
from sketch2image.gallery.scan import folder_key
from sketch2image.models.digests import sha256_of

STAGE = "vectors"
_LOOKS = 5
"""Pictures that are encoded to see whether the vectors are theirs."""

_SAME = 0.98
"""Cosine of two vectors of one picture by one encoder, at least: decoders differ by a little."""


@dataclass(frozen=True, eq=False)
class Taken:
    """Vectors by path of the picture below the folder.

    Attributes:
        source: where they come from, for people.
        vectors: (D,) float32, unit length, each.
    """

    source: str
    vectors: Mapping[str, NDArray[np.float32]]


def take_over(gallery: Gallery, folder: str, taken: Taken, encoder: Encoder, report: Report) -> int:
    """Put vectors into a gallery under this encoder; adding the folder then encodes the others.

    A few of the pictures are encoded, to see whether the vectors are of this encoder and theirs.

    Returns:
        How many were put in; pictures that have a vector already keep theirs.

    Raises:
        UserError: the vectors are of another length, or not those that the encoder makes.
        Cancelled: raised by `report`.
    """
    key = folder_key(folder)
    due = _due(gallery, key, list(taken.vectors), encoder)
    if not due:
        return 0
    _check_length(taken, due[0], encoder)
    _check_looks(taken, key, due, encoder)
    found = _contents(key, due, report)
    vectors = np.stack([taken.vectors[path] for path in found.values()])
    with writer(gallery.store, gallery.name, report), gallery.catalog.change():
        gallery.catalog.put_vectors(encoder.fingerprint, list(found), vectors)
    return len(found)


def _contents(folder: str, paths: Sequence[str], report: Report) -> dict[str, str]:
    """Paths by sha256 of their files; those that cannot be read are told when they are added."""
    counter = Counter(report, STAGE, len(paths))
    found: dict[str, str] = {}
    for path in paths:
        with suppress(UserError):
            found.setdefault(sha256_of(Path(folder) / path), path)
        counter.advance(path)
    return found


def _due(gallery: Gallery, folder: str, paths: Sequence[str], encoder: Encoder) -> list[str]:
    """Paths of those that have no vector yet."""
    entries = gallery.catalog.entries(folder)
    encoded = gallery.catalog.encoded(encoder.fingerprint)
    here = {key for key, entry in entries.items() if entry.content in encoded}
    return [path for path in paths if f"{folder.rstrip('/')}/{path}" not in here]


def _check_length(taken: Taken, path: str, encoder: Encoder) -> None:
    length = len(taken.vectors[path])
    if length != encoder.dim:
        message = f"{taken.source} has vectors of {length} numbers, the encoder of {encoder.dim}"
        hint = "Name the model that made it: DINOv2 small has 384, base 768, large 1024."
        raise UserError(ErrorKind.input, message, hint)


def _check_looks(taken: Taken, folder: str, paths: list[str], encoder: Encoder) -> None:
    places = np.linspace(0, len(paths) - 1, min(_LOOKS, len(paths))).round().astype(int)
    chosen = [paths[place] for place in places.tolist()]
    seen = encoder.encode_photos([open_picture(Path(folder) / path) for path in chosen])
    cosines = [float(seen[n] @ taken.vectors[path]) for n, path in enumerate(chosen)]
    middle = float(np.median(cosines))
    if middle < _SAME:
        message = f"{taken.source} was not made so of these pictures: cosine {middle:.2f}, not 1"
        hint = "Try --rgb or --bgr, another --model, or the folder it was made of."
        raise UserError(ErrorKind.input, message, hint)

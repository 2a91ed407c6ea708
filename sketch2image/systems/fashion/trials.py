"""What is asked to see what sketches and words do: queries, and the photos among which they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report
from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.composed.encoder import ComposedEncoder
from sketch2image.gallery.composed.names import EVEN, SPLIT
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.train.composed.metrics import Places, own_places
from sketch2image.train.composed.triplets import Triplet, read_triplets

_BATCH = 16


@dataclass(frozen=True)
class Trials:
    """Encoded queries and photos.

    Attributes:
        encoder: of all.
        asked: N triplets; their own photos come first among the photos.
        photos: M files.
        vectors: (M, D) unit rows of the photos.
        sketches: (N, D) unit rows of the sketches.
    """

    encoder: ComposedEncoder
    asked: tuple[Triplet, ...]
    photos: tuple[Path, ...]
    vectors: Vectors
    sketches: Vectors

    def among_themselves(self) -> Trials:
        """The same queries among their own photos alone."""
        own = len(self.asked)
        return replace(self, photos=self.photos[:own], vectors=self.vectors[:own])

    @cached_property
    def words(self) -> Vectors:
        """(N, D) unit rows of the captions."""
        return self.said([one.text for one in self.asked])

    def said(self, texts: Sequence[str]) -> Vectors:
        """(N, D) unit rows of texts; of an empty one the row is of no use."""
        return self.encoder.encode_words(texts)

    def both(self, words: Vectors, weight: float = EVEN) -> Vectors:
        """(N, D) unit rows of the sketches with other words."""
        return self.encoder.compose(words, self.sketches, weight)

    def best(self, queries: Vectors, k: int) -> NDArray[np.int64]:
        """(N, k) places of the photos that queries find, best first; equal ones in file order."""
        return np.argsort(-(queries @ self.vectors.T), axis=1, kind="stable")[:, :k]

    def places(self, queries: Vectors) -> Places:
        """Place of each triplet's own photo among all."""
        return own_places(queries, self.vectors)


def all_trials(model: Path, data: Path, report: Report) -> Trials:
    """The triplets that training left out, among all photos of the data.

    Args:
        model: folder of the encoder; its `split.json` says what was left out.
        data: folder of triplets.
        report: progress.

    Raises:
        UserError: nothing was left out, the split is of other data, or a picture cannot be read.
    """
    found = read_triplets(data)
    asked = left_out(model, found.asked)
    own = [one.photo for one in asked]
    taken = set(own)
    rest = [one.photo for one in found.asked if one.photo not in taken]
    photos = (*own, *rest, *found.others)
    encoder = ComposedEncoder(model)
    counter = Counter(report, "encoding", len(photos) + len(asked))
    vectors = _rows(photos, encoder.encode_photos, counter)
    sketches = _rows([one.sketch for one in asked], encoder.encode_sketches, counter)
    return Trials(encoder, asked, photos, vectors, sketches)


def left_out(model: Path, asked: Sequence[Triplet]) -> tuple[Triplet, ...]:
    """The triplets that training did not see, nor chose its weights by.

    Raises:
        UserError: `model` says none, or they are not among `asked`.
    """
    names = _names(model / SPLIT)
    by_name = {one.name: one for one in asked}
    missing = [name for name in names if name not in by_name]
    if missing:
        message = f"{len(missing):,} of {len(names):,} triplets of the test are not there: "
        hint = "Name the data that the encoder was trained on."
        raise UserError(ErrorKind.input, message + missing[0], hint)
    return tuple(by_name[name] for name in names)


def _names(file: Path) -> list[str]:
    hint = "Train with `--set test=0.1` or another share."
    try:
        names = json.loads(file.read_text("utf-8"))["test"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(ErrorKind.missing_file, f"{file} names no test", hint) from error
    if not names:
        raise UserError(ErrorKind.input, f"{file.parent} was trained on all triplets", hint)
    return names


def _rows(
    files: Sequence[Path], encode: Callable[[list[Image]], Vectors], counter: Counter
) -> Vectors:
    rows: list[Vectors] = []
    for start in range(0, len(files), _BATCH):
        chunk = files[start : start + _BATCH]
        rows.append(encode([open_picture(file, PICTURE_SIDE) for file in chunk]))
        counter.advance(chunk[-1].name, len(chunk))
    return np.concatenate(rows)

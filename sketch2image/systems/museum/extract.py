"""Descriptors of all pictures of a museum, into a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.ahead import ahead
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.lock import alone
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Progress, Report, silent
from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.gem.encoder import scales_name
from sketch2image.models.converting.descriptor_files import (
    PICKLE_FILE,
    SAFE_FILE,
    pickle_pieces,
    safetensors_pieces,
)
from sketch2image.models.devices import is_out_of_memory
from sketch2image.systems.museum.kept import KeptRows, read_card
from sketch2image.systems.museum.pictures import Wanted

if TYPE_CHECKING:
    from sketch2image.gallery.protocol import Encoder

STAGE = "extract"

_BATCH = 16
_READERS, _AHEAD = 4, 8
_GO_ON = "The same command then goes on from there."


@dataclass(frozen=True)
class Extracted:
    """What an extraction made.

    Attributes:
        file: the descriptors.
        dim: their length.
        counts: how many, of each part.
        resumed: how many of them were there before.
    """

    file: Path
    dim: int
    counts: dict[str, int]
    resumed: int


def folder_name(net: str, *, multi_scale: bool, mini: bool, queries_only: bool) -> str:
    """What nikosips/met calls the folder of such descriptors; of a network's folder its name."""
    marks = {"_mini": mini, "_queries_only": queries_only}
    said = "".join(mark for mark, given in marks.items() if given)
    return f"{Path(net).name}_{scales_name(multi_scale)}{said}"


def extract(
    wanted: Wanted,
    encoder: Encoder,
    folder: Path,
    *,
    side: int | None = None,
    as_pickle: bool = False,
    report: Report = silent,
) -> Extracted:
    """Describe pictures, and write `descriptors.safetensors`, or `descriptors.pkl` as published.

    Descriptors are kept as they are made: after a stop of any kind the same call goes on from
    there. Where they are all there already, nothing is made.

    Args:
        wanted: the pictures.
        encoder: makes the descriptors.
        folder: to write to; made when missing.
        side: longest side of a picture, pixels, larger ones are made smaller; None for as it is.
        as_pickle: whether to write the published form.
        report: is told about every picture, with the time left. It may raise `Cancelled`.

    Raises:
        UserError: a picture is missing or damaged, memory ran out, the network gives no numbers,
            another process is at the folder, or it cannot be written.
    """
    made_of = {"network": encoder.fingerprint, "pictures": wanted.digest, "side": str(side or "")}
    file = folder / (PICKLE_FILE if as_pickle else SAFE_FILE)
    card = folder / f"{file.name}.json"
    counts = {name: len(paths) for name, paths in wanted.parts.items()}
    with alone(folder, ErrorKind.output):
        if file.is_file() and read_card(card) == made_of:
            report(Progress(STAGE, len(wanted), len(wanted), f"{file} is there already"))
            return Extracted(file, encoder.dim, counts, len(wanted))
        wanted.check()
        kept = KeptRows(folder, made_of, encoder.dim)
        before = kept.done
        _describe(wanted.files, encoder, kept, side, report)
        _write(file, _by_part(kept.rows(), counts), made_of)
        write_atomically(card, json.dumps(made_of).encode())
        kept.discard()
    return Extracted(file, encoder.dim, counts, before)


def _describe(
    files: list[Path], encoder: Encoder, kept: KeptRows, side: int | None, report: Report
) -> None:
    counter = Counter(report, STAGE, len(files) - kept.done)
    read = partial(open_picture, max_side=side)
    with closing(ahead(files[kept.done :], read, _READERS, _AHEAD)) as pictures:
        for batch in _batches(pictures):
            kept.add(_rows(encoder, batch, files[kept.done :]))
            counter.advance(f"{kept.done:,} of {len(files):,} pictures", len(batch))


def _batches(pictures: Iterable[Image]) -> Iterator[list[Image]]:
    """Where a picture cannot be read, those before it come first."""
    batch: list[Image] = []
    try:
        for picture in pictures:
            batch.append(picture)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except UserError as error:
        if batch:
            yield batch
        raise UserError(error.kind, error.message, f"{error.hint} {_GO_ON}") from error
    if batch:
        yield batch


def _rows(encoder: Encoder, batch: list[Image], files: list[Path]) -> Vectors:
    try:
        rows = encoder.encode_photos(batch)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        message = f"memory ran out near {files[0]}"
        raise UserError(ErrorKind.input, message, f"Give --side 500. {_GO_ON}") from error
    wrong = ~np.isfinite(rows).all(axis=1)
    if wrong.any():
        message = f"the network gives no numbers for {files[int(wrong.argmax())]}"
        raise UserError(ErrorKind.model, message, "Its weights are damaged; fetch them again.")
    return rows


def _by_part(rows: Vectors, counts: dict[str, int]) -> dict[str, Vectors]:
    ends = np.cumsum(list(counts.values()))[:-1]
    parts = zip(counts, np.split(rows, ends), strict=True)
    return {f"{name}_descriptors": part for name, part in parts}


def _write(file: Path, arrays: dict[str, Vectors], made_of: dict[str, str]) -> None:
    if file.name == PICKLE_FILE:
        write_atomically(file, *pickle_pieces(arrays))
    else:
        write_atomically(file, *safetensors_pieces(arrays, made_of))

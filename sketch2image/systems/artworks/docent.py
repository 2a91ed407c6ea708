"""Pocket Docent's database: `<model>_index.faiss` and `artworks_metadata.npy`.

Row i of the index is the picture of row i of the metadata: artist, serial, absolute path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.picture_names import Pictures
from sketch2image.core.types import Vectors
from sketch2image.systems.artworks.artists import artist_of
from sketch2image.systems.artworks.metadata import Row
from sketch2image.systems.artworks.taking import Taken
from sketch2image.systems.artworks.work import NUMBER

if TYPE_CHECKING:
    import faiss

VIEW = "bgr-compat"
"""What its encoder saw of a picture; `rgb-compat` where its BGR mistake has been mended."""

METADATA = "artworks_metadata.npy"
ENDING = "_index.faiss"
_SIZES = ("small", "base", "large")
_COLUMNS = 3
_UNIT = 1e-3
_AGAIN = "Delete both files and let Pocket Docent register once more."


@dataclass(frozen=True, eq=False)
class Docent:
    """A database of Pocket Docent.

    Attributes:
        file: of the index.
        vectors: (N, D) float32 unit rows.
        rows: N of them, as of a table of works.
    """

    file: Path
    vectors: Vectors
    rows: tuple[Row, ...]

    def taken(self, paths: Sequence[str]) -> Taken:
        """Its vectors by the pictures of a folder; a path of its own counts by how it ends.

        Args:
            paths: of the pictures, below the folder.

        Raises:
            UserError: none of its pictures is there.
        """
        pictures = Pictures(paths)
        found = [pictures.find(row.names[0]) for row in self.rows]
        vectors = {path: vector for path, vector in zip(found, self.vectors, strict=True) if path}
        if not vectors:
            hint = f"Its first is {self.rows[0].names[0]}, in the folder lies {paths[0]}."
            message = f"no picture of {self.file.with_name(METADATA)} is in the folder"
            raise UserError(ErrorKind.input, message, hint)
        return Taken(str(self.file), vectors)


def read_docent(place: str, model: str = "") -> Docent:
    """Read a database of Pocket Docent; nothing in it is unpickled.

    Args:
        place: its `db` folder, or the index in it.
        model: id or folder of the encoder; its size picks the index where there are several.

    Raises:
        UserError: a file is missing, damaged or of another kind, or the two do not fit.
    """
    file = _index_file(Path(place), model)
    metadata = file.with_name(METADATA)
    vectors, rows = _vectors(file), _rows(metadata)
    if len(vectors) != len(rows):
        message = f"{file} holds {len(vectors)} vectors, {metadata} {len(rows)} rows"
        hint = f"Registering again writes a new index and keeps the old metadata. {_AGAIN}"
        raise UserError(ErrorKind.input, message, hint)
    return Docent(file, vectors, rows)


def _index_file(place: Path, model: str) -> Path:
    if place.is_file():
        return place
    found = sorted(place.glob(f"*{ENDING}"))
    wanted = [file for file in found if _size(file.name) and _size(file.name) in Path(model).name]
    chosen = wanted if len(wanted) == 1 else found
    if not found:
        hint = "Name the folder `db` of Pocket Docent."
        raise UserError(ErrorKind.missing_file, f"there is no *{ENDING} in {place}", hint)
    if len(chosen) > 1:
        names = ", ".join(file.name for file in found)
        hint = f"Name one of them: {names}; or --model."
        raise UserError(ErrorKind.input, f"{place} holds several indexes", hint)
    return chosen[0]


def _size(name: str) -> str:
    return next((size for size in _SIZES if size in name), "")


def _vectors(file: Path) -> Vectors:
    import faiss

    try:
        index = faiss.read_index(str(file))
    except (RuntimeError, MemoryError) as error:
        raise _no_docent(file, "it is damaged, or no index of FAISS") from error
    if not isinstance(index, faiss.IndexFlatIP):
        raise _no_docent(file, f"it is an {type(index).__name__}, not an IndexFlatIP")
    vectors = _all_of(index)
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=_UNIT):
        raise _no_docent(file, "its vectors are not of unit length")
    return vectors


def _all_of(index: faiss.IndexFlatIP) -> Vectors:
    return np.asarray(index.reconstruct_n(0, index.ntotal), np.float32).reshape(-1, index.d)


def _rows(file: Path) -> tuple[Row, ...]:
    table = _table(file)
    if table.ndim != 2 or table.shape[1] != _COLUMNS or table.dtype.kind != "U":
        what = f"an array of {table.dtype} and shape {table.shape}"
        raise _no_docent(file, f"it holds {what}, not (N, {_COLUMNS}) of text")
    return tuple(_row(*map(str, row)) for row in table)


def _table(file: Path) -> NDArray:
    try:
        return np.load(file, allow_pickle=False)
    except FileNotFoundError as error:
        hint = "It lies beside the index."
        raise UserError(ErrorKind.missing_file, f"no such file: {file}", hint) from error
    except (OSError, ValueError, EOFError) as error:
        reason = "it holds pickled objects, which can run programs, or is damaged"
        raise _no_docent(file, reason) from error


def _row(artist: str, serial: str, path: str) -> Row:
    number = serial.removeprefix(f"{artist}_")
    return Row((path,), {"artist": artist_of(artist)}, {NUMBER: number})


def _no_docent(file: Path, reason: str) -> UserError:
    return UserError(ErrorKind.input, f"{file} is not Pocket Docent's: {reason}", _AGAIN)

"""Exact nearest neighbours, and the derived file that lets them load quickly."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.types import Vectors
from sketch2image.gallery.catalog import Catalog
from sketch2image.gallery.protocol import Encoder, Ids

_ID = np.dtype("<i8")
_VALUE = np.dtype("<f4")
_CHUNK = 20_000
_LONGEST_HEADER = 4096
_log = logging.getLogger(__name__)


class FlatIndex:
    """FAISS exact inner product bound to ids; a `VectorIndex`.

    Args:
        dim: length of a vector.
    """

    def __init__(self, dim: int) -> None:
        import faiss

        self._flat = faiss.IndexFlatIP(dim)
        self._bound = faiss.IndexIDMap(self._flat)

    @property
    def count(self) -> int:
        """Vectors held."""
        return self._flat.ntotal

    @property
    def ids(self) -> Ids:
        """(N,) ids held, in the order of `vectors`."""
        import faiss

        return faiss.vector_to_array(self._bound.id_map)

    @property
    def vectors(self) -> Vectors:
        """(N, dim) vectors held."""
        return self._flat.reconstruct_n(0, self.count)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Put (N, dim) vectors under (N,) ids that are not held yet."""
        self._bound.add_with_ids(
            np.ascontiguousarray(vectors, np.float32), np.ascontiguousarray(ids, np.int64)
        )

    def remove(self, ids: Ids) -> None:
        """Drop the vectors of these ids; unknown ids are passed over."""
        import faiss

        self._bound.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(ids, np.int64)))

    def search(self, queries: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], Ids]:
        """Best min(k, count) of each query: inner products, descending, and ids."""
        queries = np.ascontiguousarray(queries, np.float32)
        return self._bound.search(queries, min(k, self.count))

    def vectors_of(self, ids: Ids) -> Vectors:
        """(N, dim) vectors of N ids that are held, in their order."""
        order = np.argsort(self.ids)
        places = order[np.searchsorted(self.ids, ids, sorter=order)]
        return self._flat.reconstruct_batch(places)


@dataclass(frozen=True)
class _Header:
    """Which state of which catalog a derived file was made from."""

    uid: str
    revision: int
    encoder: str
    dim: int
    count: int

    @property
    def size(self) -> int:
        return self.count * (_ID.itemsize + self.dim * _VALUE.itemsize)


def load_index(catalog: Catalog, encoder: Encoder, store: Path) -> FlatIndex:
    """The index of an encoder's vectors, in step with the catalog.

    Read from its derived file, which is brought up to date or made anew where needed.
    """
    file = _file(store, encoder.fingerprint)
    uid, revision = catalog.uid, catalog.revision
    index, made_from = _read(file, uid, encoder)
    if made_from == revision:
        return index
    _catch_up(index, catalog, encoder)
    _keep(file, index, _Header(uid, revision, encoder.fingerprint, encoder.dim, index.count))
    return index


def is_current(catalog: Catalog, encoder: Encoder, store: Path) -> bool:
    """Whether the derived file matches the catalog vector by vector, or is not there."""
    file = _file(store, encoder.fingerprint)
    index, revision = _read(file, catalog.uid, encoder)
    if revision != catalog.revision:
        return not file.exists() or revision != -1
    ids = catalog.vector_ids(encoder.fingerprint)
    order = np.argsort(index.ids)
    same_ids = np.array_equal(index.ids[order], ids)
    return same_ids and np.array_equal(index.vectors[order], catalog.vectors(ids, encoder.dim))


def _catch_up(index: FlatIndex, catalog: Catalog, encoder: Encoder) -> None:
    wanted = catalog.vector_ids(encoder.fingerprint)
    held = index.ids
    index.remove(np.setdiff1d(held, wanted))
    new = np.setdiff1d(wanted, held)
    for start in range(0, len(new), _CHUNK):
        ids = new[start : start + _CHUNK]
        index.add(ids, catalog.vectors(ids, encoder.dim))


def _file(store: Path, fingerprint: str) -> Path:
    return store / f"index-{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}.vectors"


def _read(file: Path, uid: str, encoder: Encoder) -> tuple[FlatIndex, int]:
    """The index kept in a file and its revision; an empty one and -1 where it does not fit."""
    index = FlatIndex(encoder.dim)
    try:
        with file.open("rb") as stream:
            header = _parse(stream.readline(_LONGEST_HEADER))
            start = stream.tell()
            size = stream.seek(0, 2) - start
            if header is None or not _fits(header, size, uid, encoder):
                return index, -1
            stream.seek(start)
            ids = np.fromfile(stream, _ID, header.count)
            vectors = np.fromfile(stream, _VALUE, header.count * header.dim)
    except OSError:  # not there or not readable: a derived file is made again
        return index, -1
    index.add(ids, vectors.reshape(header.count, header.dim))
    return index, header.revision


def _parse(line: bytes) -> _Header | None:
    try:
        return _Header(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _fits(header: _Header, size: int, uid: str, encoder: Encoder) -> bool:
    made_for = (header.uid, header.encoder, header.dim)
    return made_for == (uid, encoder.fingerprint, encoder.dim) and size == header.size


def _keep(file: Path, index: FlatIndex, made_from: _Header) -> None:
    header = json.dumps(asdict(made_from)).encode() + b"\n"
    ids, vectors = index.ids.astype(_ID), index.vectors.astype(_VALUE)
    try:
        write_atomically(file, header, ids.tobytes(), vectors.tobytes())
    except UserError as error:
        if error.kind is not ErrorKind.output:
            raise
        _log.warning("the search index is not kept: %s", error)

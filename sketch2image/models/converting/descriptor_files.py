"""Descriptors as files, in pieces that are written one after the other without being copied.

Our own form is safetensors. The published one is a pickle of a dict of arrays; it is spelled out
here, since NumPy 2 writes names that the published code's NumPy 1 does not know, while the old
names are known to both. It is of protocol 4, which whatever reads the published protocol 5 reads.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Descriptors = Mapping[str, NDArray[np.float32]]
    """(N, D) rows by name, as `train_descriptors`."""

    Pieces = list[bytes | memoryview]
    """Of a file, in their order."""

SAFE_FILE, PICKLE_FILE = "descriptors.safetensors", "descriptors.pkl"

_DICT, _END = b"\x80\x04}(", b"u."
_ARRAY = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R"
_FLOATS = (
    b"cnumpy\ndtype\n\x8c\x02f4\x89\x88\x87R"
    b"(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
)
_BY_ROWS, _BUILD = b"\x89", b"tb"


def safetensors_pieces(arrays: Descriptors, facts: Mapping[str, str]) -> Pieces:
    """A safetensors file of float32 arrays.

    Args:
        arrays: contiguous; may lie on disk.
        facts: kept in its header.
    """
    header: dict[str, object] = {"__metadata__": dict(facts)}
    end = 0
    for name, rows in arrays.items():
        start, end = end, end + rows.nbytes
        header[name] = {"dtype": "F32", "shape": rows.shape, "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return [struct.pack("<Q", len(text)), text, *map(_bytes_of, arrays.values())]


def pickle_pieces(arrays: Descriptors) -> Pieces:
    """A pickle of a dict of two-dimensional float32 arrays, as nikosips/met reads it.

    Args:
        arrays: contiguous; may lie on disk.
    """
    pieces: Pieces = [_DICT]
    for name, rows in arrays.items():
        pieces += [_before(name, rows), _bytes_of(rows), _BUILD]
    return [*pieces, _END]


def _before(name: str, rows: NDArray[np.float32]) -> bytes:
    """Name, an empty array, and its state up to the values: version, shape, type, order."""
    shape = struct.pack("<cicic", b"J", rows.shape[0], b"J", rows.shape[1], b"\x86")
    key = struct.pack("<cB", b"\x8c", len(name)) + name.encode()
    values = struct.pack("<cQ", b"\x8e", rows.nbytes)
    return key + _ARRAY + b"(K\x01" + shape + _FLOATS + _BY_ROWS + values


def _bytes_of(rows: NDArray[np.float32]) -> memoryview:
    return rows.data.cast("B") if rows.size else memoryview(b"")

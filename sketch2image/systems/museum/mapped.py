"""Arrays of a safetensors file, mapped into memory without being read."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.layouts.headers import layout_of_file

_TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}


def map_arrays(file: Path) -> dict[str, NDArray]:
    """Arrays by name, read only; what is not looked at is not read.

    Raises:
        UserError: missing, no whole safetensors file, or not of floating point numbers.
    """
    layout_of_file(file)
    with file.open("rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
    header.pop("__metadata__", None)
    return {name: _map(file, name, entry, 8 + length) for name, entry in header.items()}


def _map(file: Path, name: str, entry: dict[str, Any], start: int) -> NDArray:
    kind, shape = _TYPES.get(entry["dtype"]), tuple(entry["shape"])
    if kind is None:
        message = f"{file} has {entry['dtype']} numbers for {name}, not float32"
        raise UserError(ErrorKind.unreadable, message, "Extract the descriptors again.")
    first, last = entry["data_offsets"]
    if last - first != np.dtype(kind).itemsize * int(np.prod(shape)):
        hint = "Fetch or convert it again."
        raise UserError(ErrorKind.unreadable, f"{file} is no whole safetensors file", hint)
    if first == last:
        return np.empty(shape, kind)
    return np.memmap(file, kind, "r", start + first, shape)

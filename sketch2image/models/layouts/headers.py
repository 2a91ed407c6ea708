"""Layouts of safetensors files on disk, read from their headers only."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import BinaryIO

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.layouts.tables import Layout

_LIMIT = 100_000_000
_METADATA = "__metadata__"


def layout_of_file(file: Path) -> Layout:
    """Shapes by tensor name of a safetensors file; the tensors themselves are not read.

    Raises:
        UserError: missing, or no whole safetensors file.
    """
    try:
        with file.open("rb") as stream:
            return _layout(stream, file.stat().st_size)
    except FileNotFoundError as error:
        raise UserError(ErrorKind.missing_file, f"{file} is not there") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise UserError(
            ErrorKind.unreadable,
            f"{file} is no whole safetensors file",
            "Fetch or convert it again.",
        ) from error


def layout_of_folder(folder: Path) -> Layout:
    """The same for all safetensors files of one folder together (a model in several pieces).

    Raises:
        UserError: no such file in the folder, or one of them is not whole.
    """
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise UserError(
            ErrorKind.missing_file, f"{folder} holds no safetensors file", "Check the folder."
        )
    found: Layout = {}
    for file in files:
        found |= layout_of_file(file)
    return found


def _layout(stream: BinaryIO, size: int) -> Layout:
    (length,) = struct.unpack("<Q", stream.read(8))
    if length > min(size - 8, _LIMIT):
        raise ValueError("the header is longer than the file")
    header = json.loads(stream.read(length))
    header.pop(_METADATA, None)
    end = max((entry["data_offsets"][1] for entry in header.values()), default=0)
    if 8 + length + end != size:
        raise ValueError("the data is not as long as the header says")
    return {name: tuple(entry["shape"]) for name, entry in header.items()}

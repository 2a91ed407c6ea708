"""Files that are written whole or not at all."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def write_atomically(
    path: str | os.PathLike[str], *parts: bytes | memoryview, durable: bool = False
) -> None:
    """Write `parts`, one after the other, to `path`; a crash leaves the old file or the new one.

    Missing folders are made. A `durable` file is on the disk on return, so that even a loss of
    power leaves one of the two.

    Raises:
        UserError: kind `output`, when the place cannot be written.
    """
    target = Path(path)
    unfinished = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("xb") as file:
                file.writelines(parts)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def save_arrays(path: str | os.PathLike[str], arrays: Mapping[str, NDArray]) -> None:
    """Write arrays to a compressed `.npz` file, whole or not at all.

    Raises:
        UserError: kind `output`, when the place cannot be written.
    """
    import numpy as np

    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    write_atomically(path, buffer.getbuffer())


def unwritable(path: str | os.PathLike[str], error: OSError) -> UserError:
    """The error for a place that could not be written."""
    reason = (error.strerror or str(error)).lower()
    return UserError(
        ErrorKind.output,
        f"cannot write {os.fspath(path)}: {reason}",
        "Choose another place, or make room and check its permissions.",
    )

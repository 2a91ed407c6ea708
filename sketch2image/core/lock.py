"""One process at a time changes a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable


@contextmanager
def alone(folder: Path, kind: ErrorKind = ErrorKind.model, seconds: float = 0) -> Iterator[None]:
    """Keep other processes from changing `folder`, by a lock file beside it.

    Args:
        folder: need not exist yet.
        kind: of the error when it is taken.
        seconds: to wait for another process.

    Raises:
        UserError: another process is at it, or the place cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder.with_name(f".{folder.name}.lock"), timeout=seconds)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        message = f"another process is changing {folder}"
        raise UserError(kind, message, "Wait until it has finished.") from error
    except NotImplementedError as error:
        raise unwritable(folder, OSError("its file system has no locks")) from error
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()

"""A file that is on this machine already: linked or copied, and checked like any other."""

from __future__ import annotations

import os
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.digests import sha256_of
from sketch2image.models.fetching.partial import Moved, Partial, part_of
from sketch2image.models.fetching.redirects import TransferError
from sketch2image.models.fetching.transfer import Got
from sketch2image.models.fetching.web import Announced

_BLOCK = 1 << 20


def copy(file: Path, target: Path, want: Announced, moved: Moved) -> Got:
    """Copy `file` to `target`.

    Raises:
        TransferError: it is not the file that was wanted.
        UserError: it cannot be read, or the place cannot be written.
    """
    with Partial(target, moved) as part:
        part.restart()
        try:
            with file.open("rb") as content:
                while block := content.read(_BLOCK):
                    part.write(block)
        except OSError as error:
            message = f"cannot read {file}: {error.strerror or error}"
            raise UserError(ErrorKind.unreadable, message, "Check its permissions.") from error
        got = Got(part.size, part.digest)
        try:
            _check(file, got, want)
        except TransferError:
            part.restart()
            raise
        part.finish()
        return got


def link(file: Path, target: Path, want: Announced, moved: Moved) -> Got:
    """Give `file` the second name `target`, or copy it where the disk allows no links.

    Raises:
        TransferError: it is not the file that was wanted.
        UserError: it cannot be read, or the place cannot be written.
    """
    got = Got(file.stat().st_size, sha256_of(file, moved))
    _check(file, got, want)
    unfinished = part_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.link(file.resolve(), unfinished)
        unfinished.replace(target)
    except OSError:
        moved(-got.size)
        return copy(file, target, want, moved)
    finally:
        unfinished.unlink(missing_ok=True)
    return got


def _check(file: Path, got: Got, want: Announced) -> None:
    if (want.size and got.size != want.size) or not got.sha256.startswith(want.sha256):
        hint = "Name a folder with the right files, or leave `--from` away."
        raise TransferError(f"{file} is not the expected file: its sha256 is {got.sha256}", hint)

"""Names of the phone as every file system takes them."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 200
"""Bytes; leaves room for a mark within the 255 of most file systems."""


def local_name(name: str) -> str:
    """One name of a file or folder, changed only where some system would refuse it.

    A changed name carries a mark made of the original, so that two never become one.
    """
    safe = _FORBIDDEN.sub("_", name).rstrip(". ")
    if _RESERVED.match(safe) or safe.startswith("."):
        safe = f"_{safe}"
    if safe == name and len(name.encode()) <= _LONGEST:
        return name
    return marked(safe or "_", hashlib.sha256(name.encode()).hexdigest()[:8])


def local_path(remote: str) -> str:
    """A path of the phone, without its leading slash, as a path of this computer."""
    return "/".join(local_name(part) for part in PurePosixPath(remote).parts if part != "/")


def marked(name: str, mark: str) -> str:
    """`name` with a mark before its ending, and short enough for any file system."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 5:
        stem, ending = name, ""
    stem = stem.encode()[: _LONGEST - 20].decode(errors="ignore")
    return f"{stem}-{mark}{dot and ending and '.'}{ending}"

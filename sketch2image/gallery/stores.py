"""Where galleries lie: one folder of state each, under `home()/galleries`."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.core.paths import home

DEFAULT_NAME = "default"
"""The gallery that is meant when none is named."""

CATALOG = "catalog.sqlite"

_NAME = re.compile(r"\w(?:[\w .-]{0,62}[\w-])?")
_FOLDER_MARK = "@"
"""Stands in the store names of unnamed galleries and in no name, so the two never meet."""

_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
"""Names that Windows keeps for itself, whatever follows their first dot."""


def stores() -> Path:
    """Folder of all galleries' stores; created when missing.

    Raises:
        UserError: kind `output`, when it cannot be made.
    """
    folder = home() / "galleries"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder


def is_name(text: str) -> bool:
    """Whether a text can name a gallery on every platform."""
    stem = text.split(".")[0].strip().lower()
    return bool(_NAME.fullmatch(text)) and stem not in _RESERVED


def named_store(name: str) -> Path:
    """Store of a named gallery, whether it exists or not.

    Raises:
        UserError: the name is not safe as a folder name.
    """
    if not is_name(name):
        raise UserError(
            ErrorKind.input,
            f"{name!r} cannot name a gallery",
            "Use up to 64 letters, digits, spaces, dots, dashes and underscores.",
        )
    return stores() / name


def folder_store(key: str) -> Path:
    """Store of the unnamed gallery of one folder, given by its resolved posix path."""
    label = re.sub(r"[^\w.-]", "_", PurePosixPath(key).name)[:32] or "root"
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    return stores() / f"{label}{_FOLDER_MARK}{digest}"


def is_named(store: Path) -> bool:
    """Whether a store belongs to a named gallery."""
    return _FOLDER_MARK not in store.name


def existing_stores() -> list[Path]:
    """Stores that hold a catalog, named ones first, in order of name."""
    found = [path.parent for path in stores().glob(f"*/{CATALOG}")]
    return sorted(found, key=lambda store: (not is_named(store), store.name))

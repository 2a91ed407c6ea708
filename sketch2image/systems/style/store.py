"""An index of pictures by style, in one file that is written whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import save_arrays
from sketch2image.core.paths import home
from sketch2image.gallery.stores import is_name
from sketch2image.systems.style.describing import Described

DEFAULT_NAME = "styles"
"""The index that is meant when none is named."""

_VERSION = 1
_DAMAGE = (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Entry:
    """A picture; texts are empty where nothing is known.

    Attributes:
        path: below the folder of the index, posix.
        content: sha256 of its bytes, which its features are bound to.
        name: what it is called where it has no title.
        title, artist, year, country, style: as a table says; without a table `style` is the folder.
        said: class that the classifier takes it for.
    """

    path: str
    content: str
    name: str = ""
    title: str = ""
    artist: str = ""
    year: str = ""
    country: str = ""
    style: str = ""
    said: str = ""


@dataclass(frozen=True, eq=False)
class StyleIndex:
    """Pictures with their features.

    Attributes:
        folder: as it was given.
        model: folder of the classifier; empty where features came from a workbook.
        fingerprint: of the classifier then.
        classes: C names.
        entries: N pictures.
        described: their features, in the same order.
    """

    folder: str
    model: str
    fingerprint: str
    classes: tuple[str, ...]
    entries: tuple[Entry, ...]
    described: Described = field(repr=False)

    def path_of(self, entry: Entry) -> Path:
        """Where the picture of an entry lies."""
        return Path(self.folder) / entry.path


def index_file(name: str) -> Path:
    """File of an index, whether it exists or not.

    Raises:
        UserError: the name is not safe as a file name.
    """
    if not is_name(name):
        hint = "Use up to 64 letters, digits, spaces, dots, dashes and underscores."
        raise UserError(ErrorKind.input, f"{name!r} cannot name an index", hint)
    return home() / "styles" / f"{name}.npz"


def save_index(name: str, index: StyleIndex) -> Path:
    """Keep an index under a name, in place of one that was; gives its file.

    Raises:
        UserError: the name is not allowed, or the place cannot be written.
    """
    said = {"version": _VERSION, "folder": index.folder, "model": index.model,
            "fingerprint": index.fingerprint, "classes": index.classes,
            "entries": [asdict(entry) for entry in index.entries]}  # fmt: skip
    text = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), np.uint8)
    file = index_file(name)
    described = index.described
    arrays = {"penultimate": described.penultimate, "logits": described.logits, "said": text}
    save_arrays(file, arrays)
    return file


def open_index(name: str) -> StyleIndex:
    """The index of a name.

    Raises:
        UserError: there is none, or it is damaged or of another version.
    """
    file = index_file(name)
    if not file.is_file():
        hint = f"Make one with `style index DIR --model RUN --index {name}`."
        raise UserError(ErrorKind.gallery, f"no index {name}", hint)
    try:
        with np.load(file, allow_pickle=False) as kept:
            said = json.loads(kept["said"].tobytes())
            described = Described(kept["penultimate"], kept["logits"])
        return _index(said, described)
    except _DAMAGE as error:
        hint = "Make it again with `style index`."
        raise UserError(ErrorKind.unreadable, f"the index {name} is damaged", hint) from error


def _index(said: Mapping[str, Any], described: Described) -> StyleIndex:
    entries = tuple(Entry(**entry) for entry in said["entries"])
    fits = len(entries) == len(described.logits) == len(described.penultimate)
    if said["version"] != _VERSION or not fits:
        raise ValueError("it is of another version, or cut short")
    folder, model, fingerprint = (str(said[name]) for name in ("folder", "model", "fingerprint"))
    return StyleIndex(folder, model, fingerprint, tuple(said["classes"]), entries, described)

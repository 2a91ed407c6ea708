"""`model.json`: what was pulled into a checkpoint's folder, from where, and its digests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sketch2image.core.files import write_atomically
from sketch2image.models.digests import RECORD


@dataclass(frozen=True)
class Kept:
    """A file as it was when it came: bytes and sha256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Record:
    """What a folder is known to hold.

    Attributes:
        source: where its files came from: a repository, a URL, a folder.
        revision: commit of the repository; empty for other sources.
        files: what came or was made, by name.
        raw: the published file that a conversion took in, by name; it may be gone.
    """

    source: str = ""
    revision: str = ""
    files: Mapping[str, Kept] = field(default_factory=dict)
    raw: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def sizes(self) -> dict[str, int]:
        """Bytes by name."""
        return {name: kept.size for name, kept in self.files.items()}

    def plus(self, name: str, kept: Kept) -> Record:
        """The same with one more file."""
        return replace(self, files={**self.files, name: kept})


@dataclass(frozen=True)
class Pulled:
    """What a pull did.

    Attributes:
        id: the checkpoint.
        folder: where it lies.
        fetched: names of the files that came; empty when all were there.
        bytes: size of these files.
        made: names of the files that were made from a published one.
        source: repository, URL or folder.
        revision: commit of the repository; empty for other sources.
    """

    id: str
    folder: Path
    fetched: tuple[str, ...]
    bytes: int
    made: tuple[str, ...]
    source: str
    revision: str


def read_record(folder: Path) -> Record:
    """What `model.json` of a folder says; empty when there is none that can be read."""
    try:
        document = json.loads((folder / RECORD).read_text("utf-8"))
        return Record(
            str(document["source"]),
            str(document["revision"]),
            _kept(document["files"]),
            _kept(document["raw"]),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Record()


def write_record(folder: Path, model_id: str, record: Record) -> None:
    """Write `model.json`, whole or not at all.

    Raises:
        UserError: the place cannot be written.
    """
    document = {
        "id": model_id,
        "source": record.source,
        "revision": record.revision,
        "files": {name: vars(kept) for name, kept in sorted(record.files.items())},
        "raw": {name: vars(kept) for name, kept in sorted(record.raw.items())},
    }
    write_atomically(folder / RECORD, json.dumps(document, indent=2).encode() + b"\n")


def _kept(files: Mapping[str, Any]) -> dict[str, Kept]:
    return {name: Kept(int(file["size"]), str(file["sha256"])) for name, file in files.items()}

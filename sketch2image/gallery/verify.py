"""Checking that a gallery still is what it says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.progress import Counter, Report, silent
from sketch2image.gallery.catalog import Entry
from sketch2image.gallery.facts import FailedFile
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.index import is_current
from sketch2image.gallery.protocol import Encoder

_STEP = 100


@dataclass(frozen=True)
class VerifyReport:
    """What is wrong with a gallery; `ok` when nothing is.

    Attributes:
        checked: pictures looked at.
        missing: files that are gone.
        changed: files that are not what was read (by size and time, or by content).
        failed: files that could not be read when they were added; known, hence no fault.
        without_vector: pictures that this encoder has no vector of.
        index_ok: whether the derived search index agrees with the catalog, or is not made yet.
        faults: what SQLite's integrity check says.
    """

    checked: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    failed: tuple[FailedFile, ...]
    without_vector: tuple[str, ...]
    index_ok: bool
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        wrong = (self.missing, self.changed, self.without_vector, self.faults)
        return self.index_ok and not any(wrong)


def verify(
    gallery: Gallery, encoder: Encoder, report: Report = silent, *, contents: bool = False
) -> VerifyReport:
    """Compare a gallery with the disk; nothing is changed.

    Args:
        encoder: the one whose vectors are looked for.
        report: gets a `Progress` now and then.
        contents: read every file and compare its sha256, instead of size and time only.

    Raises:
        UserError: the catalog is damaged beyond reading.
        Cancelled: raised by `report`.
    """
    catalog = gallery.catalog
    spelled = gallery.spelled()
    entries = catalog.entries()
    counter = Counter(report, "verify", len(entries))
    states: dict[str, list[str]] = {"": [], "missing": [], "changed": []}
    for number, entry in enumerate(entries.values(), 1):
        states[_state(entry, contents)].append(spelled(entry))
        if number % _STEP == 0 or number == len(entries):
            counter.advance(units=number - counter.done)
    encoded = catalog.encoded(encoder.fingerprint)
    bare = (spelled(entry) for entry in entries.values() if entry.content not in encoded)
    return VerifyReport(
        checked=len(entries),
        missing=tuple(states["missing"]),
        changed=tuple(states["changed"]),
        failed=gallery.failed(),
        without_vector=tuple(bare),
        index_ok=is_current(catalog, encoder, gallery.store),
        faults=tuple(catalog.faults()),
    )


def _state(entry: Entry, contents: bool) -> str:
    try:
        status = Path(entry.key).stat()
        same = (status.st_size, status.st_mtime_ns) == (entry.size, entry.mtime_ns)
        if contents:
            with Path(entry.key).open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == entry.content
    except OSError:
        return "missing"
    return "" if same else "changed"

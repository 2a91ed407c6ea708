"""Bringing a gallery up to date with a folder."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sketch2image.core.ahead import ahead
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Progress, Report
from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.catalog import Catalog, Entry, Failure, Folder
from sketch2image.gallery.facts import AddReport, FailedFile
from sketch2image.gallery.protocol import PICTURE_SIDE, Encoder
from sketch2image.gallery.scan import Found, Scan, scan

STAGE = "gallery"
_BATCH = 16
_MOST_KNOWN = 256
_AHEAD = 4 * _BATCH
_WORKERS = min(4, os.cpu_count() or 1)


class _Loaded(NamedTuple):
    found: Found
    content: str = ""
    image: Image | None = None
    reason: str = ""


@dataclass
class Adding:
    """One run over one folder.

    Work is kept batch by batch: whatever has been reported as done is on disk, so a run that is
    cancelled or killed loses nothing, and the next one goes on from there.

    Args:
        catalog: of the gallery; the caller holds the writer lock.
        encoder: makes the vectors.
        folder: the folder as noted in the catalog.
        report: gets a `Progress` after each batch; may raise `Cancelled`.
        retry_failed: read files again that failed before and have not changed since.
    """

    catalog: Catalog
    encoder: Encoder
    folder: Folder
    report: Report
    retry_failed: bool = True
    _tally: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))

    def glance(self) -> AddReport | None:
        """The report where there is nothing to do, else None; writes nothing, needs no lock.

        Raises:
            UserError: the folder cannot be read.
        """
        self._start = time.monotonic()
        self._seen = self._scan()
        self._recall()
        idle = not self._due and not self._gone and not self._adopted()
        return self._report() if idle else None

    def run(self) -> AddReport:
        """Scan, read, encode and sweep.

        Raises:
            UserError: the folder cannot be read, or the disk refuses.
            Cancelled: raised by `report`.
        """
        done = self.glance()
        if done:
            return done
        self._read()
        self._sweep()
        return self._report()

    def _report(self) -> AddReport:
        failures = self.catalog.failures(self.folder.key)
        reasons = {key: failure.reason for key, failure in failures.items()}
        reasons |= self._seen.unreadable
        taken_in = sum(self._tally[name] for name in ("added", "updated", "renamed"))
        return AddReport(
            **self._tally,
            unchanged=len(self._seen.files.keys() - reasons.keys()) - taken_in,
            failed=[FailedFile(self._spelled(key), reasons[key]) for key in sorted(reasons)],
            seconds=round(time.monotonic() - self._start, 3),
        )

    def _scan(self) -> Scan:
        seen = scan(self.folder.key)
        reason = seen.unreadable.get(self.folder.key)
        if reason:
            message = f"{self.folder.given} cannot be read: {reason}"
            raise UserError(ErrorKind.unreadable, message, "Check its permissions.")
        return seen

    def _recall(self) -> None:
        seen = self._seen
        self._entries = self.catalog.entries(self.folder.key)
        self._failures = self.catalog.failures(self.folder.key)
        self._encoded = self.catalog.encoded(self.encoder.fingerprint)
        self._gone = {
            key
            for key in (*self._entries, *self._failures)
            if key not in seen.files and not seen.hides(key)
        }
        self._movable: dict[str, list[str]] = {}
        for key in sorted(self._gone & self._entries.keys(), reverse=True):
            self._movable.setdefault(self._entries[key].content, []).append(key)
        self._due = [found for found in seen.files.values() if self._is_due(found)]

    def _is_due(self, found: Found) -> bool:
        entry = self._entries.get(found.key)
        if entry and (entry.size, entry.mtime_ns) == found[1:]:
            return entry.content not in self._encoded
        failure = self._failures.get(found.key)
        same = failure and (failure.size, failure.mtime_ns) == found[1:]
        return self.retry_failed or not same

    def _read(self) -> None:
        total = len(self._due)
        counter = Counter(self.report, STAGE, total)
        self.report(Progress(STAGE, 0, total, f"{total} pictures to read"))
        with closing(ahead(self._due, partial(_load, self._encoded), _WORKERS, _AHEAD)) as loaded:
            for batch in _batches(loaded):
                self._keep(batch)
                counter.advance(self._spelled(batch[-1].found.key), len(batch))

    def _keep(self, batch: list[_Loaded]) -> None:
        good = [item for item in batch if not item.reason]
        fresh = {item.content: item.image for item in good if item.image is not None}
        vectors = self._encode(list(fresh.values()))
        with self.catalog.change():
            self.catalog.put_vectors(self.encoder.fingerprint, list(fresh), vectors)
            self.catalog.forget([old for item in good if (old := self._settle(item))])
            self.catalog.put_entries(
                Entry(item.found.key, self.folder.id, *item.found[1:], item.content)
                for item in good
            )
            self.catalog.put_failures(
                Failure(item.found.key, self.folder.id, *item.found[1:], item.reason)
                for item in batch
                if item.reason
            )
        self._encoded |= fresh.keys()

    def _encode(self, images: list[Image]) -> Vectors:
        if not images:
            return np.empty((0, self.encoder.dim), np.float32)
        vectors = self.encoder.encode_photos(images)
        if vectors.shape != (len(images), self.encoder.dim) or not np.isfinite(vectors).all():
            raise ValueError(f"encoder gave {vectors.shape} for {len(images)} pictures")
        return vectors

    def _settle(self, item: _Loaded) -> str | None:
        """Count a picture that was read; the key it was known by before, if it was renamed."""
        before = self._entries.get(item.found.key)
        if before:
            self._tally["updated"] += before.content != item.content
            return None
        moved_from = self._movable.get(item.content)
        self._tally["renamed" if moved_from else "added"] += 1
        if not moved_from:
            return None
        old = moved_from.pop()
        self._gone.discard(old)
        return old

    def _sweep(self) -> None:
        with self.catalog.change():
            self.catalog.put_entries(self._adopted())
            self.catalog.forget(self._gone)
            self.catalog.drop_orphans()
        self._tally["removed"] = len(self._gone & self._entries.keys())

    def _adopted(self) -> list[Entry]:
        """Pictures noted under another folder that this one overlaps; the last one added counts."""
        due = {found.key for found in self._due}
        return [
            entry._replace(folder=self.folder.id)
            for entry in self._entries.values()
            if entry.folder != self.folder.id
            and entry.key in self._seen.files
            and entry.key not in due
        ]

    def _spelled(self, key: str) -> str:
        return spell(self.folder.given, self.folder.key, key)


_COUNTED = ("added", "updated", "renamed", "removed")


def spell(base: str, folder_key: str, key: str) -> str:
    """Path of a picture under `base`, which stands for the folder of `folder_key`."""
    relative = key.removeprefix(folder_key).lstrip("/").split("/")
    path = os.path.join(base, *relative)  # noqa: PTH118 - pathlib would respell "./folder"
    return path.encode(errors="backslashreplace").decode()


def _batches(loaded: Iterable[_Loaded]) -> Iterator[list[_Loaded]]:
    batch: list[_Loaded] = []
    images = 0
    for item in loaded:
        batch.append(item)
        images += item.image is not None
        if images == _BATCH or len(batch) == _MOST_KNOWN:
            yield batch
            batch, images = [], 0
    if batch:
        yield batch


def _load(encoded: set[str], found: Found) -> _Loaded:
    try:
        with Path(found.key).open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        image = None if content in encoded else open_picture(found.key, PICTURE_SIDE)
        status = Path(found.key).stat()
    except UserError as error:
        return _Loaded(found, reason=error.message.removeprefix(found.key).strip())
    except OSError as error:
        return _Loaded(found, reason=(error.strerror or str(error)).lower())
    if (status.st_size, status.st_mtime_ns) != found[1:]:
        return _Loaded(found, reason="changed while it was being read; add it again")
    return _Loaded(found, content, image)

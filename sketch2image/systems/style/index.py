"""Making an index of a folder of pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.gallery.style.bodies import Rows
from sketch2image.gallery.style.classifier import StyleClassifier
from sketch2image.gallery.style.folder import open_style
from sketch2image.models.digests import sha256_of
from sketch2image.systems.style.describing import STAGE, Described
from sketch2image.systems.style.metadata import Known, known_of
from sketch2image.systems.style.store import Entry, StyleIndex, index_file, open_index, save_index


@dataclass(frozen=True)
class Failed:
    """A picture that could not be taken in, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Indexed:
    """What was done.

    Attributes:
        index: that is kept now.
        file: where.
        looked_at: pictures that the classifier was shown; features of the others were there.
        failed: pictures that could not be read.
        known: what the table said.
    """

    index: StyleIndex
    file: Path
    looked_at: int
    failed: tuple[Failed, ...]
    known: Known


def make_index(
    folder: str, name: str, model: str, table: str, report: Report, device: str = "cpu"
) -> Indexed:
    """Index a folder, in place of what the index of that name held.

    Features of pictures whose bytes have not changed are taken over where the classifier is the
    same.

    Args:
        folder: of pictures.
        name: of the index.
        model: folder of a classifier, or of its run.
        table: of what is known of the pictures; empty for none.
        report: gets how many pictures were looked at.
        device: name for `models.devices`.

    Raises:
        UserError: there is no classifier, no picture, or no such table; no picture can be read.
        Cancelled: raised by `report`; the old index stays.
    """
    file = index_file(name)
    classifier = open_style(Path(model), device)
    known = known_of(folder, table)
    work = _Work(folder, classifier, _kept(name, classifier) if file.is_file() else {})
    entries, rows, failed = work.run(list(known.entries.values()), report)
    if not entries:
        message = f"no picture in {folder} can be read: {failed[0].path}: {failed[0].reason}"
        raise UserError(ErrorKind.unreadable, message)
    features = np.stack(rows)
    logits = classifier.logits(features)
    told = zip(entries, logits.argmax(axis=1).tolist(), strict=True)
    index = StyleIndex(
        folder,
        str(Path(model).absolute()),
        classifier.fingerprint,
        classifier.classes,
        tuple(replace(entry, said=classifier.classes[number]) for entry, number in told),
        Described(features, logits),
    )
    return Indexed(index, save_index(name, index), work.looked_at, tuple(failed), known)


class _Work:
    def __init__(self, folder: str, classifier: StyleClassifier, kept: Mapping[str, Rows]) -> None:
        self._folder, self._classifier, self._kept = Path(folder), classifier, dict(kept)
        self.looked_at = 0

    def run(
        self, entries: Sequence[Entry], report: Report
    ) -> tuple[list[Entry], list[Rows], list[Failed]]:
        """Entries with their contents, a row of features for each, and those that failed."""
        counter = Counter(report, STAGE, len(entries))
        taken, rows, failed = [], [], []
        for entry in entries:
            try:
                content = sha256_of(self._folder / entry.path)
                rows.append(self._row(content, self._folder / entry.path))
                taken.append(replace(entry, content=content))
            except UserError as error:
                failed.append(Failed(entry.path, error.message))
            counter.advance(entry.path)
        return taken, rows, failed

    def _row(self, content: str, file: Path) -> Rows:
        if content not in self._kept:
            picture = open_picture(file, PICTURE_SIDE)
            self._kept[content] = self._classifier.features([picture])[0]
            self.looked_at += 1
        return self._kept[content]


def _kept(name: str, classifier: StyleClassifier) -> dict[str, Rows]:
    """Features by content; none where another classifier made them, or the file is damaged."""
    try:
        index = open_index(name)
    except UserError:  # it is to be made again
        return {}
    if index.fingerprint != classifier.fingerprint:
        return {}
    rows = zip(index.entries, index.described.penultimate, strict=True)
    return {entry.content: row for entry, row in rows}

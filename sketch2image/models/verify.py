"""Whether the files of a checkpoint are still what they were when they came."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sketch2image.core.progress import Report, silent
from sketch2image.models.bundle import wrong_member
from sketch2image.models.digests import sha256_of
from sketch2image.models.fetching.byte_progress import Meter
from sketch2image.models.places import standing
from sketch2image.models.record import read_record
from sketch2image.models.table import Model

Finding = Literal["ok", "missing", "damaged", "unknown"]


@dataclass(frozen=True)
class Verified:
    """What was found.

    Attributes:
        id: the checkpoint.
        folder: where it lies.
        files: a finding for each file; "unknown" when nothing says what it should be.
    """

    id: str
    folder: Path
    files: dict[str, Finding]

    @property
    def faults(self) -> list[str]:
        """One line for each missing or damaged file."""
        wrong = ((name, what) for name, what in self.files.items() if what in _WRONG)
        return [f"{self.id}/{name} is {what}" for name, what in wrong]


_WRONG = ("missing", "damaged")


def verify(wanted: Model, report: Report = silent) -> Verified:
    """Read every file of a checkpoint and compare its digest with the record or the table.

    Raises:
        UserError: a file cannot be read.
        Cancelled: raised by `report`.
    """
    found = standing(wanted)
    digests = _digests(wanted, found.folder)
    meter = Meter(report, wanted.stage, found.bytes)
    files: dict[str, Finding] = {}
    for name in wanted.names:
        meter.text = f"checking {wanted.id}/{name}"
        files[name] = _finding(wanted, found.folder / name, digests.get(name, ""), meter)
    return Verified(wanted.id, found.folder, files)


def _digests(wanted: Model, folder: Path) -> dict[str, str]:
    recorded = {name: kept.sha256 for name, kept in read_record(folder).files.items()}
    return recorded | {part.name: part.sha256 for part in wanted.parts if part.sha256}


def _finding(wanted: Model, file: Path, sha256: str, meter: Meter) -> Finding:
    if not file.is_file():
        return "missing"
    if wanted.members:
        return "damaged" if wrong_member(file, wanted.members) else "ok"
    if not sha256:
        return "unknown"
    return "ok" if sha256_of(file, meter.moved).startswith(sha256) else "damaged"

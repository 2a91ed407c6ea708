"""What a training run may see, and where it keeps what it made of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sketch2image.core.progress import Report, silent
from sketch2image.train.lite.split import Split, split


@dataclass(frozen=True)
class Material:
    """Pictures to train on.

    Attributes:
        data: folder of the development data.
        kept: where traced lines, views and scenes are kept for the next run.
        more: folder of further photos, `<source>/<folder>/<name>.jpg`, or None.
        everything: train on the held out pictures too; figures on them then mean nothing.
        report: receives progress; may raise `Cancelled`.
    """

    data: Path
    kept: Path
    more: Path | None = None
    everything: bool = False
    report: Report = silent

    @cached_property
    def split(self) -> Split:
        """Files of the Sketchy database, by whether training may see them."""
        return split(self.data)

    def file(self, name: str) -> Path:
        """A kept file; what was made of everything has a name of its own."""
        return self.kept / (f"all-{name}" if self.everything else name)

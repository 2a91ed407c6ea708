"""What a search picture is; light enough for the command line to import at its start."""

from __future__ import annotations

from enum import StrEnum


class QueryKind(StrEnum):
    """What a search picture is."""

    auto = "auto"
    sketch = "sketch"
    photo = "photo"

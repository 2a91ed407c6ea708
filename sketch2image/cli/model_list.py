"""The table that `models list` prints: 100 columns, the stages in the order of the pipeline."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_STAGES = ("hand", "fingers", "caption", "render", "encode", "detect", "museum")
_COLUMNS = "  {:<19} {:>8}  {:<11}  {:<14}  "
_WIDTH = 100
_HEADER = _COLUMNS.format("model", "size", "here", "licence") + "what it does"


def model_lines(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lines for people about the models that `models list --json` describes.

    Args:
        rows: documents with `id`, `stage`, `bytes`, `state`, `licence` and `capability`.
    """
    stages = sorted({row["stage"]: None for row in rows}, key=_order)
    lines = [_HEADER]
    for stage in stages:
        lines.append(stage)
        for row in rows:
            if row["stage"] == stage:
                lines.extend(_lines(row))
    return lines


def _order(stage: str) -> int:
    return _STAGES.index(stage) if stage in _STAGES else len(_STAGES)


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    from sketch2image.models.units import in_words

    size = in_words(row["bytes"])
    start = _COLUMNS.format(row["id"], size, row["state"], row["licence"])
    for text in textwrap.wrap(row["capability"], _WIDTH - len(start)):
        yield start + text
        start = " " * len(start)

"""The table that `models list` prints: 100 columns, the stages in the order of the pipeline."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_STAGES = ("hand", "fingers", "caption", "render", "encode", "detect", "museum", "train")
_NAME = 19
_COLUMNS = f"  {{:<{_NAME}}} {{:>8}}{{:1}} {{:<11}}  {{:<14}}  "
_WIDTH = 100
_HEADER = _COLUMNS.format("model", "size", "", "here", "licence") + "what it does"
_FOOTER = "  * does its part in the full tier; `models use` takes another"


def model_lines(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lines for people about the models that `models list --json` describes.

    Args:
        rows: documents with `id`, `stage`, `bytes`, `state`, `licence`, `capability`, `chosen`.
    """
    stages = sorted({row["stage"]: None for row in rows}, key=_order)
    lines = [_HEADER]
    for stage in stages:
        lines.append(stage)
        for row in rows:
            if row["stage"] == stage:
                lines.extend(_lines(row))
    return [*lines, _FOOTER] if any(row["chosen"] for row in rows) else lines


def _order(stage: str) -> int:
    return _STAGES.index(stage) if stage in _STAGES else len(_STAGES)


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    from sketch2image.models.units import in_words

    name, mark = row["id"], "*" if row["chosen"] else ""
    if len(name) > _NAME:  # the folder of a model of one's own
        yield f"  {name}"
        name = ""
    start = _COLUMNS.format(name, in_words(row["bytes"]), mark, row["state"], row["licence"])
    for text in textwrap.wrap(row["capability"], _WIDTH - len(start)):
        yield start + text
        start = " " * len(start)

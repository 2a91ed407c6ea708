"""The Korean lines of the window: all fragments of `korean/*.toml` as one table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("korean")
ERRORS = "errors.toml"
"""The fragment of what the engine says; its lines are patterns, `{}` stands for any text."""


@cache
def lines() -> Mapping[str, str]:
    """Korean by English for the texts of the window; both have the same `{placeholders}`."""
    return merged(file for file in sorted(FOLDER.glob("*.toml")) if file.name != ERRORS)


@cache
def patterns() -> Mapping[re.Pattern[str], str]:
    """Korean by a pattern of the engine's English; those with most fixed letters come first.

    In the Korean `{0}` is the first text that stood for `{}`, `{1}` the second.
    """
    table = merged([FOLDER / ERRORS])
    by_length = sorted(table, key=lambda line: -len(line.replace("{}", "")))
    return {_pattern(line): table[line] for line in by_length}


def merged(files: Iterable[Path]) -> dict[str, str]:
    """The lines of several fragments.

    Raises:
        ValueError: two fragments say different things for one text.
    """
    table: dict[str, str] = {}
    for file in files:
        for english, korean in tomllib.loads(file.read_text("utf-8")).items():
            if table.setdefault(english, korean) != korean:
                raise ValueError(f"{file.name} says {korean!r} for {english!r}, another does not")
    return table


def _pattern(line: str) -> re.Pattern[str]:
    fixed = map(re.escape, line.split("{}"))
    return re.compile("(.*)".join(fixed), re.DOTALL)

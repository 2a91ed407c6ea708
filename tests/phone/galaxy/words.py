"""Take a shell line apart as `sh` would, as long as nothing in it means more than itself."""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"""(?P<space>[ \t]+)
    | '(?P<single>[^']*)'
    | "(?P<double>(?:[^"\\$`]|\\.)*)"
    | \\(?P<escaped>[^\n])
    | (?P<plain>[^\s'"\\;|&$`<>()*?\[\]{}~\#!]+)""",
    re.VERBOSE | re.DOTALL,
)
_IN_DOUBLE_QUOTES = re.compile(r'\\([$`"\\])')


def words_of(line: str) -> list[str]:
    """Words of a line.

    Raises:
        ValueError: a sign that means something to `sh` is not quoted.
    """
    words: list[str] = []
    at, inside = 0, False
    while at < len(line):
        piece = _PIECE.match(line, at)
        if piece is None:
            raise ValueError(f"syntax error: unexpected '{line[at]}'")
        at = piece.end()
        if piece["space"] is None:
            words.append((words.pop() if inside else "") + _meant(piece))
        inside = piece["space"] is None
    return words


def _meant(piece: re.Match[str]) -> str:
    if piece["double"] is not None:
        return _IN_DOUBLE_QUOTES.sub(r"\1", piece["double"])
    return piece[piece.lastgroup or 0]

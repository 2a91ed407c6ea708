"""Compact tables of tensors: braces in names, letters in shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

_BRACES = re.compile(r"\{([^{}]*)\}")
_TERM = re.compile(r"(\d*)([a-z])")


def expand(
    groups: Mapping[str, Mapping[str, list[int | str]]], parts: list[Mapping[str, Any]]
) -> dict[str, tuple[int, ...]]:
    """Shapes by name of all tensors that `parts` place.

    A part puts the tensors of the groups `of` behind the prefix `at`; its other entries are the
    numbers that letters in the shapes stand for: "4w" is four times `w`. `{a,b}` in a name stands
    for either, `{0..11}` for each number from 0 to 11.

    Raises:
        KeyError: a part names no such group, or a shape a letter without a number.
        ValueError: two parts place the same tensor.
    """
    placed: dict[str, tuple[int, ...]] = {}
    for part in parts:
        for name, shape in _tensors(groups, part):
            if name in placed:
                raise ValueError(f"{name} is placed twice")
            placed[name] = shape
    return placed


def names(pattern: str) -> Iterator[str]:
    """All names a pattern with braces stands for, the last brace turning fastest."""
    pieces = _BRACES.split(pattern)
    choices = [_choices(piece) if index % 2 else (piece,) for index, piece in enumerate(pieces)]
    return map("".join, product(*choices))


def _tensors(
    groups: Mapping[str, Mapping[str, list[int | str]]], part: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    for group in part["of"]:
        for pattern, sizes in groups[group].items():
            shape = tuple(_size(size, part) for size in sizes)
            for name in names(part.get("at", "") + pattern):
                yield name, shape


def _choices(braces: str) -> tuple[str, ...]:
    first, dots, last = braces.partition("..")
    if dots:
        return tuple(map(str, range(int(first), int(last) + 1)))
    return tuple(braces.split(","))


def _size(size: int | str, numbers: Mapping[str, int]) -> int:
    if isinstance(size, int):
        return size
    match = _TERM.fullmatch(size)
    if match is None:
        raise ValueError(f"{size!r} is no size")
    return int(match[1] or 1) * numbers[match[2]]

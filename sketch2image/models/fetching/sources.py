"""Where the files of a checkpoint come from: the hub, a mirror, a folder, the hub's own cache."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.fetching.redirects import TransferError, is_web
from sketch2image.models.fetching.web import PASSING, Announced, ask, endpoint, refusal
from sketch2image.models.table import Model, Part

_COMMIT = re.compile(r"[0-9a-f]{40}")
_NO_HEAD = frozenset({405, 501})


@dataclass(frozen=True)
class Origin:
    """Where one file comes from.

    Attributes:
        part: the file.
        want: what is known of it beforehand.
        url: its address; empty when it comes from a folder.
        file: a copy on this machine, or None.
    """

    part: Part
    want: Announced
    url: str = ""
    file: Path | None = None


@dataclass(frozen=True)
class Origins:
    """Where all files of a checkpoint come from.

    Attributes:
        source: a repository, a URL or a folder, for the record.
        revision: commit of the repository; empty for other sources.
        files: one for each file.
    """

    source: str
    revision: str
    files: tuple[Origin, ...]


def origins(wanted: Model, parts: Sequence[Part], place: str = "", revision: str = "") -> Origins:
    """Where to take files of a checkpoint; asks servers for sizes and digests the table lacks.

    Args:
        parts: files of the checkpoint.
        place: a folder laid out as the repository or as the checkpoint's folder, or the address of
            a mirror; default the checkpoint's own source.
        revision: commit to take where the table pins none.

    Raises:
        UserError: `place` is neither, or does not hold a file.
        TransferError: refused, gone, or not to be reached.
    """
    if place and not is_web(place):
        return _in_folder(wanted, parts, Path(place))
    if wanted.sources[0].kind == "hub":
        return _at_hub(wanted, parts, place.rstrip("/") or endpoint(), revision)
    return _at_url(wanted, parts, place.rstrip("/"))


def _in_folder(wanted: Model, parts: Sequence[Part], folder: Path) -> Origins:
    if not folder.is_dir():
        hint = "Name a folder that has the files, or the http address of a mirror."
        raise UserError(ErrorKind.missing_file, f"{folder} is not a folder", hint)
    files = tuple(Origin(part, _known(part), file=_inside(folder, wanted, part)) for part in parts)
    return Origins(str(folder), "", files)


def _inside(folder: Path, wanted: Model, part: Part) -> Path:
    for base in (folder, folder / wanted.id):
        for name in (part.origin, part.name):
            if (base / name).is_file():
                return base / name
    hint = "Lay it out as the repository of the model, or as checkpoints/ID."
    raise UserError(ErrorKind.missing_file, f"{folder} does not hold {part.origin}", hint)


def _at_hub(wanted: Model, parts: Sequence[Part], hub: str, recorded: str) -> Origins:
    source = wanted.sources[0]
    pinned = (one for one in (source.revision, recorded) if _COMMIT.fullmatch(one))
    revision = next(pinned, source.revision)
    files = []
    for part in parts:
        url = f"{hub}/{source.address}/resolve/{revision}/{quote(part.origin)}"
        cached = _cached(source.address, part, revision)
        said = Announced() if cached else _head(url, part)
        if revision == source.revision and _COMMIT.fullmatch(said.commit):
            url, revision = (
                url.replace(f"/resolve/{revision}/", f"/resolve/{said.commit}/"),
                said.commit,
            )
        files.append(Origin(part, _known(part, said), url, cached))
    return Origins(source.address, revision, tuple(files))


def _at_url(wanted: Model, parts: Sequence[Part], mirror: str) -> Origins:
    address = wanted.sources[0].address
    files = []
    for part in parts:
        url = f"{mirror}/{quote(part.origin)}" if mirror else address
        files.append(Origin(part, _known(part, _head(url, part)), url))
    return Origins(mirror or address, "", tuple(files))


def _known(part: Part, said: Announced | None = None) -> Announced:
    said = said or Announced()
    return Announced(part.size or said.size, part.sha256 or said.sha256, said.commit)


def _head(url: str, part: Part) -> Announced:
    """What the server says of a file; nothing is asked when the table knows it all."""
    if part.size and part.sha256:
        return Announced()
    try:
        return ask(url)
    except HTTPError as error:
        with error:
            if error.code in _NO_HEAD or error.code in PASSING:
                return Announced()
            raise refusal(url, error) from error
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        hint = "Check the network, or name a mirror or a folder with `--from`."
        raise TransferError(f"{url} cannot be reached: {reason}", hint) from error


def _cached(repository: str, part: Part, revision: str) -> Path | None:
    """The file in the cache that other programs of this person share, when it is there."""
    if importlib.util.find_spec("huggingface_hub") is None:
        return None
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(repository, part.origin, revision=revision)
    file = Path(found) if isinstance(found, str) else None
    if file is None or (part.size and file.stat().st_size != part.size):
        return None
    return file

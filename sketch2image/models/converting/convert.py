"""Published checkpoints to safetensors and back: no code is run, every tensor is checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.models.converting.new_files import (
    Made,
    made_of_arrays,
    made_of_state,
    made_of_turbo,
)
from sketch2image.models.converting.pickles import kind_of_pickle, read_arrays, read_torch
from sketch2image.models.converting.publishing import OURS, published
from sketch2image.models.converting.recognition import KINDS, STATE_KINDS, kind_of

_STAGE = "convert"
_Maker = Callable[[Any, Path, Path | None], Made]
_MAKERS: dict[str, _Maker] = {
    "turbo": made_of_turbo,
    "descriptors": made_of_arrays,
    **dict.fromkeys(STATE_KINDS, made_of_state),
}


@dataclass(frozen=True)
class Converted:
    """What a conversion wrote.

    Attributes:
        kind: what the file was: "turbo", "blip", "gem", "mobilenet" or "descriptors".
        files: the files written, the weights first.
        tensors: how many tensors they hold.
    """

    kind: str
    files: tuple[Path, ...]
    tensors: int


def convert(
    file: Path,
    out: Path,
    kind: str = "auto",
    base: Path | None = None,
    report: Report = silent,
) -> Converted:
    """Make safetensors and a JSON card of a published checkpoint, in the folder `out`.

    Of safetensors of the museum (descriptors, a GeM network) it makes the published file. Writes
    all files or, when anything is wrong, none; the numbers keep their type.

    Args:
        file: `.pkl`, `.pth`, `.pt` or `.bin`; or `.safetensors` for the way back.
        out: folder to write to; made when missing.
        kind: what the file must be; "auto" goes by what is in it.
        base: for "turbo": folder of the base model in diffusers' layout, whose sizes count;
            without one the pulled SD-Turbo, else its published sizes.
        report: told how far it is, and which other file is replaced.

    Raises:
        UserError: the file is missing, damaged, of another kind, holds code, or a tensor is
            missing, unexpected or of another shape; the folder cannot be written; or PyTorch is
            not installed.
    """
    if kind not in ("auto", *KINDS):
        raise UserError(ErrorKind.input, f"no such kind: {kind!r}", f"Known: {', '.join(KINDS)}.")
    report(Progress(_STAGE, 0, 2, f"reading {file.name}"))
    try:
        found, made = _made(file, kind, base)
    except ModuleNotFoundError as error:
        message = f"converting {file} needs {error.name}, which is not installed"
        hint = "Run `pip install -r requirements.txt`."
        raise UserError(ErrorKind.dependency, message, hint) from error
    report(Progress(_STAGE, 1, 2, f"writing {made.tensors} tensors"))
    for name, data in made.files.items():
        _write(out / name, data, report)
    report(Progress(_STAGE, 2, 2, f"{file.name} is converted"))
    return Converted(found, tuple(out / name for name in made.files), made.tensors)


def _made(file: Path, kind: str, base: Path | None) -> tuple[str, Made]:
    if file.suffix == OURS:
        found, made = published(file)
        _check_kind(file, found, kind)
        return found, made
    found, content = _opened(file)
    _check_kind(file, found, kind)
    return found, _MAKERS[found](content, file, base)


def _check_kind(file: Path, found: str, kind: str) -> None:
    if kind not in ("auto", found):
        raise UserError(ErrorKind.model, f"{file} is of kind {found}, not {kind}")


def _opened(file: Path) -> tuple[str, object]:
    if kind_of_pickle(file) == "plain":
        return "descriptors", read_arrays(file)
    content = read_torch(file)
    return kind_of(content, file), content


def _write(path: Path, data: bytes, report: Report) -> None:
    if path.is_file():
        if path.read_bytes() == data:
            return
        report(Progress(_STAGE, 1, 2, f"{path} was there with other content and is replaced"))
    write_atomically(path, data)

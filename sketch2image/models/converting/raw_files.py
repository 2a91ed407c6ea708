"""From the published file of a checkpoint to the files that are opened."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.core.lock import alone
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.models import table
from sketch2image.models.digests import sha256_of
from sketch2image.models.places import folder_for, roots
from sketch2image.models.record import Kept, read_record, write_record
from sketch2image.models.table import Convert, Model, Part

if TYPE_CHECKING:
    from sketch2image.models.converting.convert import Converted


def find_raw(wanted: Model, step: Convert) -> Path:
    """The published file of a checkpoint, in its folder or beside it.

    Raises:
        UserError: it is in none of the checkpoints folders.
    """
    for root in roots():
        for file in (root / wanted.folder / step.raw.name, root / step.raw.name):
            if file.is_file():
                return file
    message = f"{step.raw.name} is not in {roots()[0]}"
    raise UserError(ErrorKind.model, message, wanted.by_hand)


def require_torch(file: Path, again: str) -> None:
    """Conversions need PyTorch.

    Args:
        file: what is to be converted, for the message.
        again: the command to run afterwards.

    Raises:
        UserError: it is not installed.
    """
    if importlib.util.find_spec("torch") is None:
        message = f"making safetensors of {file} needs PyTorch, which is not installed"
        hint = f"Run `pip install -r requirements.txt`, then `{again}`; the file is kept."
        raise UserError(ErrorKind.dependency, message, hint)


def convert_raw(wanted: Model, step: Convert, raw: Path, folder: Path, report: Report) -> None:
    """Make the files of a checkpoint from its published one, and record their digests.

    Raises:
        UserError: PyTorch is not installed, or the file is not what it should be.
    """
    require_torch(raw, f"models pull {wanted.id}")
    from sketch2image.models.converting.convert import convert

    report(Progress(wanted.stage, text=f"making safetensors of {raw.name}"))
    taken = _kept(raw)
    convert(raw, folder, kind=step.kind, report=report)
    record_made(wanted, step, folder, taken)


def record_made(wanted: Model, step: Convert, folder: Path, taken: Kept) -> None:
    """Write into the record which files a conversion made, and from what.

    Raises:
        UserError: a file cannot be read, or the record not written.
    """
    made = {name: _kept(folder / name) for name in step.makes}
    record = read_record(folder)
    files = {name: kept for name, kept in record.files.items() if name != step.raw.name}
    record = replace(record, files={**files, **made}, raw={step.raw.name: taken})
    write_record(folder, wanted.id, record)


def _kept(file: Path) -> Kept:
    return Kept(file.stat().st_size, sha256_of(file))


def place_for(file: Path, out: str) -> tuple[Model | None, Path]:
    """Where the conversion of a file goes, and the checkpoint it is of, if any.

    Args:
        file: the published file, or safetensors of which one is made.
        out: id of a checkpoint, or a folder; empty for the checkpoint whose published file this
            is, else for a folder of the file's name beside it.

    Raises:
        UserError: nothing is converted for that checkpoint, or the file cannot be read.
    """
    wanted = table.models().get(out) if out else _owner(file)
    if wanted is None:
        return None, Path(out) if out else file.with_name(_bare(file.name))
    if wanted.convert is None or file.suffix == ".safetensors":
        message = f"{wanted.id} is not made from {file.name}"
        raise UserError(ErrorKind.input, message, "Name a folder with `--out`.")
    return wanted, folder_for(wanted)


def convert_by_hand(
    wanted: Model,
    folder: Path,
    file: Path,
    kind: str = "auto",
    base: Path | None = None,
    report: Report = silent,
) -> Converted:
    """Make the files of a checkpoint from a file that a person names, and record their digests.

    Args:
        folder: where the checkpoint lies.
        kind, base: as `models.converting.convert.convert` takes them.

    Raises:
        UserError: the file is not what it should be, or another process is at the checkpoint.
    """
    from sketch2image.models.converting.convert import convert

    step = wanted.convert
    assert step is not None
    if kind not in ("auto", step.kind):
        message = f"{wanted.id} is made from a file of kind {step.kind}, not {kind}"
        raise UserError(ErrorKind.input, message, "Name a folder with `--out`.")
    with alone(folder):
        done = convert(file, folder, step.kind, base, report)
        record_made(wanted, step, folder, _kept(file))
    return done


def sweep(wanted: Model, folder: Path) -> None:
    """Delete what an interrupted conversion left: unfinished files, and a file it was done with.

    Raises:
        UserError: it cannot be deleted.
    """
    try:
        for file in (*_unfinished(folder), *_done_with(wanted, folder)):
            file.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def _unfinished(folder: Path) -> list[Path]:
    return list(folder.glob(f".{'[0-9a-f]' * 16}.part"))


def _done_with(wanted: Model, folder: Path) -> list[Path]:
    step, record = wanted.convert, read_record(folder)
    if step is None or step.by_hand or step.raw.name not in record.raw:
        return []
    return [folder / step.raw.name] if set(step.makes) <= set(record.files) else []


def _owner(file: Path) -> Model | None:
    steps = ((one, one.convert) for one in table.models().values())
    return next((one for one, step in steps if step and _is(file, step.raw)), None)


def _is(file: Path, part: Part) -> bool:
    """Whether a file is the published one: by its name, and by its digest where that is known."""
    if file.name != part.name or not file.is_file():
        return False
    return not part.sha256 or sha256_of(file).startswith(part.sha256)


def _bare(name: str) -> str:
    """Another name than the file's own, for a folder beside it."""
    stem = Path(name).stem
    return stem if stem != name else f"{name}-converted"

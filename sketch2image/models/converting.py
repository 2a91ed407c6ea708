"""From the published file of a checkpoint to the files that are opened."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.models import table
from sketch2image.models.partial import sha256_of
from sketch2image.models.places import roots, writable_root
from sketch2image.models.record import Kept, read_record, write_record
from sketch2image.models.table import Convert, Model


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
    from sketch2image.models.convert import convert

    report(Progress(wanted.stage, text=f"making safetensors of {raw.name}"))
    taken = Kept(raw.stat().st_size, sha256_of(raw))
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
        file: the published file.
        out: id of a checkpoint, or a folder; empty for the checkpoint whose file has this name,
            else for a folder of the file's name beside it.
    """
    wanted = table.models().get(out) if out else _owner(file)
    if wanted is not None and wanted.convert is not None:
        return wanted, writable_root() / wanted.folder
    return None, Path(out) if out else file.with_suffix("")


def note_made(wanted: Model, folder: Path, file: Path) -> None:
    """Record what a conversion by hand made for a checkpoint.

    Raises:
        UserError: a file cannot be read, or the record not written.
    """
    assert wanted.convert is not None
    taken = Kept(file.stat().st_size, sha256_of(file))
    record_made(wanted, wanted.convert, folder, taken)


def _owner(file: Path) -> Model | None:
    owners = (
        one for one in table.models().values() if one.convert and one.convert.raw.name == file.name
    )
    return next(owners, None)

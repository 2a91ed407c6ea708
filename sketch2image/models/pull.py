"""A whole checkpoint: every file from its source, one bar, a record, and the conversion."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.lock import alone
from sketch2image.core.progress import Report, silent
from sketch2image.models.converting.raw_files import convert_raw, find_raw, sweep
from sketch2image.models.digests import sha256_of
from sketch2image.models.fetching.byte_progress import Meter
from sketch2image.models.fetching.local import copy, link
from sketch2image.models.fetching.partial import part_of
from sketch2image.models.fetching.redirects import TransferError
from sketch2image.models.fetching.sources import Origin, Origins, origins
from sketch2image.models.fetching.transfer import PAUSES, Got, download
from sketch2image.models.fetching.web import STALL_SECONDS
from sketch2image.models.hub import ensure, stand_in
from sketch2image.models.places import folder_for, standing, writable
from sketch2image.models.record import Kept, Pulled, Record, read_record, write_record
from sketch2image.models.table import Model, Part, model
from sketch2image.models.units import in_words


@dataclass(frozen=True)
class Patience:
    """How long to bear with a server.

    Attributes:
        pauses: seconds to wait between failures in a row.
        timeout: seconds of silence after which a connection counts as cut.
    """

    pauses: Sequence[float] = PAUSES
    timeout: float = STALL_SECONDS


def in_order(ids: Iterable[str]) -> list[Model]:
    """The checkpoints named and those they stand on, each once, the latter first.

    One that is here stands in for another that is as good.

    Raises:
        UserError: no such id.
    """
    found: dict[str, Model] = {}
    for model_id in ids:
        wanted = model(model_id)
        for one in (*in_order(map(stand_in, wanted.needs)), wanted):
            found.setdefault(one.id, one)
    return list(found.values())


def pull(
    wanted: Model, report: Report = silent, place: str = "", patience: Patience | None = None
) -> Pulled:
    """Bring one checkpoint here, without those it stands on; does nothing when it is here.

    Interrupted at any time, it goes on from there the next time. A file has its name only when it
    is whole and, where its digest is known, right.

    Args:
        report: told of every piece, in bytes over all files; may raise `Cancelled`.
        place: a folder or the address of a mirror, see `sources.origins`.

    Raises:
        UserError: not to be had, no room, another process is at it, or no conversion.
    """
    if wanted.bundled:
        raise UserError(ErrorKind.input, f"{wanted.id} is part of the repository", wanted.by_hand)
    if not wanted.full:
        return _hand(wanted, report)
    begun = standing(wanted)
    if wanted.own or (begun.whole and not writable(begun.folder.parent)):
        return _pulled(wanted, begun.folder, (), ())
    folder = folder_for(wanted)
    with alone(folder):
        sweep(wanted, folder)
        record = _whole(wanted, folder, report)
        if record.files:
            write_record(folder, wanted.id, record)
        lacking = _lacking(wanted, record)
        if lacking:
            found = origins(wanted, lacking, place, record.revision)
            record = replace(record, source=found.source, revision=found.revision)
            _check_room(wanted, folder, found)
            _fetch_all(wanted, folder, found, record, report, patience or Patience())
        made = _made(wanted, folder, report) if _unmade(wanted, record) else ()
        return _pulled(wanted, folder, tuple(part.name for part in lacking), made)


def _hand(wanted: Model, report: Report) -> Pulled:
    """The one model that every tier needs and that is not part of the repository."""
    before = standing(wanted).whole
    file = ensure(wanted.id, report)
    names = () if before else (file.name,)
    size = 0 if before else _size(file)
    return Pulled(wanted.id, file.parent, names, size, (), wanted.sources[0].address, "")


def _whole(wanted: Model, folder: Path, report: Report) -> Record:
    """The record without files that are gone or damaged, and with those a person put there."""
    record = read_record(folder)
    raw = (wanted.convert.raw,) if wanted.convert else ()
    known = {part.name: part for part in (*wanted.parts, *raw)}
    meter = Meter(report, wanted.stage, None)
    kept = {}
    for name in (*wanted.names, *(part.name for part in raw)):
        meter.text = f"checking {wanted.id}/{name}"
        found = _kept(folder / name, meter)
        if found and _expected(found, record.files.get(name), known.get(name)):
            kept[name] = found
    return replace(record, files=kept)


def _kept(file: Path, meter: Meter) -> Kept | None:
    return Kept(_size(file), sha256_of(file, meter.moved)) if file.is_file() else None


def _expected(found: Kept, recorded: Kept | None, part: Part | None) -> bool:
    if part and part.size not in (0, found.size):
        return False
    if part and part.sha256:
        return found.sha256.startswith(part.sha256)
    return recorded in (None, found)


def _unmade(wanted: Model, record: Record) -> bool:
    return wanted.convert is not None and not set(wanted.convert.makes) <= set(record.files)


def _lacking(wanted: Model, record: Record) -> list[Part]:
    step = wanted.convert
    raw = [step.raw] if step and not step.by_hand and _unmade(wanted, record) else []
    return [part for part in (*wanted.parts, *raw) if part.name not in record.files]


def _check_room(wanted: Model, folder: Path, found: Origins) -> None:
    raw = wanted.convert.raw if wanted.convert else None
    needed = sum(
        one.want.size * (2 if one.part is raw else 1) - _size(part_of(folder / one.part.name))
        for one in found.files
    )
    free = shutil.disk_usage(folder.parent).free
    if needed > free:
        raise UserError(
            ErrorKind.output,
            f"{wanted.id} needs {in_words(needed)} of disk, {folder} has {in_words(free)} free",
            "Make room, or set SKETCH2IMAGE_CHECKPOINTS to a folder on a larger disk.",
        )


def _fetch_all(
    wanted: Model,
    folder: Path,
    found: Origins,
    record: Record,
    report: Report,
    patience: Patience,
) -> None:
    sizes = [origin.want.size or _size(origin.file) for origin in found.files]
    meter = Meter(report, wanted.stage, sum(sizes) if all(sizes) else None)
    for origin in found.files:
        meter.text = f"{wanted.id}/{origin.part.name}"
        got = _fetch(origin, folder / origin.part.name, meter, patience)
        record = record.plus(origin.part.name, Kept(got.size, got.sha256))
        write_record(folder, wanted.id, record)


def _fetch(origin: Origin, target: Path, meter: Meter, patience: Patience) -> Got:
    if origin.file and not origin.url:
        return copy(origin.file, target, origin.want, meter.moved)
    before = meter.done
    if origin.file:
        try:
            return link(origin.file, target, origin.want, meter.moved)
        except TransferError:
            meter.moved(before - meter.done)
    return download(origin.url, target, origin.want, meter.moved, patience.pauses, patience.timeout)


def _made(wanted: Model, folder: Path, report: Report) -> tuple[str, ...]:
    step = wanted.convert
    assert step is not None
    if step.by_hand:
        convert_raw(wanted, step, find_raw(wanted, step), folder, report)
        return step.makes
    raw = folder / step.raw.name
    try:
        convert_raw(wanted, step, raw, folder, report)
    except UserError as error:
        if error.kind is ErrorKind.unreadable:
            raw.unlink(missing_ok=True)
        raise
    raw.unlink()
    return step.makes


def _pulled(wanted: Model, folder: Path, fetched: tuple[str, ...], made: tuple[str, ...]) -> Pulled:
    record = read_record(folder)
    known = {**record.raw, **record.files}
    size = sum(known[name].size for name in fetched)
    return Pulled(wanted.id, folder, fetched, size, made, record.source, record.revision)


def _size(file: Path | None) -> int:
    return file.stat().st_size if file and file.is_file() else 0

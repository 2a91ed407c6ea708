"""From a model's id to its file or folder on this machine."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.models.bundle import wrong_member
from sketch2image.models.fetching.url_or_wheel import FetchError, fetch
from sketch2image.models.places import roots, standing, writable_root
from sketch2image.models.table import Model, model, models

HAND_VARIABLE = "SKETCH2IMAGE_HAND_MODEL"
_CHOICES = {"hand": HAND_VARIABLE}


def ensure(model_id: str, report: Report = silent) -> Path:
    """The local file of a model, the one to open first; fetched once when it is missing.

    Models of the full tier are never fetched here, see `models.pull`. For the others a path that
    the person chose (environment) wins; then a verified file in the checkpoints folder or under
    `SKETCH2IMAGE_HOME`; then the model's sources in order. A damaged file is said through `report`
    and fetched anew.

    Raises:
        UserError: not there and not to be had; the hint says what to do by hand.
    """
    wanted = model(model_id)
    if wanted.full:
        return folder_of(model_id) / wanted.names[0]
    return _chosen(wanted) or _present(wanted, report) or _fetched(wanted, report)


def find(model_id: str) -> Path | None:
    """The local file of a model when it is there and whole, without fetching anything.

    Raises:
        UserError: the person chose a path that is no such model.
    """
    wanted = model(model_id)
    return _chosen(wanted) or _present(wanted, silent)


def folder_of(model_id: str) -> Path:
    """The folder of a model of the full tier, when all its files are there; fetches nothing.

    Args:
        model_id: in the model table, or the folder itself of a model of one's own.

    Raises:
        UserError: a file is missing, or not of the size it had when it came.
    """
    wanted = model(model_id)
    found = standing(wanted)
    if found.whole:
        return found.folder
    missing = ", ".join(found.missing)
    raise UserError(ErrorKind.model, f"the model {model_id} is not here: {missing}", wanted.by_hand)


def is_here(model_id: str) -> bool:
    """Whether a model of the full tier is on disk, ready to be opened."""
    return standing(model(model_id)).whole


def stand_in(model_id: str) -> str:
    """The model itself, or one that does as well where only that is here."""
    if is_here(model_id):
        return model_id
    others = (row.id for row in models().values() if row.as_good_as == model_id)
    return next(filter(is_here, others), model_id)


def _chosen(wanted: Model) -> Path | None:
    variable = _CHOICES.get(wanted.id, "")
    value = os.environ.get(variable)
    if not value:
        return None
    path = Path(value)
    if not path.is_file():
        raise UserError(
            ErrorKind.missing_file,
            f"{variable} points to {value}, which is not there",
            f"Set it to a {wanted.files[0]} file or unset it.",
        )
    if not zipfile.is_zipfile(path):
        raise UserError(
            ErrorKind.model,
            f"{variable} points to {value}, which is not a {wanted.files[0]} bundle",
            "Set it to the right file or unset it.",
        )
    return path


def _present(wanted: Model, report: Report) -> Path | None:
    for folder in roots():
        files = [folder / name for name in wanted.files]
        if not all(file.is_file() for file in files):
            continue
        wrong = wrong_member(files[0], wanted.members) if wanted.members else None
        if wrong is None:
            return files[0]
        report(Progress(wanted.stage, text=f"{files[0]} is damaged ({wrong}), fetching it anew"))
    return None


def _fetched(wanted: Model, report: Report) -> Path:
    reasons = []
    target = writable_root() / wanted.files[0]
    for source in wanted.sources:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as folder:
            fresh = Path(folder) / target.name
            try:
                fetch(wanted, source, fresh, report)
            except FetchError as error:
                reasons.append(str(error))
                continue
            if wrong := wrong_member(fresh, wanted.members):
                reasons.append(f"{source.address}: {wrong} is not what the model table expects")
                continue
            try:
                fresh.replace(target)
            except OSError as error:
                raise unwritable(target, error) from error
            report(Progress(wanted.stage, 1, 1, f"{wanted.id} model is in {target}"))
            return target
    raise _unavailable(wanted, reasons)


def _unavailable(wanted: Model, reasons: list[str]) -> UserError:
    missing = ", ".join(wanted.files)
    tried = f" ({'; '.join(reasons)})" if reasons else ""
    return UserError(
        ErrorKind.model, f"the {wanted.id} model is missing: {missing}{tried}", wanted.by_hand
    )

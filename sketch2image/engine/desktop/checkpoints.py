"""Tasks on the table of checkpoints."""

from __future__ import annotations

import time
from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.engine.desktop.tasks import (
    ChooseModel,
    ListModels,
    ModelRow,
    Pulled,
    PullModels,
    RemoveModel,
)
from sketch2image.engine.desktop.workplace import Workplace

if TYPE_CHECKING:
    from sketch2image.models.table import Model

_EVERY = 0.1
"""Seconds between two events of a download."""


def list_models(_: ListModels, __: Workplace) -> tuple[ModelRow, ...]:
    """The table, and models of one's own that are chosen."""
    from sketch2image.models.table import model, models

    chosen = _chosen()
    wanted = map(model, dict.fromkeys([*models(), *chosen.values()]))
    return tuple(_row(one, chosen) for one in wanted)


def pull_models(task: PullModels, place: Workplace) -> tuple[Pulled, ...]:
    """Remember the licences accepted, then fetch."""
    from sketch2image.models.licences import accept, unaccepted
    from sketch2image.models.pull import in_order, pull
    from sketch2image.models.table import model

    wanted = in_order(task.ids)
    for name in task.accepted:
        accept(model(name))
    for one in unaccepted(wanted):
        hint = f"Read it at {one.terms}, then accept it." if one.terms else "Accept it first."
        message = f"the licence of {one.id} is not accepted: {one.licence}"
        raise UserError(ErrorKind.input, message, hint)
    report = _sparing(place.report)
    return tuple(pull(one, report) for one in wanted)


def choose_model(task: ChooseModel, place: Workplace) -> str:
    """Try a model and keep the choice; those in memory make room for it."""
    from sketch2image.engine.choosing import choose

    place.close()
    return choose(task.part, task.wish, place.report)


def remove_model(task: RemoveModel, place: Workplace) -> int:
    """Delete a checkpoint that is not in use any more."""
    from sketch2image.models.places import remove
    from sketch2image.models.table import model

    place.close()
    return remove(model(task.id))


def _sparing(report: Report) -> Report:
    """Leaves most blocks of a download untold: a window need not draw hundreds a second."""
    last, when = Progress(""), -inf

    def tell(event: Progress) -> None:
        nonlocal last, when
        now = time.monotonic()
        goes_on = (event.stage, event.text) == (last.stage, last.text) and event.done != event.total
        if not goes_on or now - when >= _EVERY:
            last, when = event, now
            report(event)

    return tell


def _chosen() -> Mapping[str, str]:
    from sketch2image.engine.choosing import chosen

    try:
        return chosen()
    except UserError:  # a setting names no model: here it can be put right, answers say it
        return {}


def _row(wanted: Model, chosen: Mapping[str, str]) -> ModelRow:
    from sketch2image.models.licences import unaccepted
    from sketch2image.models.places import standing

    found = standing(wanted)
    part = _part(wanted)
    return ModelRow(
        id=wanted.id,
        stage=wanted.stage,
        capability=wanted.capability,
        licence=wanted.licence,
        terms=wanted.terms,
        size=wanted.size,
        state=str(found.state),
        bytes=found.bytes,
        needs=wanted.needs,
        by_hand=wanted.by_hand,
        fetchable=not found.whole and _comes(wanted),
        removable=wanted.full and found.bytes > 0,
        accepted=not unaccepted([wanted]),
        part=part,
        chosen=bool(part) and chosen.get(part) == wanted.id,
    )


def _part(wanted: Model) -> str:
    from sketch2image.engine.full import FAMILIES

    return next((part for part, known in FAMILIES.items() if wanted.family in known), "")


def _comes(wanted: Model) -> bool:
    """Whether nothing of it has to be put here by hand first."""
    from sketch2image.models.converting.raw_files import find_raw

    if wanted.bundled or wanted.own:
        return False
    step = wanted.convert
    if step is None or not step.by_hand:
        return True
    try:
        return find_raw(wanted, step).is_file()
    except UserError:
        return False

"""Which full model does a part from now on: tried once, then kept in the settings."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ENCODER, SETTINGS
from sketch2image.core.progress import Report, silent
from sketch2image.core.settings import load, save
from sketch2image.engine.full import FullModels, full_models
from sketch2image.engine.making import makers
from sketch2image.engine.memory import free_bytes
from sketch2image.engine.shelf import Shelf
from sketch2image.engine.tiers import Tier, decide
from sketch2image.models.table import model

DEFAULT = "default"
"""Takes a choice back."""


def choose(part: str, wish: str, report: Report = silent) -> str:
    """Let a model do a part from now on.

    Args:
        part: "captioner", "renderer", "encoder" or "detector".
        wish: an id of the model table, a folder, or "default" for the best that is on disk.
        report: told what is loaded; may raise `Cancelled`.

    Returns:
        The id, or the absolute path of the folder; empty for "default".

    Raises:
        UserError: there is no such part or model, it is one of another kind, or it is not here,
            damaged or does not run on this machine; then the settings stay as they were.
    """
    if part not in SETTINGS:
        hint = f"Known: {', '.join(SETTINGS)}."
        raise UserError(ErrorKind.input, f"no such part: {part!r}", hint)
    value = "" if wish == DEFAULT else model(wish).id
    if value:
        _try(part, _alone(part, value), report)
    save(SETTINGS[part], value)
    return value


def chosen() -> dict[str, str]:
    """The id or the folder of the full model of each part, as the settings are.

    Raises:
        UserError: a setting names no such model.
    """
    models = full_models(load())
    return {part: models.model_of(part).id for part in SETTINGS}


def _alone(part: str, value: str) -> FullModels:
    """The models with this one; what other parts are set to has no say here."""
    wishes = dict.fromkeys(SETTINGS.values(), "") | {SETTINGS[part]: value}
    return full_models(load().model_copy(update=wishes))


def _try(part: str, models: FullModels, report: Report) -> None:
    decide(Tier.full, models, [part])
    shelf = Shelf(makers(models), partial(free_bytes, models.device))
    for event in shelf.bring(part):
        report(event)
    if part == ENCODER:  # it reads its weights with the first picture
        encoder: Any = shelf.take(part)
        encoder.encode_photos([np.full((64, 64, 3), 128, np.uint8)])
    shelf.put_away()

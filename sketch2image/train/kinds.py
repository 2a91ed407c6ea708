"""What can be trained, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report
from sketch2image.train.runs.settings import RunSettings
from sketch2image.train.runs.task import Make


@dataclass(frozen=True)
class Kind:
    """One thing that can be trained.

    Attributes:
        name: as a person says it.
        text: one line on what it makes.
        settings: class of its settings.
        task: function of settings and report that gives a `Make`.
    """

    name: str
    text: str
    settings: type[RunSettings]
    task: Callable[[Any, Report], Make]


_TEXTS = {
    "blip": "a captioner that says what a sketch shows",
    "turbo": "a renderer: sketch or edges and a prompt to a photo",
    "contrastive": "an encoder that places sketches beside the photos they mean",
}


def kinds() -> tuple[str, ...]:
    """Names of what can be trained."""
    return tuple(_TEXTS)


def kind(name: str) -> Kind:
    """What a name stands for; its package is imported here and not before.

    Raises:
        UserError: nothing of that name can be trained.
    """
    if name not in _TEXTS:
        message = f"nothing called {name!r} can be trained"
        raise UserError(ErrorKind.input, message, f"Known: {', '.join(_TEXTS)}.")
    package = f"sketch2image.train.{name}"
    settings = import_module(f"{package}.settings").Settings
    return Kind(name, _TEXTS[name], settings, import_module(f"{package}.task").task)

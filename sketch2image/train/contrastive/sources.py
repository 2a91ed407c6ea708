"""What towers learn from, and what they are judged by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report
from sketch2image.train.contrastive.settings import Settings
from sketch2image.train.data.collection import Collection, Item, plain
from sketch2image.train.data.layouts import collection
from sketch2image.train.data.splits import Split, split


def label_key(item: Item) -> str:
    """Equal for sketches and photos of one class, however it is spelled."""
    return plain(item.label)


def instance_key(item: Item) -> tuple[str, str]:
    """Equal for a photo and the sketches drawn after it."""
    return plain(item.label), item.instance


_KEYS: dict[str, Callable[[Item], object]] = {"category": label_key, "instance": instance_key}
"""What a sketch and the photos that it means have in common, by goal."""


def sources(settings: Settings, stage: str, report: Report) -> Split:
    """The data in two parts, as the settings ask for.

    Args:
        settings: `data`, `layout` and `split` count.
        stage: name in progress events.
        report: is told how much there is, and what does not fit between split and data.

    Raises:
        UserError: there are no data, no such split, or the test part cannot be judged.
    """
    if not settings.data:
        hint = "Name a folder of sketches and photos with --data."
        raise UserError(ErrorKind.input, "there is nothing to learn from", hint)
    parts = split(collection(Path(settings.data), settings.layout), settings.split)
    for warning in parts.warnings:
        report(Progress(stage, text=warning))
    if not with_photos(parts.test, settings):
        message = f"the test part of {settings.split} has no photo for any of its sketches"
        raise UserError(ErrorKind.input, message, "Name another split, or add photos.")
    report(
        Progress(stage, text=f"{_said(parts.train)} to learn from; {_said(parts.test)} held out")
    )
    return parts


def with_photos(part: Collection, settings: Settings) -> tuple[Item, ...]:
    """The sketches that have a photo in the same part, as the goal asks for."""
    key = _KEYS[settings.goal]
    taken = {key(photo) for photo in part.photos}
    return tuple(sketch for sketch in part.sketches if key(sketch) in taken)


def counts(part: Collection) -> dict[str, int]:
    """How many classes, sketches and photos there are."""
    lists = {"classes": part.labels, "sketches": part.sketches, "photos": part.photos}
    return {name: len(one) for name, one in lists.items()}


def _said(part: Collection) -> str:
    return "{sketches:,} sketches and {photos:,} photos of {classes} classes".format(**counts(part))

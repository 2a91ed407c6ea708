"""The schema of the settings as rows of a form; knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from sketch2image.core.settings import GROUPS, Settings, group
from sketch2image.ui.words import N

Choice = tuple[str, str]
"""A value, and what it is called in English."""

Choices = Mapping[str, Sequence[Choice]]
"""Known values by setting."""


class Kind(Enum):
    """How a setting is changed."""

    switch = auto()
    choice = auto()
    range = auto()
    color = auto()
    text = auto()


@dataclass(frozen=True)
class Row:
    """One setting.

    Attributes:
        name: as in the file.
        title: what it is called in English.
        text: what it means, in English.
        kind: how it is changed.
        default: its value when nothing is chosen.
        options: known values of a `choice` or a `color`.
        low: least value of a `range`.
        high: greatest value of a `range`.
        whole: whether a `range` has whole numbers only.
        optional: whether it may be None.
        place: what else may be named: a "file", a "folder" or neither.
    """

    name: str
    title: str
    text: str
    kind: Kind
    default: Any
    options: tuple[Choice, ...] = ()
    low: float = 0.0
    high: float = 1.0
    whole: bool = False
    optional: bool = False
    place: str = ""


_CALLED: Mapping[str, str] = {
    "any": N("Either"),
    "left": N("Left"),
    "right": N("Right"),
    "auto": N("Automatic"),
    "lite": N("Lite"),
    "full": N("Full"),
    "light": N("Light"),
    "dark": N("Dark"),
    "en": "English",
    "ko": "한국어",
    "cpu": "CPU",
}
_KNOWN: Choices = {
    "color": (
        ("black", N("Black")),
        ("red", N("Red")),
        ("green", N("Green")),
        ("blue", N("Blue")),
    ),
    "device": (("auto", N("Automatic")), ("cpu", "CPU"), ("cuda", "CUDA"), ("mps", "MPS")),
}
_PLACES = {
    "camera": "file",
    "gallery": "folder",
    "caption_model": "folder",
    "render_model": "folder",
    "encode_model": "folder",
    "detect_model": "folder",
}
_TITLES: Mapping[str, str] = {
    "Drawing": N("Drawing"),
    "Camera": N("Camera"),
    "Answers": N("Answers"),
    "Phone": N("Phone"),
    "Full models": N("Full models"),
    "Window": N("Window"),
}


def pages(choices: Choices) -> dict[str, tuple[Row, ...]]:
    """The rows of each page, by its title in English.

    Args:
        choices: known values of settings that are plain text in the schema.
    """
    fields = Settings.model_fields
    return {
        _TITLES[about]: tuple(
            _row(name, field, choices) for name, field in fields.items() if group(name) == about
        )
        for about in GROUPS
    }


def _row(name: str, field: FieldInfo, choices: Choices) -> Row:
    kind, optional = _bare(field.annotation)
    options = tuple(choices.get(name, _KNOWN.get(name, _literals(kind))))
    low, high = _limits(field)
    return Row(
        name,
        field.title or name,
        field.description or "",
        _kind(name, kind, options),
        field.default,
        options,
        low,
        high,
        kind is int,
        optional,
        _PLACES.get(name, ""),
    )


def _bare(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401 - any type of a field
    """A type without `| None`, and whether it had that."""
    if get_origin(annotation) is not UnionType:
        return annotation, False
    (kind,) = (one for one in get_args(annotation) if one is not type(None))
    return kind, True


def _literals(kind: Any) -> tuple[Choice, ...]:  # noqa: ANN401 - any type of a field
    if get_origin(kind) is not Literal:
        return ()
    return tuple((value, _CALLED.get(value, value)) for value in get_args(kind))


def _kind(name: str, kind: Any, options: tuple[Choice, ...]) -> Kind:  # noqa: ANN401 - as above
    if name == "color":
        return Kind.color
    if kind is bool:
        return Kind.switch
    if kind in (int, float):
        return Kind.range
    return Kind.choice if options else Kind.text


def _limits(field: FieldInfo) -> tuple[float, float]:
    low = next((one.ge for one in field.metadata if hasattr(one, "ge")), 0.0)
    high = next((one.le for one in field.metadata if hasattr(one, "le")), 1.0)
    return low, high

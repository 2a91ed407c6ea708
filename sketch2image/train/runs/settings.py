"""Settings of a training run: one TOML file, checked, commented, and kept beside the results."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sketch2image.core.errors import ErrorKind, UserError

FILE = "config.toml"
"""Name of the settings in a run's folder."""


Schedule = Literal["constant", "cosine", "linear", "staircase", "tenths"]
"""How a rate goes on after the warm-up; staircase is a tenth from 0.6 of the run on, tenths another
tenth every `fall_every` epochs."""


class RunSettings(BaseModel):
    """What every run can choose; each trainer adds its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: str = Field(default="", description="Folder or file to learn from.")
    out: Path = Field(default=Path("runs/new"), description="Folder of this run.")
    seed: int = Field(default=0, ge=0, description="Of weights, order and augmentation.")
    device: str = Field(default="auto", description="auto, cpu, cuda, cuda:1, mps.")
    precision: Literal["auto", "fp32", "fp16", "bf16"] = Field(
        default="auto", description="Mixed precision; auto is bf16 on a GPU that has it, else fp32."
    )
    steps: int = Field(default=0, ge=0, description="Steps in all; 0 to count epochs.")
    epochs: float = Field(default=10.0, gt=0, description="Times through the data, without steps.")
    batch: int = Field(default=4, ge=1, description="Examples a pass, on each device.")
    accumulate: int = Field(default=1, ge=1, description="Passes a step.")
    rate: float = Field(default=1e-5, gt=0, description="Highest learning rate.")
    schedule: Schedule = Field(
        default="constant",
        description="How the rate goes on after the warm-up; staircase: a tenth from 0.6 on; "
        "tenths: a tenth of what it was, every `fall_every` epochs.",
    )
    fall_every: float = Field(default=10.0, gt=0, description="Epochs between falls of tenths.")
    warm_up: int = Field(default=0, ge=0, description="Steps in which the rate rises from 0.")
    weight_decay: float = Field(default=1e-2, ge=0, description="Of AdamW.")
    clip: float = Field(default=1.0, ge=0, description="Longest gradient; 0 for any length.")
    average: float = Field(
        default=0.0, ge=0, lt=1, description="Decay of the running mean of weights; 0 for none."
    )
    gradient_checkpointing: bool = Field(
        default=False, description="Less memory for a third more time."
    )
    workers: int = Field(default=0, ge=0, description="Processes that prepare batches.")
    log_every: int = Field(default=10, ge=1, description="Steps between points of the curve.")
    validate_every: int = Field(
        default=0, ge=0, description="Steps between validations; 0 for once an epoch."
    )
    save_every: int = Field(default=500, ge=1, description="Steps between checkpoints.")
    minutes: float = Field(
        default=0.0, ge=0, description="Stop and save after so long; 0 for no limit."
    )


S = TypeVar("S", bound=RunSettings)


def read_settings(kind: type[S], file: Path | None, changes: Mapping[str, Any]) -> S:
    """Settings of a file, with some of them changed.

    Args:
        kind: the trainer's own settings.
        file: TOML, or None for the defaults.
        changes: values by name that win over the file; text is read as TOML where it is some.

    Raises:
        UserError: the file is missing or is not TOML, or a name or a value is wrong.
    """
    values = _read(file) if file else {}
    return _checked(kind, values | dict(changes), str(file or "the settings"))


def assignments(words: Sequence[str]) -> dict[str, Any]:
    """Values by name of `name=value` words; a value that is no TOML is text.

    Raises:
        UserError: a word has no `=`.
    """
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            hint = "Write it like `--set rate=1e-5`."
            raise UserError(ErrorKind.input, f"{word!r} sets nothing", hint)
        found[name.strip()] = _value(value.strip())
    return found


def template(kind: type[RunSettings], values: RunSettings | None = None) -> str:
    """TOML of settings, a comment above each; by default that of the trainer's defaults."""
    shown = values or kind()
    lines = []
    for name, field in kind.model_fields.items():
        lines += [f"# {field.description}", f"{name} = {_toml(getattr(shown, name))}", ""]
    return "\n".join(lines)


def differing(one: RunSettings, other: RunSettings) -> list[str]:
    """Names of the settings that are not the same in both."""
    return [name for name in type(one).model_fields if getattr(one, name) != getattr(other, name)]


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        hint = "Write one with `python main.py train config blip > blip.toml`."
        raise UserError(ErrorKind.missing_file, f"no settings file {file}", hint) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(ErrorKind.unreadable, f"{file} cannot be read: {reason}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(ErrorKind.input, f"{file} is not TOML: {error}") from error


def _checked(kind: type[S], values: dict[str, Any], source: str) -> S:
    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        hint = "Every setting stands in `python main.py train config KIND`."
        raise UserError(ErrorKind.input, f"{source}: {name}: {first['msg'].lower()}", hint) from (
            error
        )


def _value(text: str) -> Any:  # noqa: ANN401
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(name)} = {_toml(one)}" for name, one in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)

"""Settings of a training run: a TOML file, checked against dataclasses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError


@dataclass(frozen=True)
class Settings:
    """Everything that decides a run besides the data.

    Attributes:
        seed: of weights, batches and augmentation.
        size: side of the input in pixels.
        widths: channels of the four stages.
        blocks: residual blocks of the four stages.
        dropout: share of features left out.
        batch: pictures a step.
        steps: steps in all; `--minutes` may end the run sooner.
        rate: highest learning rate.
        trunk_rate: learning rate of warm-started layers as a share of `rate`.
        weight_decay: of AdamW.
        smoothing: of labels.
        echo: times each augmented batch is used, mirrored the second time.
        average: decay of the running mean of the weights, which is what is exported.
        mix: share of each source of training pictures.
        dimensions: length of the encoder's vectors.
        temperature: of the encoder's contrastive losses.
        loss: weight of each part of the loss.
    """

    seed: int
    size: int
    widths: tuple[int, ...]
    blocks: tuple[int, ...]
    dropout: float
    batch: int
    steps: int
    rate: float
    weight_decay: float
    smoothing: float
    average: float
    mix: dict[str, float]
    trunk_rate: float = 1.0
    echo: int = 1
    dimensions: int = 128
    temperature: float = 0.07
    loss: dict[str, float] | None = None

    @property
    def losses(self) -> dict[str, float]:
        """Weight of each part of the loss, by its name."""
        return self.loss or {}


def read(file: Path) -> Settings:
    """Settings of a TOML file.

    Raises:
        UserError: the file is missing, is not TOML, or a name in it is unknown or missing.
    """
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(ErrorKind.missing_file, f"no settings file {file}") from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(ErrorKind.input, f"{file} is not TOML: {error}") from error
    return _settings(file, values)


def _settings(file: Path, values: dict[str, Any]) -> Settings:
    known = {field.name for field in fields(Settings)}
    if unknown := sorted(values.keys() - known):
        raise UserError(ErrorKind.input, f"{file}: unknown setting {unknown[0]}")
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        return Settings(**values)
    except TypeError as error:
        raise UserError(ErrorKind.input, f"{file}: {error}") from error

"""Settings of `train style`, and the published experiments."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.runs.settings import RunSettings, Schedule

EXPERIMENTS = (1, 2, 3)
"""Of Painting-Retrieval (teodora-vaman), by the numbers of its README."""


class Settings(RunSettings):
    """Which body is trained on which part of the pictures, and how these are varied."""

    data: str = Field(default="", description="Folder of classes, one folder each.")
    split: str = Field(
        default="held-out:0.2",
        description="held-out:SHARE, folds:COUNT/NUMBER, or files:PLACE, files:PLACE#NUMBER; "
        "see docs/style.md.",
    )

    backbone: str = Field(
        default="auto",
        description="mobilenet-v2, dinov2-*, lite, a folder, or auto: mobilenet-v2 where its "
        "weights are here, else lite.",
    )
    tune: Literal["frozen", "full"] = Field(
        default="frozen", description="Train the last layer only, or all of a mobilenet-v2."
    )
    untrained: bool = Field(
        default=False, description="Begin a mobilenet-v2 from weights at random."
    )
    width: float = Field(
        default=1.0, gt=0, le=2, description="With untrained: share of its channels."
    )
    image: int = Field(
        default=224, ge=32, description="Side of the square that a mobilenet-v2 sees, pixels."
    )

    standardize: bool = Field(
        default=True,
        description="With tune frozen: learn on features of mean 0 and variance 1; what is "
        "exported takes them as they are.",
    )
    dropout: float = Field(default=0.2, ge=0, lt=1, description="Before the last layer.")
    smoothing: float = Field(default=0.1, ge=0, lt=1, description="Of the labels.")
    balance: bool = Field(
        default=True, description="Show every class as often as any other, however large it is."
    )

    views: int = Field(
        default=3,
        ge=1,
        description="With tune frozen: views of a picture whose features are kept, the first as "
        "it is, the others varied.",
    )
    crop: float = Field(
        default=0.4, gt=0, le=1, description="Least share of the area that a varied picture keeps."
    )
    mirror: bool = Field(default=True, description="Mirror every other varied picture.")
    color: float = Field(
        default=1.0, ge=0, description="How far light and contrast are varied; 0 for not at all."
    )
    wear: float = Field(
        default=0.4,
        ge=0,
        le=1,
        description="How likely each is: a smaller size, JPEG, a margin of paper, toned paper.",
    )

    epochs: float = Field(default=20.0, gt=0, description="Times through the data, without steps.")
    batch: int = Field(default=32, ge=1, description="Pictures a pass, on each device.")
    rate: float = Field(
        default=3e-3, gt=0, description="Highest learning rate; 1e-3 or less for tune full."
    )
    schedule: Schedule = Field(
        default="cosine",
        description="How the rate goes on after the warm-up; tenths: a tenth of what it was, every "
        "`fall_every` epochs.",
    )
    weight_decay: float = Field(default=1e-2, ge=0, description="Of AdamW.")


def experiment_file(number: int) -> Path:
    """The settings of a published experiment, as TOML.

    Raises:
        UserError: there is none of that number.
    """
    if number not in EXPERIMENTS:
        hint = f"Known: {', '.join(map(str, EXPERIMENTS))}."
        raise UserError(ErrorKind.input, f"there is no experiment {number}", hint)
    return Path(str(resources.files(__package__ or "") / "experiments" / f"exp{number}.toml"))

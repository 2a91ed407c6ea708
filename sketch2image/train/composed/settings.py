"""Settings of `train composed`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from sketch2image.gallery.composed.names import SMALL
from sketch2image.train.runs.settings import RunSettings

_FOR_SMALL: Mapping[str, object] = {
    "rate": 1e-3, "schedule": "cosine", "warm_up": 50, "epochs": 40.0, "batch": 64,
    "weight_decay": 0.05, "average": 0.99,
}  # fmt: skip
"""Random towers have all to learn."""


class Settings(RunSettings):
    """Which towers are trained, on what, and by which losses."""

    data: str = Field(default="", description="Folder of triplets, as `fashion build` makes it.")
    val: float = Field(
        default=0.1, gt=0, lt=1, description="Share of the triplets that choose the best weights."
    )
    test: float = Field(
        default=0.1, ge=0, lt=1, description="Share that training never sees, to measure on."
    )
    fold: int = Field(
        default=0, ge=0, description="Which share is the test; each number gives another."
    )

    base: str = Field(
        default="openclip-b16",
        description="Towers to begin from: openclip-*, a folder, a .pt file of TASK-former, or "
        "`small`: random small ones, with a rate, schedule and epochs of their own.",
    )
    shared: bool = Field(default=False, description="One tower for photos and sketches.")
    fusion: Literal["avg", "concat", "gated"] = Field(
        default="avg", description="What makes one query of a sketch and words."
    )
    whole: bool = Field(
        default=True, description="Show photos whole, on white; else as the base has it."
    )
    frozen: int = Field(
        default=0, ge=0, description="First blocks of each picture tower that are not trained."
    )

    temperature: float = Field(
        default=0.07, ge=0.01, le=1, description="At the start; it is learned."
    )
    alone: float = Field(
        default=1.0, ge=0, description="Weight of finding by the sketch alone, and by words alone."
    )
    classify: float = Field(
        default=0.0, ge=0, description="Weight of telling a caption's words; 0.1 in TASK-former."
    )
    labels: int = Field(
        default=100, ge=2, description="How many of the most frequent words are told."
    )
    describe: float = Field(
        default=0.0, ge=0, description="Weight of writing the caption; 0.01 in TASK-former."
    )

    mirror: bool = Field(default=True, description="Mirror every other photo with its sketch.")
    crop: float = Field(
        default=0.4, gt=0, le=1, description="Least share of photo and sketch that is shown."
    )
    light: float = Field(
        default=0.2, ge=0, lt=1, description="Make photos lighter or darker by up to this share."
    )
    drop: float = Field(
        default=0.3, ge=0, lt=1, description="Leave out strokes, up to this share of the ink."
    )
    warp: float = Field(
        default=0.01, ge=0, le=0.2, description="Bend sketches up to this share of the side."
    )
    rotate: float = Field(default=3.0, ge=0, le=180, description="Turn sketches up to so far.")
    shift: float = Field(
        default=0.02, ge=0, le=0.5, description="Move sketches up to this share of the side."
    )
    thickness: float = Field(
        default=0.008, ge=0, le=0.1, description="Thicken or thin strokes, share of the side."
    )

    judge: int = Field(default=0, ge=0, description="Most queries of a validation; 0 for all.")
    samples: int = Field(default=8, ge=1, description="Queries on the picture of results.")

    batch: int = Field(default=32, ge=2, description="Triplets a pass, on each device.")
    weight_decay: float = Field(default=0.1, ge=0, description="Of AdamW.")

    @model_validator(mode="before")
    @classmethod
    def _for_small(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        own = _FOR_SMALL if given.get("base") == SMALL else {}
        return {**own, **given}

"""Settings of `train instances`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sketch2image.train.runs.settings import RunSettings, Schedule

PairType = Literal["sim_siam_pos", "sim_siam_pos+new_neg", "pos+new_neg", "new_pos+new_neg"]


class Settings(RunSettings):
    """What is trained, on which pairs of which pictures; defaults are the published recipe."""

    data: str = Field(default="", description="Folder of classes, one folder each.")
    info_dir: str = Field(
        default="", description="In place of data: folder with the ground truth of The Met dataset."
    )
    im_root: str = Field(
        default="",
        description="With info_dir: folder that holds `images`; empty for the one above info_dir.",
    )
    mini: bool = Field(default=False, description="With info_dir: the small database.")

    net: str = Field(
        default="r18INgem", description="What to begin from: a GeM backbone, or a folder with one."
    )
    untrained: bool = Field(
        default=False, description="Begin from weights at random; net then names a backbone."
    )
    emb_proj: bool = Field(default=False, description="Add a learned linear layer at the end.")
    pca: bool = Field(
        default=False, description="Begin that layer as PCA whitening of the train pictures."
    )

    pairs: PairType = Field(
        default="sim_siam_pos+new_neg",
        description="sim_siam_pos: a picture with itself; pos: with any of its class; new_pos: "
        "with the most similar of its class or itself; new_neg: with hard ones of other classes.",
    )
    margin: float = Field(
        default=1.8, gt=0, le=2, description="Distance up to which pairs are pushed apart."
    )
    image: int = Field(
        default=500,
        ge=32,
        description="Side of a picture in training, and longest side in validation, pixels.",
    )
    samples: int = Field(default=8, ge=1, description="Queries on the picture of results.")

    batch: int = Field(default=16, ge=1, description="Pairs a pass, on each device.")
    accumulate: int = Field(default=4, ge=1, description="Passes a step.")
    rate: float = Field(default=1e-7, gt=0, description="Highest learning rate.")
    schedule: Schedule = Field(
        default="staircase",
        description="How the rate goes on after the warm-up; staircase: a tenth from 0.6 on.",
    )
    weight_decay: float = Field(default=1e-6, ge=0, description="Of AdamW.")
    clip: float = Field(default=0.0, ge=0, description="Longest gradient; 0 for any length.")

"""Settings of `train blip`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sketch2image.train.runs.settings import RunSettings, Schedule

Tower = Literal["vision", "text"]


class Settings(RunSettings):
    """Where nothing is said, as BLIP was fine-tuned for captions: rate, schedule, decay, smoothing.

    Li et al., BLIP (2022); the published `configs/caption_coco.yaml`.
    """

    classes: tuple[str, ...] = Field(
        default=(), description="Classes of a sketch folder; `default` for the 39; none for all."
    )
    held_out: str = Field(
        default="", description="Folder or file to judge by; empty for a share of the data."
    )
    held_out_share: float = Field(
        default=0.1, gt=0, lt=1, description="Of the instances of each class, without `held_out`."
    )
    judge: int = Field(default=512, ge=1, description="Most held out pictures in a validation.")
    samples: int = Field(default=12, ge=1, description="Held out pictures on the contact sheet.")
    base: str = Field(default="blip-base", description="BLIP to begin with: an id or a folder.")
    start: str = Field(
        default="", description="Safetensors file whose weights replace the base's; may be empty."
    )
    towers: tuple[Tower, ...] = Field(
        default=("vision", "text"), min_length=1, description="What is trained: vision, text."
    )
    lora: int = Field(default=0, ge=0, description="LoRA rank; 0 trains all weights.")
    lora_alpha: int = Field(default=16, ge=1, description="LoRA counts alpha / rank times.")
    label_smoothing: float = Field(
        default=0.1, ge=0, lt=1, description="Share of the target given to all other words."
    )
    rotate: float = Field(default=10.0, ge=0, le=180, description="Turn by up to so many degrees.")
    shift: float = Field(
        default=0.05, ge=0, le=0.5, description="Move by up to this share of the side."
    )
    thickness: float = Field(
        default=0.004, ge=0, le=0.1, description="Thicken or thin by up to this share of the side."
    )
    mirror: bool = Field(default=True, description="Mirror every other sketch.")

    batch: int = Field(default=8, ge=1, description="Examples a pass, on each device.")
    epochs: float = Field(default=5.0, gt=0, description="Times through the data, without steps.")
    schedule: Schedule = Field(
        default="cosine", description="How the rate goes on after the warm-up."
    )
    weight_decay: float = Field(default=0.05, ge=0, description="Of AdamW.")

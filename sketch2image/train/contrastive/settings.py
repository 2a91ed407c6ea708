"""Settings of `train contrastive`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sketch2image.gallery.adapters import Adapter
from sketch2image.train.runs.settings import RunSettings


class Settings(RunSettings):
    """What is trained, by which loss, on which part of the data."""

    layout: str = Field(
        default="auto",
        description="How the data lies: sketchy, tu-berlin, quickdraw, folders, or auto.",
    )
    split: str = Field(
        default="held-out:0.1",
        description="sketchy-104-21 and the like, held-out:SHARE, or a file of unseen classes.",
    )
    base: str = Field(
        default="dinov2-base", description="Frozen model: dinov2-*, openclip-*, or a folder."
    )
    goal: Literal["category", "instance"] = Field(
        default="category",
        description="A sketch means any photo of its class, or the one it was drawn after.",
    )

    adapter: Literal["lora", "prompts", "blocks"] = Field(
        default="lora", description="What is trained: LoRA, prompts and norms, or last blocks."
    )
    rank: int = Field(default=16, ge=1, description="Of LoRA.")
    alpha: float = Field(default=16.0, gt=0, description="LoRA is weighed by alpha / rank.")
    targets: tuple[str, ...] = Field(
        default=("q_proj", "v_proj"),
        min_length=1,
        description="Layers with LoRA: q_proj, k_proj, v_proj, o_proj, or the base's own names.",
    )
    dropout: float = Field(default=0.0, ge=0, lt=1, description="Of what goes into LoRA.")
    shared: bool = Field(
        default=True, description="One LoRA for sketches and photos; false for one each."
    )
    prompts: int = Field(default=3, ge=1, description="Learned tokens of each branch.")
    blocks: int = Field(default=2, ge=1, description="Last blocks that `blocks` trains.")

    loss: Literal["info-nce", "triplet"] = Field(
        default="info-nce", description="What brings sketches and photos together."
    )
    temperature: float = Field(
        default=0.07, ge=0.01, le=1, description="Of InfoNCE at the start; it is learned."
    )
    same_class: Literal["positives", "left out", "negatives"] = Field(
        default="positives",
        description="What other photos of the sketch's class are to InfoNCE, by category.",
    )
    margin: float = Field(default=0.3, gt=0, le=2, description="Of the triplet loss, in cosines.")
    negatives: Literal["random", "semi-hard", "hardest"] = Field(
        default="random", description="Which wrong photo of the batch a triplet takes."
    )
    words: float = Field(
        default=0.0, ge=0, description="Weight of telling classes by their names; CLIP only."
    )
    shuffle: float = Field(
        default=0.0, ge=0, description="Weight of matching pictures with shuffled quarters."
    )

    mirror: bool = Field(default=True, description="Mirror every other pair.")
    crop: float = Field(
        default=0.7, gt=0, le=1, description="Least share of a photo's area that is shown."
    )
    rotate: float = Field(default=10.0, ge=0, le=180, description="Turn sketches up to so far.")
    shift: float = Field(
        default=0.05, ge=0, le=0.5, description="Move sketches up to this share of the side."
    )
    thickness: float = Field(
        default=0.004, ge=0, le=0.1, description="Thicken or thin strokes, share of the side."
    )

    judge: int = Field(
        default=0, ge=0, description="Most sketches of the test part in a validation; 0 for all."
    )
    samples: int = Field(default=8, ge=1, description="Sketches on the picture of results.")
    merge: bool = Field(
        default=False, description="Write a plain DINO with the shared LoRA in it, too."
    )

    batch: int = Field(default=32, ge=1, description="Sketches a pass, on each device.")
    rate: float = Field(default=1e-4, gt=0, description="Highest learning rate.")
    weight_decay: float = Field(default=0.0, ge=0, description="Of AdamW.")

    def trained(self) -> Adapter:
        """What is trained of the base."""
        names = ("rank", "alpha", "targets", "dropout", "shared", "prompts", "blocks")
        return Adapter(self.adapter, **{name: getattr(self, name) for name in names})

"""Settings of `train turbo`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sketch2image.train.runs.settings import RunSettings

PUBLISHED_RANKS = {"paired": 8, "stochastic": 128}
"""LoRA ranks in the UNet of the published edge model and sketch model."""

Prep = Literal[
    "resized_crop_512",
    "resized_crop_256",
    "resize_286_randomcrop_256x256_hflip",
    "resize_256",
    "resize_512",
    "no_resize",
]
Control = Literal["as-is", "binary", "canny"]


class Settings(RunSettings):
    """Where nothing is said, as `train_pix2pix_turbo.py` of img2img-turbo trains.

    Parmar, Park, Narasimhan, Zhu: One-Step Image Translation with Text-to-Image Models (2024).
    """

    base: str = Field(default="sd-turbo", description="SD-Turbo: an id or a folder.")
    variant: Literal["paired", "stochastic"] = Field(
        default="paired",
        description="paired: one picture a sketch; stochastic: with strength and seed.",
    )
    start: str = Field(
        default="",
        description="Weights to go on from: an id, a folder or a safetensors file; empty for none.",
    )
    rank_unet: int = Field(
        default=0,
        ge=0,
        description="LoRA rank in the UNet; 0 for that of `start`, else 8, stochastic 128.",
    )
    rank_vae: int = Field(
        default=0, ge=0, description="LoRA rank in the VAE; 0 for that of `start`, else 4."
    )

    control: Control = Field(
        default="as-is",
        description="train_A as it is; as a binary mask, for sketches; or canny: edges of train_B.",
    )
    prep: Prep = Field(default="resized_crop_512", description="How pictures come to size.")
    augment: bool = Field(
        default=False, description="Mirror and cut pairs a little, each time otherwise."
    )

    weigh_l2: float = Field(default=1.0, ge=0, description="Weight of the squared difference.")
    weigh_lpips: float = Field(default=5.0, ge=0, description="Weight of LPIPS on VGG16.")
    weigh_clip: float = Field(default=5.0, ge=0, description="Weight of 1 - cosine to the prompt.")
    weigh_gan: float = Field(default=0.5, ge=0, description="Weight of the adversarial loss.")
    vgg_model: str = Field(
        default="vgg16", description="VGG16 of LPIPS: an id, or a torchvision weights file."
    )
    clip_model: str = Field(
        default="openclip-b32", description="CLIP of similarity and critic: an id or a folder."
    )

    validate_examples: int = Field(
        default=100, ge=1, description="Most test pairs in a validation."
    )
    shown: int = Field(default=8, ge=1, description="Test pairs in the picture of a validation.")

    epochs: float = Field(default=10.0, gt=0, description="Times through the data, without steps.")
    rate: float = Field(default=5e-6, gt=0, description="Highest learning rate.")
    validate_every: int = Field(
        default=500, ge=0, description="Steps between validations; 0 for once an epoch."
    )
    gradient_checkpointing: bool = Field(
        default=True, description="Less memory for a third more time."
    )

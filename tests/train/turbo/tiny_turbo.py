"""A tiny renderer to train: pairs of 32 pixels, CLIP and a trunk for LPIPS with random weights."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from sketch2image.core.progress import silent
from sketch2image.train.runs.task import Place
from sketch2image.train.turbo.losses import Backbones
from sketch2image.train.turbo.perceptual import WIDTHS
from sketch2image.train.turbo.settings import Settings
from sketch2image.train.turbo.sight import Sight
from sketch2image.train.turbo.task import Turbo
from tests.gallery.tiny_towers import CLIP, save_clip
from tests.render.turbo.conftest import BASE

SIDE = 32
CPU = Place(torch.device("cpu"), torch.float32)
THREE_BLOCKS = {**CLIP, "vision_cfg": {**CLIP["vision_cfg"], "layers": 3}}
COLORS = {"red": (200, 40, 40), "green": (40, 160, 60), "blue": (40, 60, 200)}


class Trunk(nn.Module):
    """Five levels of the widths of VGG16, one convolution each."""

    def __init__(self) -> None:
        super().__init__()
        ins = (3, *WIDTHS[:-1])
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in zip(ins, WIDTHS, strict=True)
        )

    def forward(self, pictures: Tensor) -> list[Tensor]:
        levels = []
        for conv in self.convs:
            pictures = conv(pictures).relu()
            levels.append(pictures)
        return levels


def trunk() -> Trunk:
    with torch.random.fork_rng():
        torch.manual_seed(7)
        return Trunk()


def write_pairs(folder: Path, train: int = 6, test: int = 2, side: int = SIDE) -> Path:
    """Filled boxes on gray, and their outlines in white on black, in img2img-turbo's folders."""
    rng = np.random.default_rng(3)
    for part, count in (("train", train), ("test", test)):
        prompts = {}
        for number in range(count):
            color = list(COLORS)[number % 3]
            left, top = rng.integers(2, side // 2 - 2, 2)
            target = np.full((side, side, 3), 200, np.uint8)
            target[top : top + side // 2, left : left + side // 2] = COLORS[color]
            control = np.zeros((side, side, 3), np.uint8)
            control[top : top + side // 2, left : left + side // 2] = 255
            control[top + 2 : top + side // 2 - 2, left + 2 : left + side // 2 - 2] = 0
            for where, image in (("A", control), ("B", target)):
                place = folder / f"{part}_{where}"
                place.mkdir(parents=True, exist_ok=True)
                Image.fromarray(image).save(place / f"{number}.png")
            prompts[f"{number}.png"] = f"a {color} box"
        (folder / f"{part}_prompts.json").write_text(json.dumps(prompts))
    return folder


def settings(data: Path, out: Path, **others: Any) -> Settings:
    usual: dict[str, Any] = {
        "data": str(data), "out": out, "base": str(BASE), "device": "cpu", "precision": "fp32",
        "prep": "no_resize", "batch": 2, "rank_unet": 4, "rank_vae": 4, "rate": 2e-3, "steps": 4,
        "log_every": 1, "validate_every": 1000, "gradient_checkpointing": False,
        "validate_examples": 1,
    }  # fmt: skip
    return Settings(**(usual | others))


def backbones(clip: Path) -> Backbones:
    return Backbones(trunk, lambda place: sight(clip, place))


@cache
def sight(clip: Path, place: Place) -> Sight:
    """It is frozen, so that runs can share it."""
    return Sight(clip, place)


def clip_folder(folder: Path) -> Path:
    return save_clip(folder, THREE_BLOCKS)


def turbo(wish: Settings, clip: Path, place: Place = CPU) -> Turbo:
    torch.manual_seed(wish.seed)
    return Turbo(wish, place, silent, backbones(clip))

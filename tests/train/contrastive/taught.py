"""A tiny CLIP that knows the photos of the shapes a little, as published ones know the world."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from sketch2image.gallery.bases import ClipBase
from sketch2image.gallery.views import pixels
from sketch2image.train.contrastive.pictures import read
from sketch2image.train.data.layouts import collection
from tests.gallery.tiny_towers import CLIP, save_clip

CPU = torch.device("cpu")


def save_taught_clip(folder: Path, data: Path, steps: int = 12) -> Path:
    """An OpenCLIP in the published layout; only its picture side was taught."""
    base = ClipBase(save_clip(folder, CLIP))
    visual = _taught(base, data, steps)
    file = folder / "open_clip_model.safetensors"
    state = {f"visual.{name}": value.contiguous() for name, value in visual.state_dict().items()}
    save_file(load_file(file) | state, file)
    return folder


def _taught(base: Any, data: Path, steps: int) -> torch.nn.Module:
    photos = collection(data).photos
    shown = torch.from_numpy(np.stack([pixels(read(item), base.view) for item in photos]))
    names = sorted({item.label for item in photos})
    labels = torch.tensor([names.index(item.label) for item in photos])
    network = base.load(CPU, torch.float32).train()
    head = torch.nn.Linear(base.dim, len(names))
    optimizer = torch.optim.Adam([*network.parameters(), *head.parameters()], lr=1e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(head(base.features(network, shown)), labels)
        loss.backward()
        optimizer.step()
    return network

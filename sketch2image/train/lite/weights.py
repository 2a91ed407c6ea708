"""Weights out of a run's checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from sketch2image.core.errors import ErrorKind, UserError


def read_state(checkpoint: Path) -> dict[str, Any]:
    """The whole state of a run.

    Raises:
        UserError: there is no such checkpoint.
    """
    if not checkpoint.is_file():
        raise UserError(
            ErrorKind.missing_file, f"no checkpoint {checkpoint}", "Run that training first."
        )
    return torch.load(checkpoint, weights_only=True)


def load_averaged(model: nn.Module, checkpoint: Path) -> nn.Module:
    """Gives a model the averaged weights of a run; returns it in evaluation mode.

    Raises:
        UserError: there is no such checkpoint.
    """
    state = read_state(checkpoint)
    model.load_state_dict(state["model"])
    means = {name.removeprefix("module."): value for name, value in state["mean"].items()}
    with torch.no_grad():
        for name, weight in model.named_parameters():
            weight.copy_(means[name])
    return model.eval()

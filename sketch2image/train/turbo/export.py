"""Trained weights as the program and the published code load them."""

from __future__ import annotations

from pathlib import Path

from sketch2image.models.turbo_file import TurboWeights, write_turbo, write_turbo_pickle
from sketch2image.train.turbo.start import WEIGHTS


def export(weights: TurboWeights, folder: Path) -> None:
    """Write `weights.safetensors` with its card, and the published six-key `weights.pkl`.

    Raises:
        UserError: the place cannot be written.
    """
    file = folder / WEIGHTS
    write_turbo(weights, file)
    write_turbo_pickle(weights, file.with_suffix(".pkl"))

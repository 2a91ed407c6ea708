"""The weights that a run goes on from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.hub import folder_of
from sketch2image.models.table import model
from sketch2image.models.turbo_file import TurboWeights, read_turbo
from sketch2image.render.turbo.adapters import UNET_TARGETS, VAE_TARGETS
from sketch2image.train.turbo.settings import PUBLISHED_RANKS, Settings

WEIGHTS = "weights.safetensors"
RANK_VAE = 4


def start_of(settings: Settings) -> TurboWeights:
    """The weights that the settings name, or only the ranks and targets of fresh ones.

    Raises:
        UserError: the weights cannot be read, or are of another kind than the run.
    """
    base = model(settings.base).id
    if not settings.start:
        return replace(_fresh(settings), base=base)
    found = read_turbo(_file(settings.start))
    if found.stochastic and settings.variant == "paired":
        message = "the weights to start from are those of a stochastic model"
        raise UserError(ErrorKind.input, message, 'Set `variant = "stochastic"`.')
    for name in ("rank_unet", "rank_vae"):
        wish, rank = getattr(settings, name), getattr(found, name)
        if wish not in (0, rank):
            message = f"the weights to start from have {name} {rank}, not {wish}"
            raise UserError(ErrorKind.input, message, f"Leave out `{name}`, or `start`.")
    return replace(found, source="", base=base)


def _fresh(settings: Settings) -> TurboWeights:
    return TurboWeights(
        rank_unet=settings.rank_unet or PUBLISHED_RANKS[settings.variant],
        rank_vae=settings.rank_vae or RANK_VAE,
        unet_targets=UNET_TARGETS,
        vae_targets=VAE_TARGETS,
        unet={},
        vae={},
    )


def _file(name: str) -> Path:
    return Path(name) if Path(name).suffix else folder_of(name) / WEIGHTS

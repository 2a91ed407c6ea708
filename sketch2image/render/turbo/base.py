"""The parts of a base model: a folder in diffusers' layout, safetensors only."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.models.devices import is_out_of_memory
from sketch2image.models.quiet import quiet

if TYPE_CHECKING:
    import torch
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

STAGE = "load"
LAST_STEP = 999
"""The one time step that a turbo model is run at."""

PARTS = ("tokenizer", "text_encoder", "vae", "unet", "scheduler")
"""Folders of a base model."""

_Loaded = TypeVar("_Loaded")


class Schedule(NamedTuple):
    """How much of the signal and of the noise is in a latent at the last step."""

    signal: float
    noise: float


def loading(place: Path) -> Progress:
    """The event before a part of a base model is loaded."""
    return Progress(STAGE, text=f"loading {place.parent.name}/{place.name}")


def check_base(folder: Path) -> None:
    """Refuse what is no base model.

    Raises:
        UserError: a part of the folder is missing.
    """
    missing = [part for part in PARTS if not (folder / part).is_dir()]
    if missing:
        message = f"{folder} is no SD-Turbo model: it has no {missing[0]} folder"
        raise UserError(ErrorKind.model, message, _HINT)


def load_unet(folder: Path, dtype: torch.dtype, report: Report) -> UNet2DConditionModel:
    """The UNet, for inference.

    Raises:
        UserError: it cannot be loaded.
    """
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    return _loaded(
        folder / "unet",
        report,
        lambda place: UNet2DConditionModel.from_pretrained(
            place, local_files_only=True, use_safetensors=True, torch_dtype=dtype
        ),
    )


def load_vae(folder: Path, dtype: torch.dtype, report: Report) -> AutoencoderKL:
    """The VAE; fp16 becomes fp32 where its configuration asks for that.

    Raises:
        UserError: it cannot be loaded.
    """
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    def load(place: Path) -> AutoencoderKL:
        config = json.loads((place / "config.json").read_text("utf-8"))
        return AutoencoderKL.from_pretrained(
            place,
            local_files_only=True,
            use_safetensors=True,
            torch_dtype=vae_dtype(config, dtype),
        )

    return _loaded(folder / "vae", report, load)


def vae_dtype(config: Mapping[str, Any], dtype: torch.dtype) -> torch.dtype:
    """The number type of a VAE where other networks have `dtype`: see `load_vae`."""
    import torch

    upcast = dtype == torch.float16 and config.get("force_upcast", True)
    return torch.float32 if upcast else dtype


def load_schedule(folder: Path) -> Schedule:
    """Signal and noise at the last step.

    A scheduler's own step would add a trace of unseeded noise, so it is not used; nor is what it
    says of clipping, since the published one clips nothing.

    Raises:
        UserError: it cannot be read, or is made for another way of sampling.
    """
    scheduler = _loaded(folder / "scheduler", silent, _scheduler)
    prediction = scheduler.config["prediction_type"]
    if prediction != "epsilon" or len(scheduler.alphas_cumprod) <= LAST_STEP:
        message = f"{folder} predicts {prediction} over {len(scheduler.alphas_cumprod)} steps"
        raise UserError(ErrorKind.model, message, "Use SD-Turbo as the base.")
    kept = float(scheduler.alphas_cumprod[LAST_STEP])
    return Schedule(kept**0.5, (1 - kept) ** 0.5)


def _scheduler(place: Path) -> DDPMScheduler:
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    scheduler = DDPMScheduler.from_pretrained(place, local_files_only=True)
    assert isinstance(scheduler, DDPMScheduler)
    return scheduler


def _loaded(place: Path, report: Report, load: Callable[[Path], _Loaded]) -> _Loaded:
    from diffusers.utils import logging

    report(loading(place))
    try:
        with quiet(logging):
            return load(place)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        if is_out_of_memory(error):
            raise
        reason = " ".join(str(error).split())
        raise UserError(ErrorKind.model, f"{place} cannot be loaded: {reason}", _HINT) from error


_HINT = "Run `python main.py models verify sd-turbo`, or name another folder with --base."

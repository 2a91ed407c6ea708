"""pix2pix-turbo: control picture and prompt to photo in one step.

Parmar, Park, Narasimhan, Zhu: One-Step Image Translation with Text-to-Image Models (2024).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report, silent
from sketch2image.models.devices import device_of, dtype_of
from sketch2image.models.turbo_file import TurboWeights
from sketch2image.render.turbo import adapters
from sketch2image.render.turbo.adapted import adapted_unet, adapted_vae
from sketch2image.render.turbo.base import check_base, load_schedule, loading
from sketch2image.render.turbo.codec import Codec
from sketch2image.render.turbo.noise import CHANNELS, noise_of
from sketch2image.render.turbo.one_step import OneStep
from sketch2image.render.turbo.options import TurboOptions
from sketch2image.render.turbo.text import TextEncoder
from sketch2image.render.turbo.vae import FACTOR

if TYPE_CHECKING:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from torch import Tensor, nn

_USUAL = TurboOptions()


class TurboNetwork:
    """The edge model (deterministic) or the sketch model (stochastic), by what its weights hold.

    Attributes:
        stochastic: whether pictures depend on a noise map and a strength.
        fixed_strength: the one strength that can be asked for, or None for any.

    Args:
        base: SD-Turbo in diffusers' layout.
        weights: LoRA, skips and input convolution.
        options: speed and memory.
        report: gets a line for each part that is loaded.

    Raises:
        UserError: base and weights do not fit, or one of them is damaged.
    """

    def __init__(
        self,
        base: Path,
        weights: TurboWeights,
        options: TurboOptions = _USUAL,
        report: Report = silent,
    ) -> None:
        self.stochastic = weights.stochastic
        self.fixed_strength = _fixed(weights.stochastic, options)
        self._options = options
        self._wrap = self._wrapper()
        check_base(base)
        self.device = device_of(options.device)
        self.dtype = dtype_of(options.precision, self.device)
        self._strength = 1.0 if self.fixed_strength is None else self.fixed_strength
        self._weights = weights
        schedule = load_schedule(base)
        report(loading(base / "text_encoder"))
        self.text = TextEncoder(base, self.device, self.dtype)
        self._vae = self._load_vae(base, report)
        self._unet = self._load_unet(base, report)
        codec = Codec(self._vae, options.tiling, self._wrap)
        self._step = OneStep(self._wrap(self._unet), codec, schedule, self.dtype)

    def __call__(
        self,
        control: Tensor,
        prompt: str,
        strength: float = 1.0,
        noise_map: Tensor | None = None,
        latent_noise: Tensor | None = None,
    ) -> Tensor:
        """Pictures of one control picture.

        Args:
            control: (1, 3, H, W) float32, 1 on strokes and 0 elsewhere; sides multiples of 8.
            prompt: what to render.
            strength: 0 (text to image) .. 1 (follows the lines); the edge model has none.
            noise_map: (N, 4, H / 8, W / 8) standard normal, a row for each picture wanted; the
                sketch model needs it, the edge model has no use for it.
            latent_noise: (1, 4, H / 8, W / 8) standard normal to draw from the posterior of the
                control picture, or None for its mode.

        Returns:
            (N, 3, H, W) float32 on the CPU, -1..1; N is 1 for the edge model.

        Raises:
            UserError: a shape is wrong, or the strength is not the one merged in.
        """
        import torch

        self._check_strength(strength)
        self._check_sizes(control, noise_map, latent_noise)
        with torch.inference_mode():
            self._weigh(strength if self.stochastic else 1.0)
            return self._pictures(control, prompt, noise_map, latent_noise).float().cpu()

    def noise_map(self, seeds: Sequence[int], height: int, width: int) -> Tensor:
        """(N, 4, height / 8, width / 8): the random part of each seed's picture."""
        return noise_of(seeds, height // FACTOR, width // FACTOR)

    def weights(self) -> TurboWeights:
        """What a published file of this network holds.

        Raises:
            UserError: they have been merged into the base.
        """
        if self.fixed_strength is not None:
            message = "weights that are merged into the base cannot be told apart from it"
            raise UserError(ErrorKind.model, message, "Load them with `apart`.")
        return adapters.weights_of(self._unet, self._vae, self._weights)

    def _pictures(
        self, control: Tensor, prompt: str, noise_map: Tensor | None, latent_noise: Tensor | None
    ) -> Tensor:
        words = self.text.embed(prompt)
        noise = self._noise(noise_map)
        return self._step(self._placed(control), words, self._strength, noise, latent_noise)

    def _noise(self, noise_map: Tensor | None) -> Tensor | None:
        if not self.stochastic:
            return None
        if noise_map is None:
            raise UserError(ErrorKind.input, "the sketch model needs a noise map", "Give a seed.")
        return noise_map.to(self.device, self.dtype)

    def _placed(self, control: Tensor) -> Tensor:
        import torch

        order = torch.channels_last if self._options.channels_last else torch.contiguous_format
        return control.to(self.device, self._vae.dtype).contiguous(memory_format=order)

    def _weigh(self, strength: float) -> None:
        if self.fixed_strength is None and strength != self._strength:
            adapters.set_strength(self._unet, strength)
            adapters.set_strength(self._vae, strength)
            self._strength = strength

    def _load_vae(self, base: Path, report: Report) -> AutoencoderKL:
        model = adapted_vae(base, self._weights, self.dtype, report)
        adapters.load(model, self._weights.vae, adapters.VAE_MARKS, "VAE")
        self._settle(model)
        return model

    def _load_unet(self, base: Path, report: Report) -> UNet2DConditionModel:
        weights = self._weights
        model = adapted_unet(base, weights, self.dtype, report, twin=weights.stochastic)
        adapters.load(model, weights.unet, adapters.UNET_MARKS, "UNet")
        self._settle(model)
        return model

    def _settle(self, model: Any) -> None:  # noqa: ANN401 - diffusers' mixins have no common type
        """Weigh, merge where the strength stays, and bring to the device."""
        import torch

        adapters.set_strength(model, self._strength)
        if self.fixed_strength is not None:
            adapters.merge(model)
        torch.nn.Module.to(model, self.device, model.dtype)
        if self._options.channels_last:
            model.to(memory_format=torch.channels_last)
        model.requires_grad_(False).eval()

    def _wrapper(self) -> Callable[[Any], Any]:
        if not self._options.compile:
            return _as_it_is
        if self.fixed_strength is None:
            message = "compiling needs a fixed strength: each other one would compile anew"
            raise UserError(ErrorKind.input, message, "Set `turbo_fixed_strength`, 0.4 is usual.")
        import torch

        return torch.compile

    def _check_strength(self, strength: float) -> None:
        if self.stochastic and self.fixed_strength not in (None, strength):
            message = f"the model is merged at strength {self.fixed_strength}, not {strength}"
            raise UserError(ErrorKind.input, message, "Ask for that strength, or do not fix one.")

    def _check_sizes(
        self, control: Tensor, noise_map: Tensor | None, latent_noise: Tensor | None
    ) -> None:
        height, width = control.shape[-2:]
        if height % FACTOR or width % FACTOR:
            message = f"{width}x{height} pixels: both must be multiples of {FACTOR}"
            raise UserError(ErrorKind.input, message, "512 is what the model was trained on.")
        _check_noise("noise map", noise_map, height, width)
        _check_noise("latent noise", latent_noise, height, width)
        if latent_noise is not None and len(latent_noise) != 1:
            message = f"there are {len(latent_noise)} rows of latent noise, not 1"
            raise UserError(ErrorKind.input, message, "One control picture has one latent.")


def _check_noise(name: str, noise: Tensor | None, height: int, width: int) -> None:
    wanted = (CHANNELS, height // FACTOR, width // FACTOR)
    if noise is not None and (noise.ndim != 4 or tuple(noise.shape[1:]) != wanted):
        message = f"the {name} is {tuple(noise.shape)}, not (N, {', '.join(map(str, wanted))})"
        raise UserError(ErrorKind.input, message, "It has an eighth of the picture's size.")


def _fixed(stochastic: bool, options: TurboOptions) -> float | None:
    if options.apart:
        return None
    return options.fixed_strength if stochastic else 1.0


def _as_it_is(part: nn.Module) -> nn.Module:
    return part

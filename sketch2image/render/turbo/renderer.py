"""The full renderer behind the common protocol."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.labels import label_in
from sketch2image.core.progress import Report, silent
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.core.vocabulary import vocabulary
from sketch2image.models.digests import digest_of_folder
from sketch2image.models.turbo_file import read_turbo
from sketch2image.render.control import control
from sketch2image.render.protocol import SIDE, Method, Rendering, check
from sketch2image.render.turbo.base import PARTS
from sketch2image.render.turbo.network import TurboNetwork
from sketch2image.render.turbo.noise import Noise
from sketch2image.render.turbo.options import TurboOptions

if TYPE_CHECKING:
    from torch import Tensor

VERSION = "turbo-1"
"""Changes whenever equal inputs and weights give another picture."""

BATCH = 8
"""Pictures made at once, at most."""

USUAL_STRENGTH = 0.4
"""What the published sketch model is shown with."""

_USUAL = TurboOptions()
_SEEDED = Noise()


class TurboRenderer:
    """Renders any words with SD-Turbo, held to the sketch.

    Args:
        base: SD-Turbo in diffusers' layout.
        weights: `.safetensors` written by `models convert`.
        options: speed and memory.
        side: width and height of pictures in pixels, a multiple of 8; trained for 512.
        report: progress of loading.

    Raises:
        UserError: a file is missing, damaged, a pickle, or base and weights do not fit.
    """

    open_vocabulary = True

    def __init__(
        self,
        base: Path,
        weights: Path,
        options: TurboOptions = _USUAL,
        side: int = SIDE,
        report: Report = silent,
    ) -> None:
        self.network = TurboNetwork(base, read_turbo(weights), options, report)
        self._side = side
        self._fingerprint = "-".join(
            [VERSION, _weights_digest(weights), _base_digest(base), self._ways(options), str(side)]
        )

    @property
    def fingerprint(self) -> str:
        """Digests of all weights and configurations, and every option that changes a number."""
        return self._fingerprint

    @property
    def seeded(self) -> bool:
        """Whether seed and strength matter: for the sketch model, not for the edge model."""
        return self.network.stochastic

    @property
    def usual_strength(self) -> float:
        """The strength that is merged in, or else what the published model is shown with."""
        fixed = self.network.fixed_strength
        return USUAL_STRENGTH if fixed is None else fixed

    def render(self, sketch: Sketch, prompt: str, seed: int, strength: float) -> Rendering:
        """Picture of a sketch; see `Renderer.render`.

        The edge model takes no notice of seed and strength.
        """
        return self.render_seeds(sketch, prompt, [seed], strength)[0]

    def render_seeds(
        self, sketch: Sketch, prompt: str, seeds: Sequence[int], strength: float
    ) -> list[Rendering]:
        """A picture for each seed, some in a batch; the edge model has one for all of them.

        In a batch a picture may differ in its last bits from the same one rendered alone.

        Raises:
            UserError: as `Renderer.render`.
        """
        pictures = self.pictures(sketch, prompt, seeds, strength)
        label = label_in(prompt, vocabulary("all"))
        made = [Rendering(as_image(one), Method.network, label, None) for one in pictures]
        return made if self.seeded else made * len(seeds)

    def pictures(
        self,
        sketch: Sketch,
        prompt: str,
        seeds: Sequence[int],
        strength: float,
        noise: Noise = _SEEDED,
    ) -> NDArray[np.float32]:
        """(N, 3, H, W) pictures before rounding, -1..1; noise that is given replaces the seeds'.

        Raises:
            UserError: as `Renderer.render`; or the noise has another size.
        """
        check(sketch, prompt, strength)
        lines = _tensor(control(sketch, self._side, channels=3)[None])
        seeded = self.network.noise_map(seeds, self._side, self._side)
        noise_map = seeded if noise.map is None else _tensor(noise.map)
        latent = None if noise.latent is None else _tensor(noise.latent)
        batches = noise_map.split(BATCH) if self.seeded else [None]
        made = [self.network(lines, prompt, strength, batch, latent).numpy() for batch in batches]
        return np.concatenate(made)

    def _ways(self, options: TurboOptions) -> str:
        running = f"{self.network.device.type}-{self.network.dtype}".replace("torch.", "")
        ways = {
            "tiled": options.tiling,
            "last": options.channels_last,
            "compiled": options.compile,
            f"at{self.network.fixed_strength}": self.network.fixed_strength is not None,
        }
        return "-".join([running, *(name for name, chosen in ways.items() if chosen)])


def as_image(picture: NDArray[np.float32]) -> Image:
    """(H, W, 3) uint8 of a (3, H, W) picture, -1..1."""
    scaled = np.round((picture.transpose(1, 2, 0) + 1) * 127.5)
    return np.clip(scaled, 0, 255).astype(np.uint8)


def _weights_digest(weights: Path) -> str:
    return digest_of_folder(weights.parent, [weights.name, weights.with_suffix(".json").name])


def _base_digest(base: Path) -> str:
    files = (file for part in PARTS for file in (base / part).iterdir() if _decides(file))
    return digest_of_folder(base, [file.relative_to(base).as_posix() for file in files])


def _decides(file: Path) -> bool:
    return file.suffix in (".safetensors", ".json", ".txt")


def _tensor(array: NDArray[np.float32]) -> Tensor:
    import torch

    return torch.from_numpy(np.ascontiguousarray(array))

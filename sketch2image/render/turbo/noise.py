"""The random part of a picture: from a seed, or from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

CHANNELS = 4
_HINT = "Give a .npy file, or a .safetensors file as FILE or FILE:NAME."


@dataclass(frozen=True, eq=False)
class Noise:
    """Random parts of pictures, given by hand instead of by seed, to compare with other programs.

    Attributes:
        map: (N, 4, H / 8, W / 8) float32 that the sketch model mixes into the latent.
        latent: (1, 4, H / 8, W / 8) float32 drawn from the VAE's posterior; None for its mode.
    """

    map: NDArray[np.float32] | None = None
    latent: NDArray[np.float32] | None = None


def noise_of(seeds: Sequence[int], height: int, width: int) -> Tensor:
    """(N, 4, height, width) float32 standard normal, a row a seed; the same on every device.

    A seed's row does not depend on the others.
    """
    import torch

    rows = [
        torch.randn((CHANNELS, height, width), generator=torch.Generator().manual_seed(seed))
        for seed in seeds
    ]
    return torch.stack(rows)


def read_noise(where: str) -> NDArray[np.float32]:
    """(N, 4, h, w) float32 from a `.npy` or `.safetensors` file, the latter as `FILE[:NAME]`.

    Raises:
        UserError: it is not there, is neither, or holds anything else.
    """
    file, _, name = where.rpartition(":") if _names_tensor(where) else (where, "", "")
    if not Path(file).is_file():
        raise UserError(ErrorKind.missing_file, f"{file} does not exist", "Check the path.")
    try:
        noise = _read(Path(file), name)
    except (OSError, ValueError, KeyError) as error:
        raise UserError(ErrorKind.unreadable, f"{where} holds no noise: {error}", _HINT) from error
    if noise.ndim != 4 or noise.shape[1] != CHANNELS or not np.isfinite(noise).all():
        message = f"{where} is {noise.shape}, not (N, {CHANNELS}, height / 8, width / 8)"
        raise UserError(ErrorKind.input, message, _HINT)
    return noise.astype(np.float32)


def _names_tensor(where: str) -> bool:
    return ".safetensors:" in where


def _read(file: Path, name: str) -> NDArray:
    if file.suffix != ".safetensors":
        return np.array(np.lib.format.open_memmap(file, mode="r"))
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, "numpy") as opened:
            return opened.get_tensor(name or _only(list(opened.keys())))
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _only(names: list[str]) -> str:
    if len(names) != 1:
        raise ValueError(f"say which of {', '.join(names)}")
    return names[0]

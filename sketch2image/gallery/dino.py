"""DINOv2, DINOv2 with registers and DINOv3 by transformers."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Vectors
from sketch2image.gallery.pooling import Pooling, check_pooling, pooled, pooled_width
from sketch2image.gallery.tower import Tower, batch_on, short_name
from sketch2image.gallery.views import Pixels, view_named
from sketch2image.gallery.weights import damaged, read_config, require
from sketch2image.models.devices import device_of, dtype_of
from sketch2image.models.digests import weights_digest

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

FAMILY = "dino"
_TYPES = ("dinov2", "dinov2_with_registers", "dinov3_vit")
_NOT_NEEDED = "mask_token"


class DinoEncoder(Tower):
    """Runs a folder of `config.json` and safetensors, as published on the hub.

    Args:
        folder: of the model; nothing is fetched.
        pooling: of the tokens after the final norm; see `gallery.pooling`.
        device: name for `models.devices`.
        precision: of weights and activations; vectors are float32 always.
        view: name for `gallery.views`.
        batch: pictures a run; by default 1 on the CPU, 32 elsewhere.

    Raises:
        UserError: the folder is no such model, or the machine has no such device.
    """

    def __init__(
        self,
        folder: Path,
        *,
        pooling: Pooling = "cls",
        device: str = "cpu",
        precision: str = "fp32",
        view: str = "dino",
        batch: int | None = None,
    ) -> None:
        check_pooling(pooling)
        self._device = device_of(device)
        self._dtype = dtype_of(precision, self._device)
        super().__init__(
            view_named(view),
            FAMILY,
            batch or batch_on(self._device.type),
            pooling,
            short_name(self._dtype),
        )
        self._folder = folder
        self._pooling: Pooling = pooling
        self._config = dino_config(folder)
        require(folder, "model.safetensors", "model.safetensors.index.json")

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return pooled_width(int(self._config["hidden_size"]), self._pooling)

    @cached_property
    def _model(self) -> PreTrainedModel:
        return load_dino(self._folder, self._device, self._dtype)

    def _digest(self) -> str:
        return weights_digest(self._folder)

    def _vectors(self, batch: Pixels) -> Vectors:
        import torch

        shown = torch.from_numpy(batch).to(self._device, self._dtype)
        with torch.inference_mode():
            tokens = self._model(pixel_values=shown).last_hidden_state
        return pooled(tokens.float().cpu().numpy(), self._pooling, registers(self._config))


def dino_config(folder: Path) -> dict[str, Any]:
    """`config.json` of a DINO.

    Raises:
        UserError: missing, damaged, or of another model.
    """
    config = read_config(folder, "config.json")
    found = config.get("model_type")
    if found not in _TYPES or not isinstance(config.get("hidden_size"), int):
        hint = f"This encoder takes {', '.join(_TYPES)}."
        raise UserError(ErrorKind.model, f"{folder} holds a model of type {found!r}", hint)
    return config


def registers(config: dict[str, Any]) -> int:
    """Register tokens between the class token and the patches; plain DINOv2 has none."""
    return int(config.get("num_register_tokens", 0))


def load_dino(folder: Path, device: torch.device, dtype: torch.dtype) -> PreTrainedModel:
    """The network of a folder, ready to be asked; nothing is fetched.

    Raises:
        UserError: its weights are missing, damaged, or not all there.
    """
    from safetensors import SafetensorError
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        model, found = AutoModel.from_pretrained(
            folder,
            dtype=dtype,
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise damaged(folder, error) from error
    missing = sorted(key for key in found["missing_keys"] if not key.endswith(_NOT_NEEDED))
    if missing:
        raise damaged(folder, f"{len(missing)} tensors are missing, the first is {missing[0]}")
    return model.to(device).eval()

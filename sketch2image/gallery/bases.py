"""Networks that trained towers stand on: a DINO, or the picture side of a CLIP."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery import dino
from sketch2image.gallery.attention import open_attention
from sketch2image.gallery.clip_folder import CONFIG, ClipFolder
from sketch2image.gallery.views import View, view_named
from sketch2image.gallery.weights import require
from sketch2image.models.digests import weights_digest

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn


class Base(ABC):
    """A vision transformer in a folder, and where things are in it.

    Attributes:
        folder: of the model; nothing is fetched.
        view: what it sees of a picture.
        family: of `gallery.marks`.
        dim: length of a vector.
        speaks: whether words have vectors in the same space.
    """

    folder: Path
    view: View
    family: str
    dim: int
    speaks: bool

    @cached_property
    @abstractmethod
    def digest(self) -> str:
        """16 hexadecimal digits of the weights."""

    @abstractmethod
    def load(self, device: torch.device, dtype: torch.dtype) -> nn.Module:
        """The network, in evaluation mode."""

    @abstractmethod
    def features(self, network: nn.Module, pixels: Tensor) -> Tensor:
        """(N, dim) vectors of any length for (N, 3, S, S) pixels of `view`."""

    @abstractmethod
    def entrance(self, network: nn.Module) -> nn.Module:
        """The module whose input is all tokens of a picture, the class token first."""

    @abstractmethod
    def blocks(self, network: nn.Module) -> nn.ModuleList:
        """Its transformer blocks, the first one first."""

    @abstractmethod
    def width(self, network: nn.Module) -> int:
        """Length of a token."""

    @abstractmethod
    def open_to_lora(self, network: nn.Module) -> None:
        """Bring the attention to linear layers `q_proj`, `k_proj`, `v_proj` and `o_proj`."""

    @abstractmethod
    def save_memory(self, network: nn.Module) -> None:
        """Compute activations again on the way back instead of keeping them."""


class DinoBase(Base):
    """DINOv2, DINOv2 with registers or DINOv3 of transformers; its class token is the vector.

    Raises:
        UserError: the folder is no such model.
    """

    family = dino.FAMILY
    speaks = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dim = int(dino.dino_config(folder)["hidden_size"])
        self.view = view_named("dino")
        require(folder, "model.safetensors", "model.safetensors.index.json")

    @cached_property
    def digest(self) -> str:
        """16 hexadecimal digits of weights and configuration."""
        return weights_digest(self.folder)

    def load(self, device: torch.device, dtype: torch.dtype) -> nn.Module:
        """See `Base`."""
        return dino.load_dino(self.folder, device, dtype)

    def features(self, network: nn.Module, pixels: Tensor) -> Tensor:
        """See `Base`."""
        return network(pixel_values=pixels).last_hidden_state[:, 0]

    def entrance(self, network: nn.Module) -> nn.Module:
        """See `Base`."""
        inside: Any = network
        return inside.encoder if hasattr(inside, "encoder") else inside.model

    def blocks(self, network: nn.Module) -> nn.ModuleList:
        """See `Base`."""
        inside: Any = self.entrance(network)
        return inside.layer

    def width(self, network: nn.Module) -> int:
        """See `Base`."""
        return self.dim

    def open_to_lora(self, network: nn.Module) -> None:
        """Its attention is made of such layers already."""

    def save_memory(self, network: nn.Module) -> None:
        """See `Base`."""
        inside: Any = network
        inside.activation_checkpointing_enable({"use_reentrant": False})


class ClipBase(Base):
    """The vision transformer of an OpenCLIP; its projected embedding is the vector.

    Raises:
        UserError: the folder is no such model.
    """

    speaks = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._source = ClipFolder(folder)
        self.dim, self.view = self._source.dim, self._source.view
        self.family = self._source.family

    @cached_property
    def digest(self) -> str:
        """16 hexadecimal digits of weights, configuration and tokenizer."""
        return self._source.digest()

    def load(self, device: torch.device, dtype: torch.dtype) -> nn.Module:
        """See `Base`.

        Raises:
            UserError: its picture side is built otherwise than OpenCLIP's own transformer.
        """
        from open_clip.transformer import VisionTransformer

        visual = self._source.load().visual
        if not isinstance(visual, VisionTransformer) or visual.pool_type != "tok":
            message = f"towers cannot stand on the {type(visual).__name__} in {self.folder}"
            hint = "Take openclip-b32, openclip-b16 or a DINO."
            raise UserError(ErrorKind.model, message, hint)
        return visual.to(device, dtype).eval()

    def features(self, network: nn.Module, pixels: Tensor) -> Tensor:
        """See `Base`."""
        return network(pixels)

    def entrance(self, network: nn.Module) -> nn.Module:
        """The first norm: prompts pass it too, as in the LVM recipe (`gallery.towers`)."""
        inside: Any = network
        return inside.ln_pre

    def blocks(self, network: nn.Module) -> nn.ModuleList:
        """See `Base`."""
        inside: Any = network
        return inside.transformer.resblocks

    def width(self, network: nn.Module) -> int:
        """See `Base`."""
        inside: Any = network
        return inside.class_embedding.shape[0]

    def open_to_lora(self, network: nn.Module) -> None:
        """See `Base`."""
        open_attention(network)

    def save_memory(self, network: nn.Module) -> None:
        """See `Base`."""
        inside: Any = network
        inside.set_grad_checkpointing()


def base_in(folder: Path) -> Base:
    """The base in a folder: a CLIP where OpenCLIP's configuration lies in it, else a DINO.

    Raises:
        UserError: it holds neither.
    """
    return ClipBase(folder) if (folder / CONFIG).is_file() else DinoBase(folder)

"""A sketch branch and a photo branch over one network: what training makes and galleries ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sketch2image.gallery.adapters import Adapter, adapt
from sketch2image.gallery.bases import Base

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

Branch = Literal["sketch", "photo"]
"""What a picture is, and so which of the towers it goes through."""


class Towers:
    """Both branches, as they begin: LoRA without effect, prompts by chance.

    The recipe with prompts is "LVM": CLIP ViT-B/32, three prompts a branch, trained norms (Sain et
    al., "CLIP for All Things Zero-Shot Sketch-Based Image Retrieval, Fine-Grained or Not", CVPR
    2023; code: aneeshan95/Sketch_LVM). That code leaves more of CLIP open to training than the
    paper says, its attention among it; here only prompts and norms are trained, as in the paper.

    Args:
        base: what they stand on.
        adapter: what is trained of it.
        device: of all weights.
        dtype: of the frozen weights; trained ones are float32.

    Raises:
        UserError: the base cannot be opened, or has no layers as the adapter asks for.
    """

    def __init__(
        self, base: Base, adapter: Adapter, device: torch.device, dtype: torch.dtype
    ) -> None:
        self.base = base
        self.adapter = adapter
        sketch, photo = adapt(base, base.load(device, dtype), adapter)
        self.networks: dict[Branch, nn.Module] = {"sketch": sketch, "photo": photo}

    def features(self, branch: Branch, pixels: Tensor) -> Tensor:
        """(N, dim) vectors of any length for (N, 3, S, S) pixels of `base.view`."""
        return self.base.features(self.networks[branch], pixels)

    def trained(self) -> dict[str, nn.Parameter]:
        """The trained weights, named `both.`, `sketch.` or `photo.` and then as in the network."""
        sketch, photo = (_learning(self.networks[branch]) for branch in ("sketch", "photo"))
        both = {name for name, weight in sketch.items() if photo.get(name) is weight}
        named = {f"{'both' if n in both else 'sketch'}.{n}": w for n, w in sketch.items()}
        return named | {f"photo.{n}": w for n, w in photo.items() if n not in both}


def _learning(network: nn.Module) -> dict[str, nn.Parameter]:
    return {n: weight for n, weight in network.named_parameters() if weight.requires_grad}

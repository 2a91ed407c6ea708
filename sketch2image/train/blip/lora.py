"""LoRA on BLIP's towers, and whole weights out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sketch2image.train.blip.settings import Tower

if TYPE_CHECKING:
    from torch import Tensor, nn

_LAYERS: dict[Tower, str] = {
    "vision": r"vision_model\.encoder\..+\.(qkv|projection|fc1|fc2)",
    "text": r"text_decoder\.bert\.encoder\..+\.(query|key|value|dense)",
}
"""Every linear layer of the transformers, as expressions on dotted names."""

_BASE = ".base_layer"
_ADAPTER = "default"


def add_lora(net: nn.Module, towers: tuple[Tower, ...], rank: int, alpha: int) -> None:
    """Freeze a network and give the linear layers of its towers LoRA, which starts as no change.

    Hu et al., LoRA (2021), by peft.
    """
    from peft import LoraConfig, inject_adapter_in_model

    layers = "|".join(_LAYERS[tower] for tower in towers)
    inject_adapter_in_model(LoraConfig(r=rank, lora_alpha=alpha, target_modules=layers), net)


def whole_state(net: nn.Module) -> dict[str, Tensor]:
    """The state dict with any LoRA counted into the weights, under the names of a plain BLIP.

    The network stays as it is: taking LoRA out of merged weights again would round them.
    """
    from peft.tuners.lora import LoraLayer

    state: dict[str, Tensor] = {
        name.replace(_BASE, ""): value
        for name, value in net.state_dict().items()
        if "lora_" not in name
    }
    layers: dict[str, Any] = {n: m for n, m in net.named_modules() if isinstance(m, LoraLayer)}
    for name, layer in layers.items():
        weight = f"{name}.weight"
        state[weight] = state[weight] + layer.get_delta_weight(_ADAPTER)
    return state

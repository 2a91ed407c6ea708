"""What is trained of a frozen network: LoRA, prompts and norms, or its last blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.bases import Base

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

_NAME = "trained"
"""Of the adapter in PEFT's tables."""

_PROMPT_SPREAD = 0.02


@dataclass(frozen=True)
class Adapter:
    """How towers differ from their base.

    Attributes:
        kind: `lora` (Hu et al., ICLR 2022); `prompts`, learned tokens before the first block and
            trained norms; `blocks`, all weights of the last blocks and of the norm after them.
        rank: of LoRA.
        alpha: LoRA is weighed by alpha / rank.
        targets: layers with LoRA, of `q_proj`, `k_proj`, `v_proj`, `o_proj` and the base's own.
        dropout: 0..1, of what goes into LoRA, in training.
        shared: whether sketches and photos have one LoRA, and not one each.
        prompts: learned tokens of each branch.
        blocks: how many of the last blocks are trained.
    """

    kind: Literal["lora", "prompts", "blocks"] = "lora"
    rank: int = 16
    alpha: float = 16.0
    targets: tuple[str, ...] = ("q_proj", "v_proj")
    dropout: float = 0.0
    shared: bool = True
    prompts: int = 3
    blocks: int = 2


Pair = tuple["nn.Module", "nn.Module"]
"""Network of the sketch branch and of the photo branch; they share what is not trained apart."""


def adapt(base: Base, network: nn.Module, adapter: Adapter) -> Pair:
    """Two branches of a network; only what is to be trained requires gradients, in float32.

    Args:
        base: whose network it is.
        network: is changed.
        adapter: what to add or to free.

    Raises:
        UserError: LoRA is asked for layers that the network does not have.
    """
    network.requires_grad_(False)
    pair = _KINDS[adapter.kind](base, network, adapter)
    for branch in pair:
        for weight in branch.parameters():
            if weight.requires_grad:
                weight.data = weight.data.float()
    return pair


def _lora(base: Base, network: nn.Module, adapter: Adapter) -> Pair:
    base.open_to_lora(network)
    if adapter.shared:
        return _with_lora(network, adapter), network
    other = _twin(network)
    return _with_lora(other, adapter), _with_lora(network, adapter)


def _with_lora(network: nn.Module, adapter: Adapter) -> nn.Module:
    from peft import LoraConfig, inject_adapter_in_model

    config = LoraConfig(
        r=adapter.rank,
        lora_alpha=adapter.alpha,  # pyright: ignore[reportArgumentType] - any number does
        target_modules=list(adapter.targets),
        lora_dropout=adapter.dropout,
    )
    try:
        return inject_adapter_in_model(config, network, _NAME)
    except ValueError as error:
        message = f"no layer of the base is called {' or '.join(adapter.targets)}"
        hint = "Known: q_proj, k_proj, v_proj, o_proj."
        raise UserError(ErrorKind.input, message, hint) from error


def _prompts(base: Base, network: nn.Module, adapter: Adapter) -> Pair:
    """Norms are shared by both branches, prompts are not: Sain et al., CVPR 2023.

    Prompts follow the class token, where positions are added already; behind the patches, as in
    the published code, they would do the same for these networks, but not with rotary positions.
    They begin as small as class tokens do.
    """
    for norm in _norms(network):
        norm.requires_grad_(True)
    pair = _twin(network), network
    for branch in pair:
        _add_prompts(branch, base, adapter.prompts)
    return pair


def _norms(network: nn.Module) -> Iterator[nn.Module]:
    from torch import nn

    return (module for module in network.modules() if isinstance(module, nn.LayerNorm))


def _add_prompts(branch: Any, base: Base, count: int) -> None:  # noqa: ANN401
    import torch
    from torch import nn

    device = next(branch.parameters()).device
    tokens = _PROMPT_SPREAD * torch.randn(count, base.width(branch), device=device)
    branch.register_parameter("prompts", nn.Parameter(tokens))

    def insert(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        first, *rest = given
        prompts = branch.prompts.to(first.dtype).expand(len(first), -1, -1)
        return (torch.cat([first[:, :1], prompts, first[:, 1:]], dim=1), *rest)

    base.entrance(branch).register_forward_pre_hook(insert)


def _blocks(base: Base, network: nn.Module, adapter: Adapter) -> Pair:
    for block in base.blocks(network)[-adapter.blocks :]:
        block.requires_grad_(True)
    list(_norms(network))[-1].requires_grad_(True)
    return network, network


def _twin(network: nn.Module) -> nn.Module:
    """The same modules once more, over the same tensors."""
    tensors: list[torch.Tensor] = [*network.parameters(), *network.buffers()]
    return deepcopy(network, {id(tensor): tensor for tensor in tensors})


_KINDS: dict[str, Callable[[Base, Any, Adapter], Pair]] = {
    "lora": _lora,
    "prompts": _prompts,
    "blocks": _blocks,
}

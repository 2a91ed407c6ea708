"""PyTorch's attention taken apart into linear layers, which LoRA can be put beside."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor, nn

_PARTS = ("q_proj", "k_proj", "v_proj")


def open_attention(network: nn.Module) -> None:
    """Replace every `nn.MultiheadAttention` by one that computes the same with linear layers.

    PEFT can adapt `nn.MultiheadAttention` itself, but adds to and takes from its weights at every
    pass, which wears them off bit by bit; here they stay as they were.
    """
    from torch import nn

    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.MultiheadAttention):
                setattr(parent, name, _open_class()(child))


@cache
def _open_class() -> Any:  # noqa: ANN401
    """Made on demand, since torch must not be imported with this module."""
    from torch import nn
    from torch.nn.functional import scaled_dot_product_attention

    class OpenAttention(nn.Module):
        """Self-attention of (N, T, W) tokens; weights are shared with the one it replaces."""

        def __init__(self, closed: nn.MultiheadAttention) -> None:
            super().__init__()
            self.heads = closed.num_heads
            weights, biases = closed.in_proj_weight.chunk(3), closed.in_proj_bias.chunk(3)
            for name, weight, bias in zip(_PARTS, weights, biases, strict=True):
                self.add_module(name, _linear(weight, bias))
            self.o_proj = _linear(closed.out_proj.weight, closed.out_proj.bias)

        def forward(
            self, query: Tensor, key: Tensor, value: Tensor, **_: object
        ) -> tuple[Tensor, None]:
            parts = zip(_PARTS, (query, key, value), strict=True)
            q, k, v = (self._in_heads(self.get_submodule(n)(x)) for n, x in parts)
            mixed = scaled_dot_product_attention(q, k, v)
            return self.o_proj(mixed.transpose(1, 2).flatten(2)), None

        def _in_heads(self, tokens: Tensor) -> Tensor:
            return tokens.unflatten(2, (self.heads, -1)).transpose(1, 2)

    def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
        layer = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
        layer.weight = nn.Parameter(weight.detach(), requires_grad=False)
        layer.bias = nn.Parameter(bias.detach(), requires_grad=False)
        return layer

    return OpenAttention

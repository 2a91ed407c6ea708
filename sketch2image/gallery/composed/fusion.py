"""How the vector of a sketch and that of words become one query.

This module imports torch; it is itself imported where a network is needed.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Average(nn.Module):
    """Late fusion of TASK-former (Sangkloy et al., ECCV 2022)."""

    def __init__(self, _: int) -> None:
        super().__init__()

    def forward(self, words: Tensor, sketches: Tensor) -> Tensor:
        """(N, D): the mean."""
        return (words + sketches) / 2


class Concatenation(nn.Module):
    """Both side by side, projected to the length of one; begins as the mean."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.projection = nn.Linear(2 * dim, dim)
        with torch.no_grad():
            self.projection.weight.copy_(torch.eye(dim).repeat(1, 2) / 2)
            self.projection.bias.zero_()

    def forward(self, words: Tensor, sketches: Tensor) -> Tensor:
        """(N, D): the projection."""
        return self.projection(torch.cat([words, sketches], dim=1))


class Gate(nn.Module):
    """Each component is taken more from the one or from the other; begins as the mean.

    A gate on two modalities: Arevalo et al., Gated Multimodal Units (ICLR workshop, 2017).
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(2 * dim, dim)
        self.gate = nn.Linear(dim, dim)
        nn.init.zeros_(self.gate.weight)
        nn.init.zeros_(self.gate.bias)

    def forward(self, words: Tensor, sketches: Tensor) -> Tensor:
        """(N, D): the mixture."""
        hidden = torch.relu(self.hidden(torch.cat([words, sketches], dim=1)))
        share = torch.sigmoid(self.gate(hidden))
        return share * sketches + (1 - share) * words


FUSIONS: dict[str, type[Average | Concatenation | Gate]] = {
    "avg": Average,
    "concat": Concatenation,
    "gated": Gate,
}
"""By the names of settings and files.

Each goes from (N, D) unit rows of words and (N, D) unit rows of sketches to (N, D) rows.
"""

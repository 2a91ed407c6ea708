"""The contrastive loss of Hadsell et al. (CVPR 2006), as The Met dataset's recipe uses it."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import relu

_TINY = 1e-9
"""Under the root, whose slope at 0 is no number."""


def contrastive(left: Tensor, right: Tensor, same: Tensor, margin: float) -> Tensor:
    """Mean over pairs of 0.5 d^2 for those of one class, 0.5 max(0, margin - d)^2 for others.

    Args:
        left: (N, D) unit rows; d is the Euclidean distance to the row of `right`, 0..2.
        right: (N, D) unit rows.
        same: (N,) 1 where a pair is of one class, else 0.
        margin: distance beyond which a pair of two classes is let alone, 0..2.

    Returns:
        Scalar.
    """
    squared = (left - right).square().sum(dim=1)
    lacking = relu(margin - (squared + _TINY).sqrt())
    return 0.5 * (same * squared + (1 - same) * lacking.square()).mean()

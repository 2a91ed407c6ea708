"""Three towers and a fusion: photos, sketches, words, and a sketch with words.

This module imports torch; it is itself imported where a network is needed.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from sketch2image.gallery.composed.fusion import FUSIONS
from sketch2image.gallery.composed.names import EVEN

if TYPE_CHECKING:
    from open_clip import CLIP, CustomTextCLIP


class ComposedNetwork(nn.Module):
    """A CLIP whose photo tower has a twin for sketches, or takes them itself.

    Its sketch tower begins with the weights of the photo tower.

    Args:
        clip: any model of OpenCLIP; is taken over, not copied.
        shared: whether sketches go through the photo tower.
        fusion: name in `fusion.FUSIONS`.
    """

    def __init__(self, clip: CLIP | CustomTextCLIP, *, shared: bool, fusion: str) -> None:
        super().__init__()
        self.clip = clip
        self.sketch_tower = None if shared else deepcopy(clip.visual)
        self.fuse_by(fusion)

    def fuse_by(self, fusion: str) -> None:
        """Take a new fusion.

        Args:
            fusion: name in `fusion.FUSIONS`.
        """
        self.fusion = FUSIONS[fusion](_width(self.clip))

    @property
    def log_scale(self) -> nn.Parameter:
        """Logarithm of the learned inverse temperature."""
        found: Any = self.clip.logit_scale
        return found

    def photos(self, pixels: Tensor) -> Tensor:
        """(N, D) unit rows of (N, 3, S, S)."""
        return _rows(self.clip.visual(pixels))

    def sketches(self, pixels: Tensor) -> Tensor:
        """(N, D) unit rows of (N, 3, S, S)."""
        return _rows((self.sketch_tower or self.clip.visual)(pixels))

    def pictures(self, photos: Tensor, sketches: Tensor) -> tuple[Tensor, Tensor]:
        """Rows of photos and of sketches.

        One tower sees both at once, so that norms over a batch are those of either kind mixed, as
        they are kept for later.
        """
        if self.sketch_tower is not None:
            return self.photos(photos), self.sketches(sketches)
        first, second = self.photos(torch.cat([photos, sketches])).split(
            [len(photos), len(sketches)]
        )
        return first, second

    def words(self, tokens: Tensor) -> Tensor:
        """(N, D) unit rows of (N, T) int64 tokens."""
        return _rows(self.clip.encode_text(tokens))

    def compose(self, words: Tensor, sketches: Tensor, weight: float = EVEN) -> Tensor:
        """(N, D) unit rows of queries of both.

        Args:
            words: (N, D) unit rows.
            sketches: (N, D) unit rows.
            weight: of the sketch, 0..1; at 0 the words stand alone, at 1 the sketch does, and at
                0.5 the fusion as it was trained.
        """
        alone, share = (words, 2 * weight) if weight <= EVEN else (sketches, 2 * (1 - weight))
        return _rows(share * self.fusion(words, sketches) + (1 - share) * alone)


def _rows(vectors: Tensor) -> Tensor:
    return normalize(vectors.float(), dim=1)


def _width(clip: Any) -> int:  # noqa: ANN401
    """Length of a vector, by what words become."""
    text = getattr(clip, "text", clip)
    projection = text.text_projection
    if isinstance(projection, nn.Linear):
        return projection.out_features
    return projection.shape[1]

"""Vectors of photos, sketches, words, and sketches with words, as galleries ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.korean import english
from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.marks import WEAK_BELOW
from sketch2image.gallery.tower import OneTower, batch_on, in_batches, short_name
from sketch2image.gallery.views import Pixels
from sketch2image.models.devices import device_of, dtype_of

if TYPE_CHECKING:
    import torch

    from sketch2image.gallery.clip_folder import Tokenize
    from sketch2image.gallery.composed.network import ComposedNetwork

FAMILY = "clip"


class ComposedEncoder:
    """Runs a folder of `train composed`, or a checkpoint of TASK-former.

    Args:
        place: folder with `composed.json`, or a `.pt` file.
        device: name for `models.devices`.
        precision: of weights and activations; vectors are float32 always.
        batch: pictures or texts a run; by default 1 on the CPU, 32 elsewhere.

    Raises:
        UserError: it is neither, or the machine has no such device.
    """

    def __init__(
        self,
        place: Path,
        *,
        device: str = "cpu",
        precision: str = "fp32",
        batch: int | None = None,
    ) -> None:
        from sketch2image.gallery.composed.model import digest_of_composed, open_composed

        self._device = device_of(device)
        self._dtype = dtype_of(precision, self._device)
        self._batch = batch or batch_on(self._device.type)
        self._place, self._digest = place, digest_of_composed
        self._opened = open_composed(place)
        self._photos = self._tower("photos")
        self._sketches = self._tower("sketches")

    @property
    def fingerprint(self) -> str:
        """Digest of weights, preprocessing and precision."""
        return self._photos.fingerprint

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._opened.config["model_cfg"]["embed_dim"])

    @property
    def weak_below(self) -> Mapping[str, float]:
        """For `sketch`, `photo` and `words` queries, the cosine below which a match is weak."""
        return WEAK_BELOW[FAMILY]

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N pictures of (H, W, 3) uint8 RGB, any sizes."""
        return self._photos.encode_photos(images)

    def encode_sketches(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N drawings of (H, W, 3) uint8 RGB, any sizes.

        Raises:
            UserError: one of them is empty.
        """
        return self._sketches.encode_sketches(images)

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """(N, dim) float32 unit rows for N phrases or sentences; Korean is put into English.

        Raises:
            UserError: a Korean word is not known.
        """
        texts = [english(text) for text in labels]
        tokens = self._tokenizer(texts).numpy() if texts else ()
        return in_batches(tokens, self._batch, self._text_vectors, self.dim)

    def compose(self, words: Vectors, sketches: Vectors, weight: float) -> Vectors:
        """(N, dim) float32 unit rows of queries of both.

        Args:
            words: (N, dim) of `encode_words`.
            sketches: (N, dim) of `encode_sketches`.
            weight: of the sketches, 0..1; 0.5 is the fusion as it was trained.
        """
        import torch

        said, drawn = (torch.from_numpy(rows).to(self._device) for rows in (words, sketches))
        with torch.inference_mode():
            return _array(self._network.compose(said, drawn, weight))

    @cached_property
    def _network(self) -> ComposedNetwork:
        """The fusion stays float32: it is small, and its rows are those of the caller."""
        network = self._opened.network.to(self._device, self._dtype).eval()
        network.fusion.float()
        return network

    @cached_property
    def _tokenizer(self) -> Tokenize:
        return self._opened.tokenizer()

    def _tower(self, branch: str) -> OneTower:
        traits, run = (short_name(self._dtype),), partial(self._vectors, branch)
        digest = partial(self._digest, self._place)
        view = self._opened.view
        return OneTower(view, FAMILY, self._batch, traits, self.dim, digest, run)

    def _vectors(self, branch: str, batch: Pixels) -> Vectors:
        import torch

        shown = torch.from_numpy(batch).to(self._device, self._dtype)
        with torch.inference_mode():
            return _array(getattr(self._network, branch)(shown))

    def _text_vectors(self, tokens: np.ndarray) -> Vectors:
        import torch

        with torch.inference_mode():
            return _array(self._network.words(torch.from_numpy(tokens).to(self._device)))


def _array(rows: torch.Tensor) -> Vectors:
    return rows.float().cpu().numpy()

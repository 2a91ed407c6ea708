"""Towers trained by `train contrastive`: sketches go through one branch, photos through another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path

from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.clip import ClipEncoder
from sketch2image.gallery.pooling import unit
from sketch2image.gallery.tower import OneTower, batch_on, short_name
from sketch2image.gallery.towers import Branch, Towers
from sketch2image.gallery.towers_folder import TowersFolder
from sketch2image.gallery.views import Pixels
from sketch2image.models.devices import device_of, dtype_of


class TwoTowersEncoder:
    """Runs a folder of `towers.json` and `towers.safetensors` over the base it names.

    Args:
        folder: `model` or `best` of a training run.
        device: name for `models.devices`.
        precision: of weights and activations; vectors are float32 always.
        batch: pictures a run; by default 1 on the CPU, 32 elsewhere.

    Raises:
        UserError: the folder holds no towers, their base is not here, or the machine has no such
            device.
    """

    def __init__(
        self,
        folder: Path,
        *,
        device: str = "cpu",
        precision: str = "fp32",
        batch: int | None = None,
    ) -> None:
        self._device = device_of(device)
        self._dtype = dtype_of(precision, self._device)
        self._precision = precision
        self._folder = TowersFolder(folder)
        self._base = self._folder.base.open()
        self._batch = batch or batch_on(self._device.type)
        self._sketches, self._photos = self._tower("sketch"), self._tower("photo")

    @property
    def fingerprint(self) -> str:
        """Digest of base, trained weights, preprocessing and precision."""
        return self._photos.fingerprint

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._base.dim

    @property
    def weak_below(self) -> Mapping[str, float]:
        """For `sketch`, `photo` and `words` queries, the cosine below which a match is weak."""
        return self._photos.weak_below

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
        """(N, dim) float32 unit rows for N words, by the base's own text tower.

        Zero rows where the base is a DINO, which knows no words.
        """
        words = self._words if self._base.speaks else self._photos
        return words.encode_words(labels)

    @cached_property
    def _words(self) -> ClipEncoder:
        device, precision = str(self._device), self._precision
        folder = self._base.folder
        return ClipEncoder(folder, device=device, precision=precision, batch=self._batch)

    @cached_property
    def _towers(self) -> Towers:
        return self._folder.load(self._base, self._device, self._dtype)

    def _tower(self, branch: Branch) -> OneTower:
        base, traits = self._base, (short_name(self._dtype),)
        run = partial(self._vectors, branch)
        return OneTower(base.view, base.family, self._batch, traits, base.dim, self._digest, run)

    def _digest(self) -> str:
        self._folder.check(self._base)
        return f"{self._base.digest}-{self._folder.digest()}"

    def _vectors(self, branch: Branch, batch: Pixels) -> Vectors:
        import torch

        shown = torch.from_numpy(batch).to(self._device, self._dtype)
        with torch.inference_mode():
            return unit(self._towers.features(branch, shown).float().cpu().numpy())

"""What the full encoders share: one view of a picture, runs of one shape, unit rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.marks import WEAK_BELOW
from sketch2image.gallery.views import Pixels, View, on_white, pixels

if TYPE_CHECKING:
    import torch

_CPU_BATCH, _GPU_BATCH = 1, 32


class Tower(ABC):
    """Base of the encoders that show a network one view of a picture.

    A vector does not depend on the other pictures encoded with it: every run has the same shape,
    short ones are filled up.

    Args:
        view: what the network sees of a picture.
        family: of `gallery.marks`.
        batch: pictures a run.
        traits: what else decides a vector, as pooling and precision; part of the fingerprint.
    """

    def __init__(self, view: View, family: str, batch: int, *traits: str) -> None:
        self._view = view
        self._family = family
        self._batch = batch
        self._traits = traits

    @cached_property
    def fingerprint(self) -> str:
        """Digest of weights, preprocessing, pooling and precision."""
        return "-".join([self._digest(), self._view.version, *self._traits])

    @property
    @abstractmethod
    def dim(self) -> int:
        """Length of a vector."""

    @property
    def weak_below(self) -> Mapping[str, float]:
        """For `sketch`, `photo` and `words` queries, the cosine below which a match is weak."""
        return WEAK_BELOW[self._family]

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N pictures of (H, W, 3) uint8 RGB, any sizes."""
        return self._encode(images)

    def encode_sketches(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N drawings of (H, W, 3) uint8 RGB, any sizes.

        A drawing is put on a white square first, so that the view cuts none of it off.

        Raises:
            UserError: one of them is empty.
        """
        return self._encode(on_white(image, self._view) for image in images)

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """(N, dim) zero rows: it knows no words."""
        return np.zeros((len(labels), self.dim), np.float32)

    @abstractmethod
    def _digest(self) -> str:
        """16 hexadecimal digits of the weights."""

    @abstractmethod
    def _vectors(self, batch: Pixels) -> Vectors:
        """(N, dim) unit rows of (N, 3, S, S)."""

    def _encode(self, images: Iterable[Image]) -> Vectors:
        shown = (pixels(image, self._view) for image in images)
        return in_batches(shown, self._batch, self._vectors, self.dim)


class OneTower(Tower):
    """One of several towers of an encoder that loads them together.

    Args:
        view: what the network sees of a picture.
        family: of `gallery.marks`.
        batch: pictures a run.
        traits: what else decides a vector.
        dim: length of a vector.
        digest: gives 16 hexadecimal digits of the weights.
        run: gives (N, dim) unit rows of (N, 3, S, S).
    """

    def __init__(
        self,
        view: View,
        family: str,
        batch: int,
        traits: Sequence[str],
        dim: int,
        digest: Callable[[], str],
        run: Callable[[Pixels], Vectors],
    ) -> None:
        super().__init__(view, family, batch, *traits)
        self._dim, self._make_digest, self._run = dim, digest, run

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._dim

    def _digest(self) -> str:
        return self._make_digest()

    def _vectors(self, batch: Pixels) -> Vectors:
        return self._run(batch)


def batch_on(device: str) -> int:
    """Pictures a run, where nothing else is asked for; a CPU gains little by more than one."""
    return _CPU_BATCH if device == "cpu" else _GPU_BATCH


def short_name(dtype: torch.dtype) -> str:
    """A number type of torch as fingerprints name it: `float32`."""
    return str(dtype).removeprefix("torch.")


def in_batches(
    inputs: Iterable[NDArray[Any]], size: int, run: Callable[[NDArray[Any]], Vectors], dim: int
) -> Vectors:
    """Rows for inputs of one shape, each run over exactly `size` of them.

    Args:
        inputs: N arrays; read as they are needed.
        size: inputs a run; the last run is filled up with its last input.
        run: gives (size, dim) rows.

    Returns:
        (N, dim) float32.
    """
    stream = iter(inputs)
    rows = [run(_filled(chunk, size))[: len(chunk)] for chunk in _chunks(stream, size)]
    return np.concatenate([np.empty((0, dim), np.float32), *rows])


def _chunks(stream: Iterator[NDArray[Any]], size: int) -> Iterator[list[NDArray[Any]]]:
    while chunk := list(islice(stream, size)):
        yield chunk


def _filled(chunk: list[NDArray[Any]], size: int) -> NDArray[Any]:
    return np.stack([*chunk, *[chunk[-1]] * (size - len(chunk))])

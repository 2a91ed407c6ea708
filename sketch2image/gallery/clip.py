"""OpenCLIP and SigLIP: photos, drawings and words in one space."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.korean import has_korean, in_english
from sketch2image.core.labels import one
from sketch2image.core.types import Vectors
from sketch2image.core.vocabulary import vocabulary
from sketch2image.gallery.clip_folder import ClipFolder, Tokenize
from sketch2image.gallery.pooling import unit
from sketch2image.gallery.tower import Tower, batch_on, in_batches, short_name
from sketch2image.gallery.views import Pixels
from sketch2image.models.devices import device_of, dtype_of

if TYPE_CHECKING:
    import torch
    from open_clip import CLIP, CustomTextCLIP

_SENTENCE = "a photo of {}"


class ClipEncoder(Tower):
    """Runs a folder of `open_clip_config.json` and `open_clip_model.safetensors`.

    Args:
        folder: of the model, with its tokenizer where the text tower needs one of its own.
        device: name for `models.devices`.
        precision: of weights and activations; vectors are float32 always.
        batch: pictures or texts a run; by default 1 on the CPU, 32 elsewhere.

    Raises:
        UserError: the folder is no such model, or the machine has no such device.
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
        self._source = ClipFolder(folder)
        view, family = self._source.view, self._source.family
        own = batch_on(self._device.type)
        super().__init__(view, family, batch or own, short_name(self._dtype))

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._source.dim

    @property
    def multilingual(self) -> bool:
        """Whether its text tower was trained on many languages, Korean among them."""
        return self._source.multilingual

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """(N, dim) float32 unit rows for N class names, phrases or sentences.

        A class name is put into the sentence `a photo of a ...`. Korean is read by the model where
        it is multilingual, and put into English first where it is not.

        Raises:
            UserError: a Korean word is not known, and the model reads no Korean.
        """
        texts = [sentence(label, self.multilingual) for label in labels]
        return in_batches(self._tokens(texts), self._batch, self._text_vectors, self.dim)

    def _tokens(self, texts: list[str]) -> Iterable[NDArray[np.int64]]:
        return self._tokenizer(texts).numpy() if texts else ()

    @cached_property
    def _model(self) -> CLIP | CustomTextCLIP:
        return self._source.load().to(self._device, self._dtype).eval()

    @cached_property
    def _tokenizer(self) -> Tokenize:
        return self._source.tokenizer()

    def _digest(self) -> str:
        return self._source.digest()

    def _vectors(self, batch: Pixels) -> Vectors:
        import torch

        shown = torch.from_numpy(batch).to(self._device, self._dtype)
        with torch.inference_mode():
            return _rows(self._model.encode_image(shown))

    def _text_vectors(self, batch: NDArray[np.int64]) -> Vectors:
        import torch

        with torch.inference_mode():
            return _rows(self._model.encode_text(torch.from_numpy(batch).to(self._device)))


def sentence(text: str, multilingual: bool = False) -> str:
    """What the text tower is given for a class name, a phrase or a sentence.

    Raises:
        UserError: a Korean word is not known, where the model is not `multilingual`.
    """
    if has_korean(text):
        return text if multilingual else sentence(in_english(text))
    label = text.strip().lower().replace(" ", "_")
    return _SENTENCE.format(one(label)) if label in vocabulary("all") else text


def _rows(vectors: torch.Tensor) -> Vectors:
    return unit(vectors.float().cpu().numpy())

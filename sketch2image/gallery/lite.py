"""The bundled encoder: photos and sketches into one space, by two small networks."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.ink import as_input
from sketch2image.core.paths import checkpoints
from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.preprocess import (
    VERSION,
    letterbox,
    looks,
    photo_input,
    sketch_ink,
)
from sketch2image.models.onnx import open_session, read_card, read_file

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

CARD = Path("lite") / "encoder.json"
WORDS = "encoder_words.npz"


class LiteEncoder:
    """Runs `checkpoints/lite/encoder_photo.onnx` and `encoder_sketch.onnx` on the CPU.

    Pictures are run one by one, so a vector never depends on its neighbors.

    Args:
        folder: checkpoints folder, or None for the default one.

    Raises:
        UserError: the model is missing, damaged, or made for another preprocessing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._card_file = (folder or checkpoints()) / CARD
        self._card = read_card(self._card_file)
        if self._card["preprocessing"] != VERSION:
            raise UserError(
                ErrorKind.model,
                f"the encoder was trained for preprocessing {self._card['preprocessing']}, "
                f"this program has {VERSION}",
                "Train it again with `python -m sketch2image.train.lite encoder`.",
            )

    @property
    def fingerprint(self) -> str:
        """Digests of the weights and the preprocessing version."""
        digests = self._card["sha256"]
        return "-".join([*(digests[part][:16] for part in ("photo", "sketch", "words")), VERSION])

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._card["dimensions"])

    @property
    def weak_below(self) -> Mapping[str, float]:
        """For `sketch`, `photo` and `words` queries, the cosine below which a match is weak."""
        return {kind: float(mark) for kind, mark in self._card["weak_below"].items()}

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N pictures of (H, W, 3) uint8 RGB, any sizes."""
        return self._run(self._photo, (photo_input(looks(letterbox(i))) for i in images))

    def encode_sketches(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) float32 unit rows for N drawings of (H, W, 3) uint8 RGB, any sizes.

        Raises:
            UserError: one of them is empty.
        """
        return self._run(self._sketch, (as_input(sketch_ink(i)[None]) for i in images))

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """(N, dim) float32 unit rows: where photos of a class lie; zero rows for unknown ones."""
        nowhere = np.zeros(self.dim, np.float32)
        rows = [self._words.get(label, nowhere) for label in labels]
        return np.stack([nowhere, *rows])[1:]

    @cached_property
    def _words(self) -> dict[str, NDArray[np.float32]]:
        content = read_file(self._card_file.with_name(WORDS), self._card["sha256"]["words"])
        with np.load(io.BytesIO(content)) as kept:
            vectors = kept["vectors"].astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            return dict(zip(kept["labels"].tolist(), vectors, strict=True))

    @cached_property
    def _photo(self) -> InferenceSession:
        return self._open("photo")

    @cached_property
    def _sketch(self) -> InferenceSession:
        return self._open("sketch")

    def _open(self, kind: str) -> InferenceSession:
        file = self._card_file.with_name(f"encoder_{kind}.onnx")
        return open_session(file, self._card["sha256"][kind])

    def _run(self, session: InferenceSession, inputs: Iterator[NDArray[np.float32]]) -> Vectors:
        """A vector of each input, whose rows are looks at one picture."""
        rows = [np.asarray(session.run(["vectors"], {"pixels": one})[0]).mean(0) for one in inputs]
        vectors = np.stack([np.ones(self.dim, np.float32), *rows])[1:]
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

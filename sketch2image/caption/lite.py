"""The bundled captioner: a small classifier of normalized ink."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.caption.preprocess import VERSION, pixels
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import LABELS, caption_text
from sketch2image.core.paths import checkpoints
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption, Guess
from sketch2image.models.onnx import open_session, read_card

CARD = Path("lite") / "captioner.json"
ALTERNATIVES = 5


class LiteCaptioner:
    """Runs `checkpoints/lite/captioner.onnx` on the CPU.

    Args:
        vocabulary: labels to choose from; every one must be in the model's wide table.
        folder: checkpoints folder, or None for the default one.

    Raises:
        UserError: the model is missing or damaged, was made for another preprocessing, or does
            not know a label.
    """

    def __init__(self, vocabulary: tuple[str, ...] = LABELS, folder: Path | None = None) -> None:
        card_file = (folder or checkpoints()) / CARD
        card = read_card(card_file)
        if card["preprocessing"] != VERSION:
            raise UserError(
                ErrorKind.model,
                f"the captioner was trained for preprocessing {card['preprocessing']}, "
                f"this program has {VERSION}",
                "Train it again with `python -m sketch2image.train.lite captioner`.",
            )
        self.vocabulary = vocabulary
        self._columns = _positions(vocabulary, card["labels"])
        self._temperature = float(card["temperature"])
        self._threshold = float(card["threshold"])
        self._fingerprint = f"{card['sha256'][:16]}-{VERSION}"
        self._session = open_session(card_file.with_suffix(".onnx"), card["sha256"])

    @property
    def fingerprint(self) -> str:
        """Digests of the weights and the vocabulary, and the preprocessing version."""
        return f"{self._fingerprint}-{_digest(self.vocabulary)}"

    def caption(self, sketch: Sketch) -> Caption:
        """Caption of a sketch, with five alternatives.

        Raises:
            UserError: the sketch is empty.
        """
        chances = self._chances(sketch)
        best = np.argsort(-chances, kind="stable")[:ALTERNATIVES]
        guesses = tuple(Guess(self.vocabulary[i], float(chances[i])) for i in best)
        first = guesses[0]
        sure = first.score >= self._threshold
        return Caption(caption_text(first.label), first.label, first.score, sure, guesses)

    def caption_all(self, sketches: Sequence[Sketch]) -> list[Caption]:
        """Captions of many sketches; see `Captioner.caption_all`."""
        return [self.caption(sketch) for sketch in sketches]

    def _chances(self, sketch: Sketch) -> NDArray[np.float64]:
        (scores,) = self._session.run(["scores"], {"ink": pixels(sketch)})
        chosen = np.asarray(scores, np.float64)[0, self._columns] / self._temperature
        odds = np.exp(chosen - chosen.max())
        return odds / odds.sum()


def _digest(vocabulary: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(vocabulary).encode()).hexdigest()[:8]


def _positions(vocabulary: tuple[str, ...], known: list[str]) -> NDArray[np.intp]:
    position = {label: place for place, label in enumerate(known)}
    if unknown := [label for label in vocabulary if label not in position]:
        raise UserError(
            ErrorKind.input,
            f"the captioner does not know {unknown[0]!r}",
            "Choose among the labels in checkpoints/lite/captioner.json.",
        )
    return np.array([position[label] for label in vocabulary])

"""The full captioner: BLIP writes sentences, and the class they name makes the caption."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from sketch2image.caption.beams import guesses_of
from sketch2image.caption.preprocess import drawn
from sketch2image.caption.sentence import label_of
from sketch2image.caption.view import VERSION, BlipView
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import LABELS, caption_text
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption, Guess, Image
from sketch2image.models.devices import device_of, dtype_of
from sketch2image.models.digests import digest_of_folder, weights_digest
from sketch2image.models.pretrained import open_pretrained, open_tokenizer

LEARNED = "labels.json"
"""The classes that a trained captioner names, as a list."""

MAX_LENGTH = 128
SURE_FROM = 0.5
"""The best class is sure when it holds half of the weight of all sentences found; BLIP has not
been calibrated, so this is a majority and not a measured rate."""

_BATCH = 8
_FEWEST_BEAMS = 2


class BlipCaptioner:
    """Captions by `BlipForConditionalGeneration` (Li et al., 2022), fine-tuned or stock.

    The text is always the caption sentence of the class, not what the network wrote: stock BLIP
    says "a drawing of ...", which makes a diffusion model draw instead of photograph.

    Args:
        folder: the model as published, with `config.json`, tokenizer and `model.safetensors`.
        weights: safetensors file that replaces the folder's weights, for a fine-tuned model.
        vocabulary: labels looked for in sentences; others are taken as they were written. None for
            those in the folder's `labels.json`, which training writes, else the 39.
        device: as `models.devices` names it.
        precision: as `models.devices` names it.
        beams: sentences weighed for each sketch, 2 or more.

    Raises:
        UserError: no such model, a file that does not fit, fewer than two beams.
    """

    def __init__(
        self,
        folder: Path,
        weights: Path | None = None,
        *,
        vocabulary: tuple[str, ...] | None = None,
        device: str = "cpu",
        precision: str = "fp32",
        beams: int = 5,
    ) -> None:
        from transformers import BlipForConditionalGeneration

        _check_beams(beams)
        self.vocabulary = learned_labels(folder) if vocabulary is None else vocabulary
        self._files = (folder, weights)
        self._beams = beams
        self._device = device_of(device)
        self._dtype = dtype_of(precision, self._device)
        self._net: Any = open_pretrained(
            BlipForConditionalGeneration,
            folder,
            weights=weights,
            device=self._device,
            dtype=self._dtype,
        )
        self._tokenizer = open_tokenizer(folder)
        self._view = BlipView(folder, self._net.config.vision_config.image_size)

    @cached_property
    def fingerprint(self) -> str:
        """Digests of the weights and of everything else that decides a caption."""
        return f"blip-{self._weights_digest}-{VERSION}-{_digest(self._settings)}"

    def caption(self, sketch: Sketch) -> Caption:
        """Caption of a sketch, with up to five alternatives. The same sketch, the same caption.

        Raises:
            UserError: the sketch is empty, or the network found no words for it.
        """
        return self.caption_all([sketch])[0]

    def caption_all(self, sketches: Sequence[Sketch]) -> list[Caption]:
        """Captions of many sketches, faster than one by one; neighbors do not matter.

        Raises:
            UserError: a sketch is empty, or the network found no words for one.
        """
        pictures = [drawn(sketch).raster for sketch in sketches]
        chunks = (pictures[start : start + _BATCH] for start in range(0, len(pictures), _BATCH))
        return [caption for chunk in chunks for caption in self._captions(chunk)]

    def _captions(self, pictures: list[Image]) -> list[Caption]:
        sentences, log_odds = self._write(pictures)
        labels = [label_of(sentence, self.vocabulary) for sentence in sentences]
        beams = [slice(start, start + self._beams) for start in range(0, len(labels), self._beams)]
        return [_caption(guesses_of(labels[beam], log_odds[beam])) for beam in beams]

    def _write(self, pictures: list[Image]) -> tuple[list[str], list[float]]:
        """`beams` sentences for each picture in turn, and the log-probability of each.

        A length penalty of 0 leaves the sum over the tokens as it is.
        """
        found = self._net.generate(
            self._view.tensors(pictures).to(self._device, self._dtype),
            do_sample=False,
            num_beams=self._beams,
            num_return_sequences=self._beams,
            length_penalty=0.0,
            max_length=min(MAX_LENGTH, self._net.config.text_config.max_position_embeddings),
            return_dict_in_generate=True,
            output_scores=True,
        )
        sentences = self._tokenizer.batch_decode(found.sequences, skip_special_tokens=True)
        return sentences, found.sequences_scores.tolist()

    @property
    def _weights_digest(self) -> str:
        folder, weights = self._files
        if weights is None:
            return weights_digest(folder)
        replaced = digest_of_folder(weights.parent, [weights.name])
        return f"{digest_of_folder(folder, ['config.json'])}-{replaced}"

    @property
    def _settings(self) -> tuple[object, ...]:
        return (*self._view.settings, MAX_LENGTH, self._beams, str(self._dtype), self.vocabulary)


def learned_labels(folder: Path) -> tuple[str, ...]:
    """The classes that a captioner was trained to name; the 39 where its folder does not say.

    Raises:
        UserError: `labels.json` is damaged.
    """
    file = folder / LEARNED
    if not file.is_file():
        return LABELS
    try:
        return tuple(map(str, json.loads(file.read_text("utf-8"))))
    except (OSError, ValueError, TypeError) as error:
        message = f"{file} is no list of labels"
        raise UserError(ErrorKind.model, message, "Mend it, or delete it for the 39.") from error


def _check_beams(beams: int) -> None:
    if beams < _FEWEST_BEAMS:
        message = f"{beams} beams leave nothing to compare"
        raise UserError(ErrorKind.input, message, f"Take {_FEWEST_BEAMS} or more.")


def _caption(guesses: tuple[Guess, ...]) -> Caption:
    if not guesses:
        raise UserError(
            ErrorKind.model,
            "the captioner found no words for this sketch",
            "Is the model a captioner? See `python main.py models list`.",
        )
    first = guesses[0]
    sure = first.score >= SURE_FROM
    return Caption(caption_text(first.label), first.label, first.score, sure, guesses)


def _digest(settings: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:8]

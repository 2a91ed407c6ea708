"""The full detector: Grounding DINO finds what a prompt names."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Image
from sketch2image.detect.boxes import OVERLAP, tidy
from sketch2image.detect.prompt import normal, phrase_of
from sketch2image.detect.protocol import PROMPT, Detection, whole_picture
from sketch2image.models.devices import device_of, dtype_of
from sketch2image.models.digests import weights_digest
from sketch2image.models.pretrained import open_part, open_pretrained, open_tokenizer

VERSION = "boxes-1"
"""Changes whenever the same picture and prompt are shown, or read, in another way."""

_SLIMMEST = 100


class GroundingDetector:
    """Boxes by `GroundingDinoForObjectDetection` (Liu et al., 2023), any size of the model.

    Args:
        folder: the model as published, with `config.json`, tokenizer and `model.safetensors`.
        device: as `models.devices` names it.
        precision: as `models.devices` names it.
        threshold: least confidence of a box, 0..1; Pocket Docent's 0.4 by default.
        text_threshold: least confidence with which a word of the prompt becomes part of a label.

    Raises:
        UserError: no such model, or a file of it that does not fit.
    """

    def __init__(
        self,
        folder: Path,
        *,
        device: str = "cpu",
        precision: str = "fp32",
        threshold: float = 0.4,
        text_threshold: float = 0.3,
    ) -> None:
        from transformers import (
            GroundingDinoForObjectDetection,
            GroundingDinoImageProcessorPil,
            GroundingDinoProcessor,
        )

        self._folder = folder
        self._thresholds: dict[str, Any] = {
            "threshold": threshold,
            "text_threshold": text_threshold,
        }
        self._device = device_of(device)
        self._dtype = dtype_of(precision, self._device)
        self._net: Any = open_pretrained(
            GroundingDinoForObjectDetection, folder, device=self._device, dtype=self._dtype
        )
        self._images = open_part(GroundingDinoImageProcessorPil, folder)
        self._tokenizer = open_tokenizer(folder)
        self._processor = GroundingDinoProcessor(self._images, self._tokenizer)

    @cached_property
    def fingerprint(self) -> str:
        """Digests of the weights and of everything else that decides a box."""
        shown = self._images
        seen = (shown.size, shown.image_mean, shown.image_std, shown.rescale_factor, shown.resample)
        settings = repr((*seen, self._thresholds, OVERLAP, str(self._dtype)))
        digest = hashlib.sha256(settings.encode()).hexdigest()[:8]
        return f"grounding-dino-{weights_digest(self._folder)}-{VERSION}-{digest}"

    def detect(self, image: Image, prompt: str = PROMPT) -> Detection:
        """The surest thing found in (H, W, 3) uint8 RGB, or the whole picture.

        Raises:
            UserError: the prompt is empty or too long.
        """
        return next(iter(self.detections(image, prompt)), whole_picture(image))

    def detections(self, image: Image, prompt: str = PROMPT) -> list[Detection]:
        """All things found in (H, W, 3) uint8 RGB, surest first; may be none.

        Args:
            image: any size; large ones are scaled down as the model's own settings say. In a
                strip a hundred times as long as it is wide, nothing is found.
            prompt: what to look for, several things with a full stop after each.

        Raises:
            UserError: the prompt is empty or too long.
        """
        tokens = self._ids(normal(prompt))
        size = (image.shape[1], image.shape[0])
        if max(size) > _SLIMMEST * min(size):
            return []
        found = self._run(image, tokens)
        return tidy(
            found["boxes"].float().cpu().numpy(),
            found["scores"].tolist(),
            [phrase_of(label) for label in found["text_labels"]],
            size,
        )

    def _ids(self, prompt: str) -> Any:  # noqa: ANN401
        tokens = self._tokenizer(prompt, return_tensors="pt", return_token_type_ids=True)
        most = self._net.config.max_text_len
        if tokens["input_ids"].shape[1] > most:
            message = f"the prompt for the detector is longer than {most} tokens"
            raise UserError(ErrorKind.input, message, "Name fewer things.")
        return tokens

    def _run(self, image: Image, tokens: Any) -> Any:  # noqa: ANN401
        import torch

        pixels = self._images(image, input_data_format="channels_last", return_tensors="pt")
        pixels["pixel_values"] = pixels["pixel_values"].to(self._dtype)
        asked = {**pixels, **tokens}
        with torch.inference_mode():
            out = self._net(**{name: value.to(self._device) for name, value in asked.items()})
        (found,) = self._processor.post_process_grounded_object_detection(
            out, tokens["input_ids"], target_sizes=[image.shape[:2]], **self._thresholds
        )
        return found

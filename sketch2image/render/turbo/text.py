"""Prompts as SD-Turbo reads them."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.models.pretrained import open_part, open_pretrained

if TYPE_CHECKING:
    import torch
    from torch import Tensor

REMEMBERED = 64
"""Prompts whose embeddings are kept: 0.3 MB each at most."""


class TextEncoder:
    """Tokenizer and text tower of a base model; embeddings of the latest prompts are kept.

    Args:
        base: folder in diffusers' layout.
        device: where it runs.
        dtype: number type of weights and embeddings.

    Raises:
        UserError: the folder holds no such model.
    """

    def __init__(self, base: Path, device: torch.device, dtype: torch.dtype) -> None:
        from transformers import CLIPTextModel, CLIPTokenizer

        self._tokenizer = open_part(CLIPTokenizer, base / "tokenizer")
        folder = base / "text_encoder"
        self._tower = open_pretrained(CLIPTextModel, folder, device=device, dtype=dtype)
        self._tower.requires_grad_(False)
        self._kept: OrderedDict[str, Tensor] = OrderedDict()

    def tokens(self, prompt: str) -> Tensor:
        """(1, 77) int64 token numbers; what is longer is cut."""
        return self._tokenizer(
            prompt,
            max_length=self._tokenizer.model_max_length,
            padding="max_length",
            truncation=True,
            return_tensors="pt",
        ).input_ids

    def embed(self, prompt: str) -> Tensor:
        """(1, 77, D) last hidden state of a prompt; a prompt seen lately costs nothing."""
        import torch

        if prompt not in self._kept:
            with torch.no_grad():
                tokens = self.tokens(prompt).to(self._tower.device)
                self._kept[prompt] = self._tower(tokens)[0]
        self._kept.move_to_end(prompt)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return self._kept[prompt]

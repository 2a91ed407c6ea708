"""What training adds to the towers and throws away after: a classifier and a writer of captions."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from sketch2image.gallery.composed.model import Composed
from sketch2image.train.composed.settings import Settings

_LAYERS, _HEADS = 6, 8
"""Of the writer in TASK-former (Sangkloy et al., ECCV 2022)."""

_FOR_WRONG, _FOR_RIGHT, _MARGIN = 4, 1, 0.05


class Learned(nn.Module):
    """All that is trained.

    Args:
        composed: the towers and their fusion.
        labels: how many words the classifier tells.
        settings: which of the two are needed, and `temperature`.
    """

    def __init__(self, composed: Composed, labels: int, settings: Settings) -> None:
        super().__init__()
        self.network = composed.network
        model = composed.config["model_cfg"]
        dim = int(model["embed_dim"])
        self.classifier = nn.Linear(dim, labels) if settings.classify else None
        self.writer = Writer(dim, model["text_cfg"]) if settings.describe else None
        with torch.no_grad():
            self.network.log_scale.fill_(-torch.tensor(settings.temperature).log())


class Writer(nn.Module):
    """Writes the tokens of a caption after a vector, as GPT-2 does after a word.

    Args:
        dim: length of the vector, a multiple of 8.
        text: `text_cfg` of OpenCLIP.
    """

    def __init__(self, dim: int, text: dict[str, Any]) -> None:
        super().__init__()
        from transformers import GPT2Config, GPT2LMHeadModel

        size = int(text.get("context_length", 77)), int(text.get("vocab_size", 49408))
        config = GPT2Config(
            n_positions=size[0], vocab_size=size[1], n_embd=dim, n_layer=_LAYERS, n_head=_HEADS,
            bos_token_id=None, eos_token_id=None,
        )  # fmt: skip
        self.decoder = GPT2LMHeadModel(config)

    def forward(self, vectors: Tensor, tokens: Tensor) -> Tensor:
        """Mean cross-entropy of the tokens, each written after the vector and those before it.

        Args:
            vectors: (N, dim).
            tokens: (N, T) int64; zeros behind the end do not count.
        """
        decoder: Any = self.decoder
        before = decoder.transformer.wte(tokens[:, :-1])
        given = torch.cat([vectors[:, None].to(before.dtype), before], dim=1)
        logits = decoder(inputs_embeds=given, use_cache=False).logits
        return cross_entropy(logits.flatten(0, 1).float(), tokens.flatten(), ignore_index=0)


def asymmetric(logits: Tensor, labels: Tensor) -> Tensor:
    """Multi-label loss in which the many absent labels count little once they are told well.

    Ridnik et al., Asymmetric Loss For Multi-Label Classification (ICCV 2021), with its focusing of
    4 for absent and 1 for present labels and its margin of 0.05.

    Args:
        logits: (N, L).
        labels: (N, L), 0 or 1.

    Returns:
        Scalar, the mean over the pictures of the sum over the labels.
    """
    present = torch.sigmoid(logits)
    absent = (1 - present + _MARGIN).clamp(max=1)
    right = labels * (1 - present) ** _FOR_RIGHT * present.clamp(min=1e-8).log()
    wrong = (1 - labels) * (1 - absent) ** _FOR_WRONG * absent.clamp(min=1e-8).log()
    return -(right + wrong).sum(dim=1).mean()

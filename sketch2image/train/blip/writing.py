"""Sentences as BLIP's decoder is taught them, and as it writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sketch2image.caption.blip import MAX_LENGTH
from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import BlipConfig

_IGNORED = -100
"""Label of what has no part in the loss."""


@dataclass(frozen=True)
class Writing:
    """Sentences to tokens and back.

    The first token is the one that generation begins with, as in BLIP's own code; the tokenizer by
    itself puts [CLS] there.

    Attributes:
        tokenizer: of the base model.
        first: id of the first token.
        longest: tokens that the decoder takes at most.
    """

    tokenizer: Any
    first: int
    longest: int

    @classmethod
    def of(cls, tokenizer: Any, config: BlipConfig) -> Writing:  # noqa: ANN401
        """For a model of this configuration."""
        text: Any = config.text_config
        return cls(tokenizer, text.bos_token_id, min(MAX_LENGTH, text.max_position_embeddings))

    def check(self, texts: Iterable[str]) -> None:
        """Make sure that every sentence can be written: unknown words would be learned as one.

        Raises:
            UserError: the tokenizer has no token for something in one of them.
        """
        distinct = list(dict.fromkeys(texts))
        found = zip(distinct, self.tokenizer(distinct)["input_ids"], strict=True)
        odd = [text for text, ids in found if self.tokenizer.unk_token_id in ids]
        if odd:
            message = f"{len(odd):,} of {len(distinct):,} sentences hold signs or words that the "
            hint = "Say it in the words of the base; emoji are none."
            raise UserError(ErrorKind.input, f"{message}base cannot write: {odd[0]!r}", hint)

    def tensors(self, texts: Sequence[str]) -> dict[str, Tensor]:
        """`input_ids`, `attention_mask` and `labels` of N sentences, (N, T) int64 each."""
        tokens = self.tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=self.longest,
            return_tensors="pt",
        )
        ids, mask = tokens["input_ids"], tokens["attention_mask"]
        ids[:, 0] = self.first
        labels = ids.masked_fill(mask == 0, _IGNORED)
        return {"input_ids": ids, "attention_mask": mask, "labels": labels}

    def texts(self, ids: Tensor) -> list[str]:
        """N sentences of (N, T) ids, as BERT spaces them, without special tokens."""
        return self.tokenizer.batch_decode(ids, skip_special_tokens=True)

    def spaced(self, texts: Sequence[str]) -> list[str]:
        """Sentences as they come back from tokens: to compare with what was written."""
        return self.texts(self.tensors(texts)["input_ids"])

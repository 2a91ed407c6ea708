"""A Grounding DINO with tiny random weights, saved as the published ones are."""

from __future__ import annotations

import json
from pathlib import Path

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = ("an", "a", "artwork", ".", "painting", "picture", "frame", "red")
LEGACY = {
    "backbone": None,
    "backbone_kwargs": None,
    "use_pretrained_backbone": False,
    "use_timm_backbone": False,
}
"""What `config.json` of the published models says and transformers 5 no longer knows."""


def write_tokenizer(folder: Path, words: tuple[str, ...]) -> None:
    """A `BertTokenizer` of these words, saved into the folder."""
    from transformers import BertTokenizer

    vocabulary = {word: place for place, word in enumerate((*SPECIAL, *words))}
    BertTokenizer(vocab=vocabulary).save_pretrained(folder)


def write_grounding(folder: Path) -> None:
    """Network, tokenizer and image processor."""
    import torch
    from transformers import GroundingDinoForObjectDetection, GroundingDinoImageProcessorPil

    torch.manual_seed(0)
    GroundingDinoForObjectDetection(_config()).save_pretrained(folder)
    config = folder / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **LEGACY}))
    write_tokenizer(folder, WORDS)
    size = {"shortest_edge": 64, "longest_edge": 96}
    GroundingDinoImageProcessorPil(size=size).save_pretrained(folder)


def _config():  # the class is imported where it is needed
    from transformers import BertConfig, GroundingDinoConfig, SwinConfig

    backbone = SwinConfig.from_dict(
        {
            "image_size": 64,
            "embed_dim": 16,
            "depths": [1, 1, 1, 1],
            "num_heads": [1, 2, 2, 2],
            "window_size": 4,
            "out_indices": [2, 3, 4],
        }
    )
    text = BertConfig(
        vocab_size=len(SPECIAL) + len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    return GroundingDinoConfig(
        backbone_config=backbone,
        text_config=text,
        d_model=64,
        encoder_layers=1,
        decoder_layers=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        num_queries=20,
        max_text_len=16,
    )

"""A BLIP so small that it learns to tell a few sketches apart within seconds."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sketch2image.caption.view import square
from sketch2image.core.sketch import Sketch, Stroke

SIDE = 32
SENTENCE = "convert a {} into a high-resolution color image with a white background."
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = (
    *("convert", "a", "into", "high", "-", "resolution", "color", "image", "with", "white"),
    *("background", ".", "pizza", "teddy", "bear", "cat", "snail", "cup", "drawing", "of", "on"),
    *("wine", "bottle", "tree", "##s"),
)
THINGS = {"pizza": 0.0, "teddy bear": 0.8, "snail": 1.6, "a drawing of a cup": 2.4}
"""What is learned: a word, or a whole sentence, and the angle of the line that stands for it."""


def sketch_of(thing: str, size: tuple[int, int] = (640, 480)) -> Sketch:
    """A thick line at the thing's angle through the middle of the canvas."""
    along = np.array([np.cos(THINGS[thing]), np.sin(THINGS[thing])]) * min(size) * 0.4
    middle = np.array(size) / 2
    line = np.stack([middle - along, middle + along]).astype(np.float32)
    return Sketch(size, (Stroke(line, width=40.0),))


def write_tokenizer(folder: Path, words: tuple[str, ...] = WORDS) -> None:
    """A `BertTokenizer` of these words, saved into the folder."""
    from transformers import BertTokenizer

    vocabulary = {word: place for place, word in enumerate((*SPECIAL, *words))}
    BertTokenizer(vocab=vocabulary).save_pretrained(folder)


def write_blip(folder: Path) -> None:
    """A tiny `BlipForConditionalGeneration`, taught `THINGS`, with its tokenizer and processor."""
    import torch
    from transformers import BertTokenizer, BlipForConditionalGeneration, BlipImageProcessorPil

    torch.manual_seed(0)
    write_tokenizer(folder)
    net = BlipForConditionalGeneration(_config())
    processor = BlipImageProcessorPil(size={"height": SIDE, "width": SIDE})
    _teach(net, BertTokenizer.from_pretrained(folder), processor)
    net.save_pretrained(folder)
    processor.save_pretrained(folder)


def _config():  # the class is imported where it is needed
    from transformers import BlipConfig

    words = len(SPECIAL) + len(WORDS)
    text = {
        "vocab_size": words + 2,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "max_position_embeddings": 64,
        "bos_token_id": words,
        "sep_token_id": SPECIAL.index("[SEP]"),
        "label_smoothing": 0.1,
    }
    vision = {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "image_size": SIDE,
        "patch_size": 8,
        "initializer_range": 0.02,
    }
    return BlipConfig(text_config=text, vision_config=vision)


def _teach(net, tokenizer, processor) -> None:
    import torch

    texts = [thing if " of " in thing else SENTENCE.format(thing) for thing in THINGS]
    tokens = tokenizer(texts, padding=True, return_tensors="pt")
    ids = tokens["input_ids"]
    ids[:, 0] = net.config.text_config.bos_token_id
    labels = ids.masked_fill(tokens["attention_mask"] == 0, -100)
    pictures = [square(sketch_of(thing).raster) for thing in THINGS]
    pixels = processor(pictures, return_tensors="pt")["pixel_values"]
    optimizer = torch.optim.AdamW(net.parameters(), lr=5e-3)
    for _ in range(150):
        out = net(pixels, ids, attention_mask=tokens["attention_mask"], labels=labels)
        out.loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    net.eval()

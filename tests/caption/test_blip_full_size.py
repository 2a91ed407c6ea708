"""BLIP base at its published size, random weights: it loads, runs and stays within memory.

Run with `python -m pytest tests/caption/test_blip_full_size.py --slow -q`.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from sketch2image.caption.blip import BlipCaptioner
from sketch2image.core.labels import caption_text
from sketch2image.models.table import model
from tests.caption.tiny_blip import SPECIAL, sketch_of, write_tokenizer
from tests.memory import MOST_BYTES, peak_bytes

TOKENS = 30_522
WORD_TABLE = (TOKENS + 2) * 768 * 4
"""Bytes of the tied weights, which published files hold twice."""

END_BIAS = 9.0
"""Ends sentences after some words, as training does; else random weights write 128 tokens."""


def write_blip_base(folder: Path) -> None:
    from transformers import BlipConfig, BlipForConditionalGeneration, BlipImageProcessorPil

    text = {"num_attention_heads": 12, "bos_token_id": TOKENS, "sep_token_id": 3}
    net = BlipForConditionalGeneration(BlipConfig(text_config=text, vision_config={}))
    net.text_decoder.cls.predictions.bias.data[text["sep_token_id"]] = END_BIAS
    net.save_pretrained(folder)
    BlipImageProcessorPil().save_pretrained(folder)
    write_tokenizer(folder, tuple(f"word{number}" for number in range(TOKENS - len(SPECIAL))))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads peak memory as Linux counts it")
def test_blip_base_captions_on_the_cpu(tmp_path: Path) -> None:
    write_blip_base(tmp_path)
    size = (tmp_path / "model.safetensors").stat().st_size + WORD_TABLE
    assert size == pytest.approx(model("blip-base").size, rel=0.01)
    caption = BlipCaptioner(tmp_path).caption(sketch_of("pizza"))
    assert caption.text == caption_text(caption.label)
    assert caption.label.startswith("word")
    assert math.isclose(sum(guess.score for guess in caption.alternatives), 1, abs_tol=1e-6)
    assert peak_bytes() < MOST_BYTES

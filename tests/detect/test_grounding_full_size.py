"""Grounding DINO tiny at its published size, random weights: it loads, runs and fits into memory.

Run with `python -m pytest tests/detect/test_grounding_full_size.py --slow -q`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from sketch2image.detect.grounding import GroundingDetector
from sketch2image.detect.protocol import crop
from sketch2image.models.table import model
from tests.detect.tiny_grounding import SPECIAL, WORDS, write_tokenizer
from tests.memory import MOST_BYTES, peak_bytes

TOKENS = 30_522


def write_grounding_tiny(folder: Path) -> None:
    from transformers import (
        GroundingDinoConfig,
        GroundingDinoForObjectDetection,
        GroundingDinoImageProcessorPil,
        SwinConfig,
    )

    shape = {"image_size": 224, "window_size": 7, "out_indices": [2, 3, 4]}
    backbone = SwinConfig.from_dict(shape)
    config = GroundingDinoConfig(backbone_config=backbone)
    GroundingDinoForObjectDetection(config).save_pretrained(folder)
    GroundingDinoImageProcessorPil().save_pretrained(folder)
    others = TOKENS - len(SPECIAL) - len(WORDS)
    write_tokenizer(folder, (*WORDS, *(f"word{number}" for number in range(others))))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads peak memory as Linux counts it")
def test_grounding_dino_tiny_detects_on_the_cpu(tmp_path: Path) -> None:
    write_grounding_tiny(tmp_path)
    published = model("grounding-dino-tiny").size
    assert (tmp_path / "model.safetensors").stat().st_size == pytest.approx(published, rel=0.01)
    photo = np.random.default_rng(0).integers(0, 256, (3024, 4032, 3), dtype=np.uint8)
    found = GroundingDetector(tmp_path, threshold=0.0).detect(photo)
    assert not found.whole
    assert 0 < found.score <= 1
    assert min(crop(photo, found).shape) >= 1
    assert peak_bytes() < MOST_BYTES

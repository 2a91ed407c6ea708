"""The published sizes with random weights: one embedding each, on the CPU.

python -m pytest tests/gallery/test_encoders_full_size.py -m slow -s
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from sketch2image.gallery.clip import ClipEncoder
from sketch2image.gallery.dino import DinoEncoder
from tests.gallery.tiny_towers import save_clip

pytestmark = pytest.mark.slow

PICTURE = np.random.default_rng(0).integers(0, 256, (480, 640, 3), dtype=np.uint8)
MOST_BYTES = 24e9
KILOBYTE = 1 if sys.platform == "darwin" else 1024


@contextmanager
def said(what: str) -> Iterator[None]:
    """Tells the seconds of what happens inside, and the most memory this process has held."""
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE
    sys.stdout.write(f"\n{what}: {seconds:.2f} s, {peak / 1e9:.2f} GB at most\n")
    assert peak < MOST_BYTES


def test_dinov2_base_embeds_a_picture(tmp_path: Path) -> None:
    from transformers import Dinov2Config, Dinov2Model

    config = Dinov2Config(patch_size=14, image_size=518)
    model = Dinov2Model(config)
    assert sum(value.numel() for value in model.parameters()) == pytest.approx(86.6e6, rel=1e-3)
    model.save_pretrained(tmp_path)
    del model
    encoder = DinoEncoder(tmp_path)
    with said("DINOv2-B, load and first picture"):
        first = encoder.encode_photos([PICTURE])
    with said("DINOv2-B, second picture"):
        again = encoder.encode_photos([PICTURE])
    assert first.shape == (1, 768)
    assert np.array_equal(first, again)


def test_open_clip_vit_b_32_embeds_a_picture_and_words(tmp_path: Path) -> None:
    import open_clip

    published = Path(open_clip.__file__).parent / "model_configs" / "ViT-B-32.json"
    save_clip(tmp_path, json.loads(published.read_text("utf-8")))
    encoder = ClipEncoder(tmp_path)
    with said("ViT-B-32, load and first picture"):
        photo = encoder.encode_photos([PICTURE])
    with said("ViT-B-32, one text"):
        words = encoder.encode_words(["빨간 딸기"])
    assert photo.shape == words.shape == (1, 512)
    assert np.isfinite(photo @ words.T).all()

"""What the parts of an answer are called, in settings, calls and progress."""

from __future__ import annotations

CAPTIONER, RENDERER, ENCODER, DETECTOR = "captioner", "renderer", "encoder", "detector"

WORDS = "words"
"""Asked of an encoder beside pictures: to place words."""

SETTINGS = {
    CAPTIONER: "caption_model",
    RENDERER: "render_model",
    ENCODER: "encode_model",
    DETECTOR: "detect_model",
}
"""The setting that chooses the full model of each part."""

ANSWERING = (CAPTIONER, RENDERER, ENCODER)
"""The parts that a whole answer needs."""

"""What is known of a composed encoder without loading it."""

from __future__ import annotations

SMALL = "small"
"""Random small towers to begin from."""

FILE, WEIGHTS = "composed.json", "composed.safetensors"
"""Of a folder that training writes."""

SPLIT = "split.json"
"""Beside those: the names of the triplets of each part."""

CHECKPOINT = ".pt"
"""How files of TASK-former end."""

EVEN = 0.5
"""Weight of the sketch where it counts as much as the words."""

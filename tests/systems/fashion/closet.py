"""An encoder of random small weights on disk, for searches whose answers need no training."""

from __future__ import annotations

from pathlib import Path

from sketch2image.gallery.composed.model import write_composed
from sketch2image.gallery.composed.start import begin
from tests.gallery.tiny_towers import CLIP, save_clip


def save_composed(folder: Path, fusion: str = "avg") -> Path:
    """A folder as `train composed` leaves it, in `folder/model`."""
    base = save_clip(folder / "base", CLIP)
    made = begin(str(base), shared=False, fusion=fusion, whole=True, seed=0)
    write_composed(folder / "model", made, {})
    return folder / "model"

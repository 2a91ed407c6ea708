"""Scenes in other colors."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.render.dress import dressed
from sketch2image.synth import objects


@pytest.mark.parametrize("seed", range(6))
def test_what_chooses_between_things_stays(seed: int) -> None:
    """A slice of pizza that just so points down goes on pointing down, whatever the seed."""
    slice_ = objects.build("pizza", {"slice": 0.1, "down": 0.399})
    again = dressed(slice_, np.random.default_rng(seed), strength=0.2)
    assert again.knobs["down"] == slice_.knobs["down"]
    assert again.knobs["slice"] == slice_.knobs["slice"]
    assert again.knobs != slice_.knobs

"""The full models tried once each: what `doctor --full` does when they are on disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

import numpy as np

from sketch2image.core import defaults
from sketch2image.core.errors import UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.settings import load
from sketch2image.core.sketch import Sketch
from sketch2image.engine.asking import strength_of, worded
from sketch2image.engine.checkup import Check
from sketch2image.engine.full import full_models
from sketch2image.engine.parts import Parts
from sketch2image.engine.sources import strokes_of
from sketch2image.engine.tiers import Tiers
from sketch2image.gallery.protocol import PICTURE_SIDE

_HINT = "Run `python main.py models verify`, then this again."


def missing_models() -> list[str]:
    """Ids of the full models that an answer needs and that are not on disk.

    Raises:
        UserError: a setting names no such model.
    """
    return full_models(load()).missing()


def trial(tiers: Tiers) -> list[Check]:
    """Caption, render and embed once, and look at what comes; never raises a `UserError`.

    Args:
        tiers: with the full models taken.
    """
    return [_tried(name, work, tiers.parts) for name, work in _TRIALS]


def _tried(name: str, work: Callable[[Parts], tuple[bool, str]], parts: Parts) -> Check:
    start = time.perf_counter()
    try:
        ok, found = work(parts)
    except UserError as error:
        return Check(name, False, error.message, error.hint)
    seconds = time.perf_counter() - start
    return Check(name, ok, f"{found} ({seconds:.1f} s, loading included)", "" if ok else _HINT)


def _caption(parts: Parts) -> tuple[bool, str]:
    found = parts.captioner.caption(_sketch())
    return bool(found.label), f"a drawn {defaults.SUBJECT} is called {found.label}"


def _render(parts: Parts) -> tuple[bool, str]:
    renderer, sketch = parts.renderer, _sketch()
    prompt = worded(renderer, sketch, f"a {defaults.SUBJECT}", "", "")
    strength = strength_of(None, renderer)
    one, again = (renderer.render(sketch, prompt, 0, strength).image for _ in range(2))
    if not np.array_equal(one, again):
        return False, "the same request gave two different pictures"
    height, width = one.shape[:2]
    return bool(one.std() > 1), f"{width}x{height} pixels, spread {one.std():.0f}"


def _embed(parts: Parts) -> tuple[bool, str]:
    files = sorted(sample_gallery().glob("*.jpg"))[:2]
    vectors = parts.encoder.encode_photos([open_picture(file, PICTURE_SIDE) for file in files])
    lengths = np.linalg.norm(vectors, axis=1)
    ok = bool(np.allclose(lengths, 1, atol=1e-3)) and not np.array_equal(*vectors)
    return ok, f"{vectors.shape[1]} numbers a picture"


@cache
def _sketch() -> Sketch:
    from sketch2image.synth.world import SIZE

    return Sketch(SIZE, strokes_of(defaults.SUBJECT, seed=0))


_TRIALS = (("full caption", _caption), ("full render", _render), ("full embed", _embed))

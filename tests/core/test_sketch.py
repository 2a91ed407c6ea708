from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

from sketch2image.core.sketch import Sketch, Stroke


def line() -> Stroke:
    return Stroke(np.array([[10, 10], [90, 60]], np.float32), (200, 0, 0), 7.0)


@pytest.mark.parametrize("backdrop", [None, np.full((300, 400, 3), 250, np.uint8)])
def test_what_was_looked_at_is_not_pickled(backdrop: np.ndarray | None):
    sketch = Sketch((400, 300), (line(),), backdrop)
    small = len(pickle.dumps(sketch))
    assert sketch.digest
    assert not sketch.is_empty
    assert sketch.strokes[0].length > 90
    assert len(pickle.dumps(sketch)) == small


def test_a_pickled_sketch_looks_the_same():
    sketch = Sketch((400, 300), (line(), Stroke(line().points, width=3.0, eraser=True)))
    back = pickle.loads(pickle.dumps(sketch))
    assert back == sketch
    assert back.size == (400, 300)
    assert [stroke.eraser for stroke in back.strokes] == [False, True]
    assert back.strokes[0].length == sketch.strokes[0].length
    assert copy.deepcopy(sketch) == sketch

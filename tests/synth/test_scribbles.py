from __future__ import annotations

import numpy as np
import pytest

from sketch2image.synth.bystander import visits
from sketch2image.synth.scribbles import drawing
from sketch2image.synth.world import REACH, within_reach


@pytest.mark.parametrize("seed", range(40))
def test_random_drawings_lie_within_reach(seed: int) -> None:
    strokes = drawing(seed)
    assert 1 <= len(strokes) <= 6
    assert sum(stroke.length for stroke in strokes) < 2700
    for before, after in zip(strokes, within_reach(strokes), strict=True):
        assert after.points == pytest.approx(before.points, abs=1e-2)
        assert (before.points >= np.array(REACH[:2]) - 0.01).all()


def test_a_seed_gives_one_drawing() -> None:
    one, same, other = drawing(3), drawing(3), drawing(4)
    assert all((a.points == b.points).all() for a, b in zip(one, same, strict=True))
    assert len(one) != len(other) or any(
        a.length != b.length for a, b in zip(one, other, strict=True)
    )


def test_random_drawings_are_varied() -> None:
    strokes = [stroke for seed in range(60) for stroke in drawing(seed)]
    closed = [np.hypot(*(s.points[0] - s.points[-1])) < 1 for s in strokes]
    assert 0.05 < np.mean(closed) < 0.5
    assert min(stroke.length for stroke in strokes) < 50
    assert max(stroke.length for stroke in strokes) > 600


@pytest.mark.parametrize("seed", range(6))
def test_another_hand_keeps_its_distance(seed: int, home: object) -> None:
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 6, 200)
    palms = np.stack([320 + 200 * np.sin(t), 250 + 60 * np.cos(3 * t)], axis=1)
    for visit in visits(2, palms, "fair", rng):
        for offset, place in enumerate(visit.places):
            assert np.hypot(*(place - palms[visit.start + offset])) >= 185
            assert visit.at(visit.start + offset) is not None
        assert visit.at(visit.start - 1) is None

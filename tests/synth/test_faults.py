from __future__ import annotations

import numpy as np
import pytest

from sketch2image.synth.faults import Faults, moments, tremor, with_losses
from sketch2image.synth.motion import GONE, HOVER, PEN, SEEN, Motion, plan, runs

DOOR = (450.0, 520.0)
LINES = [
    np.array([(100, 100), (400, 120), (300, 300)], float),
    np.array([(200, 60), (250, 200)], float),
    np.array([(320, 200), (325, 215)], float),
]


def motion() -> Motion:
    return plan(LINES, DOOR, 800)


def losing(seed: int, **faults: int) -> Motion:
    return with_losses(motion(), Faults(**faults), DOOR, np.random.default_rng(seed))


def test_without_faults_the_hand_is_always_seen() -> None:
    assert (losing(0).seen == SEEN).all()


@pytest.mark.parametrize("seed", range(8))
def test_blinks_are_short_and_lie_well_inside_strokes(seed: int) -> None:
    lost = losing(seed, blinks=3)
    strokes = [run for run in runs(lost, PEN) if (lost.seen[run] != SEEN).any()]
    assert strokes
    for run in strokes:
        away = np.flatnonzero(lost.seen[run] != SEEN)
        assert len(away) <= 5
        assert np.ptp(away) == len(away) - 1
        assert away[0] >= 6
        assert away[-1] < len(run) - 6


@pytest.mark.parametrize("seed", range(4))
def test_the_hand_leaves_between_strokes_only_and_draws_the_same(seed: int) -> None:
    lost, whole = losing(seed, leaves=1), motion()
    assert len(lost) > len(whole) + 10
    assert (lost.points[lost.roles == PEN] == whole.points[whole.roles == PEN]).all()
    below = np.flatnonzero(lost.points[:, 1] > 480)
    inner = below[(below > 20) & (below < len(lost) - 20)]
    assert len(inner)
    assert (lost.roles[inner] == HOVER).all()


def test_times_increase_however_uneven_and_frames_are_dropped() -> None:
    whole = motion()
    kept, times = moments(whole, Faults(dropped=0.2, uneven=0.4), np.random.default_rng(0))
    assert len(kept) == pytest.approx(0.8 * len(whole), abs=0.1 * len(whole))
    assert (np.diff(times) > 0).all()
    assert times[-1] == pytest.approx((len(whole) - 1) / 30, abs=0.05)


@pytest.mark.parametrize("seed", range(6))
def test_dropped_frames_make_no_blink_longer(seed: int) -> None:
    lost = losing(seed, blinks=3)
    kept, _ = moments(lost, Faults(dropped=0.5), np.random.default_rng(seed))
    away = np.flatnonzero(lost.seen != SEEN)
    assert set(away) | set(away - 1) | set(away + 1) <= set(kept)


def test_tremor_is_as_strong_as_asked() -> None:
    assert tremor(4000, 2.5, np.random.default_rng(0)).std() == pytest.approx(2.5, rel=0.1)


def test_a_lost_hand_is_gone_or_covered() -> None:
    kinds = {int(kind) for seed in range(12) for kind in losing(seed, blinks=3).seen}
    assert kinds > {SEEN, GONE}

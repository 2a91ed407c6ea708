"""The size of a hand, measured with the real landmarker."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.air.calibration import calibrate
from sketch2image.air.tracker import HandTracker
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.hub import ensure


def test_an_open_hand_held_still_is_measured(stage, tracker):
    moving = [[("open", 200 + 12 * step, 150.0)] for step in range(20)]
    still = [[("open", 420.0, 150.0)]] * 50
    seen = []
    found = calibrate(stage([*moving, *still]), tracker, lambda *shown: seen.append(shown[2]))
    assert found.hand == "Right"
    assert 0.09 < found.palm < 0.15
    assert 20 < found.frames < 40
    assert all(state.progress == 0 for state in seen[5:15])


def test_no_open_hand(stage, tracker):
    with pytest.raises(UserError) as caught:
        calibrate(stage([[("one", 300.0, 200.0)]] * 40), tracker)
    assert caught.value.kind is ErrorKind.hand


@pytest.mark.parametrize(("side", "palm", "seen"), [
    ("right", 0.0, True), ("left", 0.0, False), ("any", 0.12, True), ("any", 0.3, False),
])  # fmt: skip
def test_only_the_hand_that_may_draw_owns_the_pen(stage, side, palm, seen):
    with HandTracker(ensure("hand"), side=side, palm=palm) as tracker:
        source = stage([[("one", 300.0, 180.0)]] * 30)
        hands = [tracker.read(frame) for frame in iter(source.read, None)]
    assert any(hands[10:]) == seen
    assert (tracker.stranger is None) == seen


def test_another_hand_is_noticed_while_the_owner_draws(stage, tracker):
    together = [[("one", 180.0 + step, 180.0), ("open", 500.0, 200.0)] for step in range(80)]
    source = stage([*[[("one", 180.0, 180.0)]] * 20, *together])
    places, strangers = [], []
    while frame := source.read():
        hand = tracker.read(frame)
        places.append(hand.pen[0] if hand else np.nan)
        strangers.append(tracker.stranger)
    assert np.nanmax(places) < 320
    assert strangers[20] is None
    assert strangers[-1] is not None
    assert strangers[-1].center[0] > 400

"""What patterns of fingers do, frame by frame."""

from __future__ import annotations

import pytest

from sketch2image.air.fingers import Fingers
from sketch2image.air.gesture import GestureMachine
from sketch2image.air.profiles import BLUE, DARK_GREEN, LASTING, RED, Action, profile, profiles
from sketch2image.core.errors import UserError
from sketch2image.core.sketch import BLACK

RATE = 30
GREEN = (0, 255, 0)
NAMES = {
    "fist": "00000",
    "one": "01000",
    "two": "01100",
    "three": "01110",
    "four": "01111",
    "open": "11111",
    "undo": "10001",
    "clear": "00001",
    "odd": "00100",
    "rings": "01010",
}


def fingers(name):
    if name == "none":
        return None
    a, b, c, d, e = (0.9 if mark == "1" else 0.1 for mark in NAMES[name])
    return Fingers((a, b, c, d, e))


def play(script, chosen="default"):
    """`one*10 fist*5` frame by frame."""
    machine = GestureMachine(profile(chosen))
    states = []
    for part in script.split():
        name, _, times = part.partition("*")
        for _ in range(int(times or 1)):
            states.append(machine.update(fingers(name), len(states) / RATE))
    return states


def fired(states):
    return [str(state.fired) for state in states if state.fired]


def test_a_gesture_counts_from_its_first_frame():
    states = play("two*10 one*10")
    assert [state.settled for state in states[10:14]] == [False, False, False, True]
    assert states[13].action is Action.draw
    assert states[13].since == pytest.approx(10 / RATE)


def test_one_misread_frame_changes_nothing():
    states = play("one*10 open one*3 fist one*10 none one*5")
    assert {state.action for state in states[4:]} == {Action.draw}
    assert states[-1].settled
    assert states[-1].since == 0


def test_a_gesture_that_flickers_as_it_begins_counts_from_its_first_frame():
    states = play("one*10 two*2 one two*10")
    assert {state.action for state in states[4:10]} == {Action.draw}
    assert not any(state.settled for state in states[10:14])
    assert (states[14].action, states[14].since) == (Action.hover, pytest.approx(10 / RATE))


def test_one_open_frame_never_ends_the_drawing():
    assert fired(play("one*5 open*4 one*5 open*20 one*5")) == []
    assert fired(play("one*5 open*40")) == ["done"]


def test_holds_happen_once_and_say_how_far_they_are():
    states = play("open*90")
    assert fired(states) == ["done"]
    waiting = [state.progress for state in states if state.pending is Action.done]
    assert waiting == sorted(waiting)
    assert 0.4 < waiting[len(waiting) // 2] < 0.7
    assert states[-1].pending is None


def test_holds_stay_lifted():
    for name in ("open", "three", "undo", "clear"):
        assert all(state.action is not Action.draw for state in play(f"{name}*60"))


def test_undo_and_clear_need_a_hold():
    assert fired(play("undo*8 one*5 clear*20 one*5")) == []
    assert fired(play("undo*20 two*5 undo*20 two*5 clear*40")) == ["undo", "undo", "clear"]


def test_colors_go_round():
    script = "three*30 two*5 "
    states = play(script * 4)
    assert [state.color for state in states[34::35]] == [RED, DARK_GREEN, BLUE, BLACK]


def test_a_lost_hand_lifts_the_pen_but_a_blink_does_not():
    assert {state.action for state in play("one*10 none*3 one*10")[4:]} == {Action.draw}
    assert play("one*10 none*10")[-1].action is Action.lift


def test_unlisted_patterns_only_move():
    assert play("odd*10")[-1].action is Action.hover
    assert play("rings*10")[-1].action is Action.hover


def test_what_the_original_code_does():
    states = play("one*10 two*10 three*10 rings*10 odd*10 four*10 rings*10 open*30", "code")
    at = [(str(state.action), state.color) for state in states[9:70:10]]
    assert at == [
        ("draw", BLACK),
        ("draw", GREEN),
        ("draw", RED),
        ("draw", RED),
        ("lift", RED),
        ("erase", RED),
        ("erase", RED),
    ]
    assert fired(states) == ["done"]


def test_what_the_original_documentation_says():
    states = play("two*10 three*10 four*10 open*10 one*30", "readme")
    at = [(str(state.action), state.color) for state in states[9:40:10]]
    assert at == [("draw", BLACK), ("draw", GREEN), ("draw", RED), ("erase", RED)]
    assert fired(states) == ["done"]


def test_nothing_that_cannot_be_taken_back_comes_without_a_hold():
    for chosen in profiles().values():
        for rule in chosen.rules:
            assert rule.action in LASTING or rule.hold >= 0.5


def test_an_unknown_profile():
    with pytest.raises(UserError, match="default, pinch, code, readme"):
        profile("mine")

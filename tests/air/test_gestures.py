"""What patterns of fingers do, frame by frame."""

from __future__ import annotations

import pytest

from sketch2image.air.fingers import Fingers
from sketch2image.air.gesture import GestureMachine
from sketch2image.air.profiles import BLUE, GREEN, LASTING, RED, Action, profile, profiles
from sketch2image.core.errors import UserError
from sketch2image.core.sketch import BLACK

RATE = 30
PURE_RED, PURE_GREEN = (255, 0, 0), (0, 255, 0)
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


def play(script, chosen="default", speed=lambda frame: 0.0):
    """`one*10 fist*5` frame by frame."""
    machine = GestureMachine(profile(chosen))
    states = []
    for part in script.split():
        name, _, times = part.partition("*")
        for _ in range(int(times or 1)):
            frame = len(states)
            states.append(machine.update(fingers(name), frame / RATE, speed(frame)))
    return states


def believe(sequence, chosen="default", pinch=None):
    """Frames of (thumb, index, middle, ring, pinky) probabilities."""
    machine = GestureMachine(profile(chosen))
    touching = pinch or [0.0] * len(sequence)
    rows = enumerate(zip(sequence, touching, strict=True))
    return [machine.update(Fingers(p, touch), frame / RATE) for frame, (p, touch) in rows]


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


def test_a_hold_begins_anew_when_the_hand_moves():
    assert fired(play("open*60", speed=lambda frame: 5.0)) == []
    states = play("open*60", speed=lambda frame: 5.0 if frame == 20 else 0.1)
    assert [i for i, state in enumerate(states) if state.fired] == [50]


def test_no_stroke_begins_while_the_hand_rushes():
    def rushing(frame):
        return 20.0 if frame < 20 else 0.5

    states = play("two*10 one*20", speed=rushing)
    assert {state.action for state in states[4:20]} == {Action.hover}
    assert states[-1].action is Action.draw
    assert states[-1].since == pytest.approx(10 / RATE)


def test_a_stroke_ends_even_when_the_hand_rushes_and_is_seen_badly():
    states = play("one*10 two*2 fist*2 none two*2 one*10", speed=lambda frame: 10.0 * (frame > 9))
    assert Action.hover in {state.action for state in states[10:18]}


def test_a_finger_between_up_and_down_stays_what_it_was():
    def at(middle):
        return (0.1, 0.9, middle, 0.1, 0.1)

    wavering = [at(0.45), at(0.55)] * 10
    drawing = believe([at(0.1)] * 10 + wavering)
    hovering = believe([at(0.9)] * 10 + wavering)
    assert {state.action for state in drawing[10:]} == {Action.draw}
    assert {state.action for state in hovering[10:]} == {Action.hover}


def test_thumb_on_index_finger_draws_in_the_pinch_profile_only():
    loose = (0.9, 0.9, 0.9, 0.9, 0.9)
    touch = [0.05] * 10 + [0.95] * 10 + [0.5] * 5 + [0.05] * 10
    states = believe([loose] * 35, "pinch", touch)
    assert [state.action for state in states[9:35:8]] == [
        Action.hover,
        *[Action.draw] * 2,
        Action.hover,
    ]
    assert all(state.pinched == (state.action is Action.draw) for state in states)
    assert states[20].since == pytest.approx(10 / RATE)
    assert not any(state.pinched for state in believe([loose] * 35, "default", touch))


def test_keys_choose_the_pen_too():
    machine = GestureMachine(profile("default"), color=(1, 2, 3), width=7)
    machine.choose(Action.next_color)
    machine.choose(Action.next_width)
    state = machine.update(fingers("one"), 0.0)
    assert (state.color, state.width) == (BLACK, 5.0)


def test_holds_stay_lifted():
    for name in ("open", "three", "undo", "clear"):
        assert all(state.action is not Action.draw for state in play(f"{name}*60"))


def test_undo_and_clear_need_a_hold():
    assert fired(play("undo*8 one*5 clear*20 one*5")) == []
    assert fired(play("undo*20 two*5 undo*20 two*5 clear*40")) == ["undo", "undo", "clear"]


def test_colors_go_round():
    script = "three*30 two*5 "
    states = play(script * 4)
    assert [state.color for state in states[34::35]] == [RED, GREEN, BLUE, BLACK]


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
        ("draw", PURE_GREEN),
        ("draw", PURE_RED),
        ("draw", PURE_RED),
        ("lift", PURE_RED),
        ("erase", PURE_RED),
        ("erase", PURE_RED),
    ]
    assert fired(states) == ["done"]


def test_what_the_original_documentation_says():
    states = play("two*10 three*10 four*10 open*10 one*30", "readme")
    at = [(str(state.action), state.color) for state in states[9:40:10]]
    assert at == [("draw", BLACK), ("draw", PURE_GREEN), ("draw", PURE_RED), ("erase", PURE_RED)]
    assert fired(states) == ["done"]


def test_nothing_that_cannot_be_taken_back_comes_without_a_hold():
    for chosen in profiles().values():
        for rule in chosen.rules:
            assert rule.action in LASTING or rule.hold >= 0.5


def test_own_profiles(home):
    (home / "profiles.toml").write_text(
        '[mine]\nsummary = "all fingers draw"\n'
        'gestures = [{ fingers = "11111", action = "draw", color = "#0a0b0c" }]\n'
    )
    assert play("open*10", "mine")[-1].color == (10, 11, 12)
    assert play("open*10", "mine")[-1].action is Action.draw
    assert profile("default").name == "default"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mine]\nx = 1\n", "'gestures' is missing"),
        ("mine = 3\n", "holds no gesture profiles"),
        ("[mine\n", "holds no gesture profiles"),
        ('[mine]\ngestures = [{ fingers = "0110", action = "draw" }]', "neither five of 0 and 1"),
        ('[mine]\ngestures = [{ fingers = "01100", action = "fly" }]', "'fly'"),
        ('[mine]\ngestures = [{ fingers = "01100", action = "clear" }]', "must be held for 0.5"),
        ('[m]\ngestures = [{ fingers = "01000", action = "draw", color = "sky" }]', "#rrggbb"),
    ],
)
def test_own_profiles_with_mistakes(home, text, said):
    (home / "profiles.toml").write_text(text)
    with pytest.raises(UserError, match=r"profiles\.toml") as caught:
        profile("mine")
    assert said in caught.value.message


def test_an_unknown_profile():
    with pytest.raises(UserError, match="default, pinch, code, readme"):
        profile("mine")

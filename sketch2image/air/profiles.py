"""What each finger pattern means: three vocabularies, as data.

`code` is what the original program does, `readme` what its documentation says it does; the two
contradict each other. `default` keeps drawing apart from choosing, and asks for a hold wherever a
slip would cost something.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import BLACK, Color

RED: Color = (255, 0, 0)
GREEN: Color = (0, 255, 0)
DARK_GREEN: Color = (0, 160, 0)
BLUE: Color = (0, 0, 255)

PALETTE: tuple[Color, ...] = (BLACK, RED, DARK_GREEN, BLUE)
"""Pen colors in the order `next_color` goes through them."""


class Action(StrEnum):
    """What a gesture does. The first four last while the gesture does, the others happen once."""

    lift = "lift"
    hover = "hover"
    draw = "draw"
    erase = "erase"
    next_color = "next color"
    undo = "undo"
    clear = "clear"
    done = "done"


LASTING = frozenset({Action.lift, Action.hover, Action.draw, Action.erase})


@dataclass(frozen=True)
class Rule:
    """One gesture.

    Attributes:
        fingers: thumb, index, middle, ring, pinky; 1 raised, 0 folded.
        action: what it does.
        hold: seconds it must be held before it does; 0 for actions that last.
        color: pen color it chooses, or None to keep the color.
    """

    fingers: tuple[int, int, int, int, int]
    action: Action
    hold: float = 0.0
    color: Color | None = None


@dataclass(frozen=True)
class Profile:
    """A vocabulary of gestures.

    Attributes:
        name: how it is chosen.
        rules: the gestures; patterns that are not listed move the pen without drawing.
        sticky: whether the pen draws with any raised index finger and keeps color and eraser until
            another gesture changes them.
    """

    name: str
    rules: tuple[Rule, ...]
    sticky: bool = False


FIST = (0, 0, 0, 0, 0)
ONE = (0, 1, 0, 0, 0)
TWO = (0, 1, 1, 0, 0)
THREE = (0, 1, 1, 1, 0)
FOUR = (0, 1, 1, 1, 1)
OPEN = (1, 1, 1, 1, 1)
THUMB_PINKY = (1, 0, 0, 0, 1)
THUMB_INDEX = (1, 1, 0, 0, 0)

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "default",
            (
                Rule(ONE, Action.draw),
                Rule(TWO, Action.hover),
                Rule(FIST, Action.lift),
                Rule(THREE, Action.next_color, hold=0.6),
                Rule(FOUR, Action.erase),
                Rule(OPEN, Action.done, hold=1.0),
                Rule(THUMB_PINKY, Action.undo, hold=0.5),
                Rule(THUMB_INDEX, Action.clear, hold=1.0),
            ),
        ),
        Profile(
            "code",
            (
                Rule(ONE, Action.draw, color=BLACK),
                Rule(TWO, Action.draw, color=GREEN),
                Rule(THREE, Action.draw, color=RED),
                Rule(FOUR, Action.erase),
                Rule(OPEN, Action.done, hold=0.5),
            ),
            sticky=True,
        ),
        Profile(
            "readme",
            (
                Rule(ONE, Action.done, hold=0.5),
                Rule(TWO, Action.draw, color=BLACK),
                Rule(THREE, Action.draw, color=GREEN),
                Rule(FOUR, Action.draw, color=RED),
                Rule(OPEN, Action.erase),
            ),
            sticky=True,
        ),
    )
}


def profile(name: str) -> Profile:
    """A vocabulary by name.

    Raises:
        UserError: no such profile.
    """
    try:
        return PROFILES[name]
    except KeyError:
        known = ", ".join(PROFILES)
        raise UserError(
            ErrorKind.input, f"unknown gesture profile {name!r}", f"Known: {known}."
        ) from None

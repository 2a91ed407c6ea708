"""What each pattern of fingers means: the vocabularies of `profiles.toml` and of the person."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import home
from sketch2image.core.sketch import BLACK, Color

OWN = "profiles.toml"
"""Name of the person's own profiles in the state folder."""

PINCH = "pinch"
"""The pattern of the tip of the thumb on the tip of the index finger."""

RED: Color = (255, 45, 15)
GREEN: Color = (30, 150, 120)
BLUE: Color = (15, 15, 195)

NAMED: dict[str, Color] = {"black": BLACK, "red": RED, "green": GREEN, "blue": BLUE}
"""Pen colors by name. Told apart with any color vision: no two of them, nor one and the white of
the canvas, come nearer than a CIE Lab difference of 40 for people without red, green or blue cones;
on white each has a contrast of at least 3.7 : 1."""

PALETTE: tuple[Color, ...] = tuple(NAMED.values())
"""Pen colors in the order `next_color` goes through them."""

WIDTHS = (5.0, 9.0, 15.0, 3.0)
"""Pen widths in pixels in the order `next_width` goes through them."""


class Action(StrEnum):
    """What a gesture does. The first four last while the gesture does, the others happen once."""

    lift = "lift"
    hover = "hover"
    draw = "draw"
    erase = "erase"
    next_color = "next color"
    next_width = "next width"
    undo = "undo"
    redo = "redo"
    clear = "clear"
    done = "done"


LASTING = frozenset({Action.lift, Action.hover, Action.draw, Action.erase})
SHORTEST_HOLD = 0.5
"""Least seconds of stillness before an action that happens once."""


@dataclass(frozen=True)
class Rule:
    """One gesture.

    Attributes:
        fingers: thumb, index, middle, ring, pinky, "1" raised, "0" folded; or `PINCH`.
        action: what it does.
        hold: seconds it must be held before it does; 0 for actions that last.
        color: pen color it chooses, or None to keep the color.
    """

    fingers: str
    action: Action
    hold: float = 0.0
    color: Color | None = None


@dataclass(frozen=True)
class Profile:
    """A vocabulary of gestures.

    Attributes:
        name: how it is chosen.
        rules: the gestures; patterns that are not listed move the pen without drawing.
        summary: one line for people.
        sticky: whether the pen draws with any raised index finger and keeps color and eraser until
            another gesture changes them.
    """

    name: str
    rules: tuple[Rule, ...]
    summary: str = ""
    sticky: bool = False

    @property
    def meanings(self) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
        """Each action once, by the first rule for it, with all patterns of fingers that mean it."""
        rows: dict[tuple[Action, Color | None], tuple[Rule, list[str]]] = {}
        for rule in self.rules:
            rows.setdefault((rule.action, rule.color), (rule, []))[1].append(rule.fingers)
        return tuple((rule, tuple(patterns)) for rule, patterns in rows.values())


def profiles() -> dict[str, Profile]:
    """The bundled vocabularies, then the person's own, by name.

    Raises:
        UserError: the person's file is not as it should be.
    """
    return _read(Path(__file__).with_name("profiles.toml")) | _read(home() / OWN)


def profile(name: str) -> Profile:
    """A vocabulary by name.

    Raises:
        UserError: no such profile, or the person's file is not as it should be.
    """
    known = profiles()
    if name not in known:
        raise UserError(
            ErrorKind.input, f"unknown gesture profile {name!r}", f"Known: {', '.join(known)}."
        )
    return known[name]


def _read(path: Path) -> dict[str, Profile]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: from_table(name, table) for name, table in tables.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise UserError(
            ErrorKind.input,
            f"{path} holds no gesture profiles: {reason}",
            "Write them as sketch2image/air/profiles.toml does, or delete the file.",
        ) from error


def from_table(name: str, table: dict[str, Any]) -> Profile:
    """A vocabulary from a table of `profiles.toml`.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: the table is not as it should be.
    """
    rules = tuple(_rule(f"{name}: ", row) for row in table["gestures"])
    return Profile(name, rules, str(table.get("summary", "")), bool(table.get("sticky", False)))


def to_table(profile: Profile) -> dict[str, Any]:
    """What `from_table` makes the same vocabulary of."""
    rows = [
        {"fingers": rule.fingers, "action": str(rule.action), "hold": rule.hold}
        | ({"color": "#{:02x}{:02x}{:02x}".format(*rule.color)} if rule.color else {})
        for rule in profile.rules
    ]
    return {"summary": profile.summary, "sticky": profile.sticky, "gestures": rows}


def _rule(place: str, row: dict[str, Any]) -> Rule:
    fingers, action, hold = row["fingers"], Action(row["action"]), float(row.get("hold", 0))
    if fingers != PINCH and (len(fingers) != 5 or set(fingers) - set("01")):
        raise ValueError(f"{place}fingers {fingers!r} is neither five of 0 and 1 nor {PINCH!r}")
    if action not in LASTING and not SHORTEST_HOLD <= hold <= 10:
        raise ValueError(f"{place}{action} must be held for {SHORTEST_HOLD} to 10 seconds")
    return Rule(fingers, action, hold, color(row["color"]) if "color" in row else None)


def color(text: str) -> Color:
    """RGB of "#rrggbb" or of a name of the palette.

    Raises:
        ValueError: it is neither.
    """
    if text in NAMED:
        return NAMED[text]
    digits = text.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"{text!r} is neither #rrggbb nor one of {', '.join(NAMED)}")
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue

"""What actions, fingers and colors are called."""

from __future__ import annotations

from collections.abc import Mapping

from sketch2image.core.sketch import Color
from sketch2image.engine.desktop.gestures import LASTING, PALETTE, PINCH, Action, Rule
from sketch2image.ui.words import N, tr

ACTIONS: Mapping[Action, str] = {
    Action.lift: N("Lift"),
    Action.hover: N("Move"),
    Action.draw: N("Draw"),
    Action.erase: N("Erase"),
    Action.next_color: N("Next color"),
    Action.next_width: N("Next width"),
    Action.undo: N("Undo"),
    Action.redo: N("Redo"),
    Action.clear: N("Clear"),
    Action.done: N("Search"),
}

FINGERS = (N("thumb"), N("index finger"), N("middle finger"), N("ring finger"), N("little finger"))

PENS: Mapping[Color, str] = dict(
    zip(PALETTE, (N("Black"), N("Red"), N("Green"), N("Blue")), strict=True)
)

MORE_COLORS: Mapping[Color, str] = {
    (230, 159, 0): N("Orange"),
    (86, 180, 233): N("Sky blue"),
    (0, 158, 115): N("Bluish green"),
    (240, 228, 66): N("Yellow"),
    (0, 114, 178): N("Deep blue"),
    (213, 94, 0): N("Vermilion"),
    (204, 121, 167): N("Purple"),
    (128, 128, 128): N("Gray"),
}
"""Okabe and Ito's colors, which people with any kind of color vision can tell apart, and gray."""


def color_name(color: Color) -> str:
    """A color in words, or as "#rrggbb" when it has no name here."""
    name = PENS.get(color) or MORE_COLORS.get(color)
    return tr(name) if name else "#{:02x}{:02x}{:02x}".format(*color)


def action_name(action: Action) -> str:
    """What an action is called in the language in force."""
    return tr(ACTIONS[action])


def fingers_name(fingers: str) -> str:
    """A pattern of fingers in words."""
    if fingers == PINCH:
        return tr("thumb and index finger touch")
    raised = [tr(name) for name, bit in zip(FINGERS, fingers, strict=True) if bit == "1"]
    if not raised:
        return tr("fist")
    return tr("open hand") if len(raised) == len(FINGERS) else ", ".join(raised)


def hold_name(rule: Rule) -> str:
    """How long a gesture must be held; empty for one that lasts."""
    return "" if rule.action in LASTING else tr("{seconds} s", seconds=f"{rule.hold:g}")

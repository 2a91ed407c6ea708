"""How a person draws, from options and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from sketch2image.air.setup import Setup, Side


def setup_from(
    profile: str = "", hand: str = "", color: str = "", width: float | None = None
) -> Setup:
    """The settings, with what options say in their place; "" and None leave a setting as it is.

    Raises:
        UserError: no such profile, color or hand.
    """
    from sketch2image.air.profiles import color as color_of
    from sketch2image.air.profiles import profile as profile_named
    from sketch2image.air.setup import Setup
    from sketch2image.core.settings import load

    settings = load()
    try:
        ink = color_of(color or settings.color)
    except ValueError as error:
        hint = "Write it like #cc2200, or name one."
        raise UserError(ErrorKind.input, f"no such color: {error}", hint) from error
    return Setup(
        profile_named(profile or settings.profile),
        chosen_side(hand),
        settings.palm,
        ink,
        settings.width if width is None else width,
    )


def chosen_side(hand: str) -> Side:
    """The hand that may draw: the one named, else that of the settings.

    Raises:
        UserError: it is neither any, left nor right.
    """
    from sketch2image.core.settings import load

    sides: dict[str, Side] = {"any": "any", "left": "left", "right": "right"}
    side = sides.get(hand or load().hand)
    if side is None:
        raise UserError(ErrorKind.input, f"no such hand: {hand!r}", f"Known: {', '.join(sides)}.")
    return side

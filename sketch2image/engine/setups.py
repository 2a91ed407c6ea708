"""How a person draws, from the settings and what was said besides."""

from __future__ import annotations

from sketch2image.air.profiles import color as color_of
from sketch2image.air.profiles import profile as profile_named
from sketch2image.air.profiles import profiles
from sketch2image.air.setup import Setup, Side
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.settings import load

__all__ = ["Setup", "Side", "chosen_side", "profile_names", "setup_from"]


def setup_from(
    profile: str = "", hand: str = "", color: str = "", width: float | None = None
) -> Setup:
    """The settings, with what was said in their place; "" and None leave a setting as it is.

    Raises:
        UserError: no such profile, color or hand.
    """
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
    sides: dict[str, Side] = {"any": "any", "left": "left", "right": "right"}
    side = sides.get(hand or load().hand)
    if side is None:
        raise UserError(ErrorKind.input, f"no such hand: {hand!r}", f"Known: {', '.join(sides)}.")
    return side


def profile_names() -> tuple[str, ...]:
    """Names of the vocabularies of gestures, bundled ones first.

    Raises:
        UserError: the person's own file of them is not as it should be.
    """
    return tuple(profiles())

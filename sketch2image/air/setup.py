"""How a person draws: everything besides the hand itself that decides the strokes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sketch2image.air.profiles import Profile
from sketch2image.air.profiles import profile as profile_named
from sketch2image.core.sketch import BLACK, Color

Side = Literal["any", "left", "right"]

PEN_WIDTH = 5.0


@dataclass(frozen=True)
class Setup:
    """Choices of one person.

    Attributes:
        profile: the gesture vocabulary.
        hand: which hand may draw.
        palm: length of the palm where the person draws, as a fraction of the picture's width; 0
            when it was never measured. See `air.calibration`.
        color: RGB of the pen to begin with.
        width: of the pen to begin with, in pixels of the canvas.
    """

    profile: Profile = field(default_factory=lambda: profile_named("default"))
    hand: Side = "any"
    palm: float = 0.0
    color: Color = BLACK
    width: float = PEN_WIDTH

"""What a window must know of hands and of what they can say."""

from __future__ import annotations

from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import CHAINS, KNUCKLES, TIPS, Hand
from sketch2image.air.profiles import LASTING, PALETTE, PINCH, WIDTHS, Action, Profile, Rule

__all__ = [
    "CHAINS",
    "KNUCKLES",
    "LASTING",
    "PALETTE",
    "PINCH",
    "TIPS",
    "WIDTHS",
    "Action",
    "GestureState",
    "Hand",
    "Profile",
    "Rule",
]

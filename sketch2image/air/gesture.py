"""From finger states to what the pen does: debounced, back-dated, and held where it matters."""

from __future__ import annotations

from dataclasses import dataclass

from sketch2image.air.fingers import Fingers
from sketch2image.air.hand import INDEX
from sketch2image.air.profiles import LASTING, PALETTE, Action, Profile, Rule
from sketch2image.core.sketch import BLACK, Color

CONFIRM_FRAMES = 2
"""Frames in a row that a new gesture, or one that comes back, must be seen in before it counts."""

CONFIRM_SECONDS = 0.09
"""Seconds a new gesture must last before it counts; it then counts from its first frame on."""

LOST_SECONDS = 0.15
"""The same for a hand that is not seen."""

_NOWHERE = (0, 0, 0, 0, 0)
_LOST = Rule(_NOWHERE, Action.lift)
_HOVER = Rule(_NOWHERE, Action.hover)


@dataclass(frozen=True)
class GestureState:
    """What the hand means after one more frame.

    Attributes:
        action: what the pen does now: lift, hover, draw or erase.
        color: RGB of the pen.
        since: time in seconds from which `action` holds.
        settled: False while another gesture may be beginning; what is seen then belongs to this
            action only if it comes back.
        fired: an action that happens now, once.
        pending: an action being held that has not happened yet.
        progress: how much of its hold has passed, 0..1.
    """

    action: Action
    color: Color
    since: float
    settled: bool = True
    fired: Action | None = None
    pending: Action | None = None
    progress: float = 0.0


class GestureMachine:
    """Follows the gestures of one hand.

    Args:
        profile: the vocabulary.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._rules = {rule.fingers: rule for rule in profile.rules}
        self._color: Color = BLACK
        self._tool = Action.draw
        self._rule = self._candidate = self._last = _LOST
        self._since = self._candidate_since = 0.0
        self._streak = 0
        self._spent = False

    def update(self, fingers: Fingers | None, time: float) -> GestureState:
        """Take the fingers of one frame (None: no hand) at `time` seconds, in order."""
        settled = self._debounce(self._meaning(fingers), fingers is None, time)
        fired = self._fire(time) if settled else None
        return GestureState(
            action=self._rule.action if self._rule.action in LASTING else Action.hover,
            color=self._color,
            since=self._since,
            settled=settled,
            fired=fired,
            pending=self._rule.action if self._waiting else None,
            progress=self._progress(time),
        )

    @property
    def _waiting(self) -> bool:
        return self._rule.action not in LASTING and not self._spent

    def _meaning(self, fingers: Fingers | None) -> Rule:
        if fingers is None:
            return _LOST
        raised = fingers.raised
        known = self._rules.get((raised[0], raised[1], raised[2], raised[3], raised[4]))
        if known is not None or not self._profile.sticky:
            return known or _HOVER
        return Rule(_NOWHERE, self._tool) if raised[INDEX] else _LOST

    def _debounce(self, rule: Rule, lost: bool, time: float) -> bool:
        self._streak = self._streak + 1 if _same(rule, self._last) else 1
        self._last = rule
        if _same(rule, self._rule):
            if self._streak >= CONFIRM_FRAMES:
                self._candidate = self._rule
            return _same(self._candidate, self._rule)
        if not _same(rule, self._candidate):
            self._candidate, self._candidate_since = rule, time
        if self._streak < CONFIRM_FRAMES or time - self._candidate_since < _wait(lost):
            return False
        self._begin(rule)
        return True

    def _begin(self, rule: Rule) -> None:
        self._rule, self._since, self._spent = rule, self._candidate_since, False
        if rule.action in (Action.draw, Action.erase):
            self._tool = rule.action
            self._color = rule.color or self._color

    def _fire(self, time: float) -> Action | None:
        if not self._waiting or self._progress(time) < 1:
            return None
        self._spent = True
        if self._rule.action is Action.next_color:
            self._color = PALETTE[(PALETTE.index(self._color) + 1) % len(PALETTE)]
        return self._rule.action

    def _progress(self, time: float) -> float:
        if not self._waiting:
            return 0.0
        return min(1.0, (time - self._since) / self._rule.hold) if self._rule.hold else 1.0


def _same(a: Rule, b: Rule) -> bool:
    return (a.action, a.color) == (b.action, b.color)


def _wait(lost: bool) -> float:
    return LOST_SECONDS if lost else CONFIRM_SECONDS

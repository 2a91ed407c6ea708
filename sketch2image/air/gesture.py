"""From finger states to what the pen does: debounced, back-dated, and held where it matters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from sketch2image.air.fingers import Fingers
from sketch2image.air.hand import INDEX
from sketch2image.air.profiles import LASTING, PALETTE, PINCH, WIDTHS, Action, Profile, Rule
from sketch2image.air.setup import PEN_WIDTH
from sketch2image.air.suspicion import Suspicion
from sketch2image.core.sketch import BLACK, Color

RISE, FALL = 0.6, 0.4
"""A folded finger counts as raised above the one, a raised one as folded below the other."""

CONFIRM_SECONDS = 0.09
"""Seconds a new gesture must last before it counts; it then counts from its first frame on."""

LOST_SECONDS = 0.25
"""Seconds without a hand after which the pen is lifted."""

FAST = 20.0
"""Palm lengths a second at which blurred fingers do not tell whether a stroke begins or a fist is
made; people slow down for both, and draw at 2 to 10."""

STILL = 2.0
"""Palm lengths a second above which a hold begins anew."""

_T = TypeVar("_T")
_NOWHERE = "-----"
_LOST = Rule(_NOWHERE, Action.lift)
_HOVER = Rule(_NOWHERE, Action.hover)
_INK = frozenset({Action.draw, Action.erase})


@dataclass(frozen=True)
class GestureState:
    """What the hand means after one more frame.

    Attributes:
        action: what the pen does now: lift, hover, draw or erase.
        color: RGB of the pen.
        width: of the pen in pixels.
        pinched: whether the pen is between thumb and index finger instead of the index fingertip.
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
    width: float = PEN_WIDTH
    pinched: bool = False
    settled: bool = True
    fired: Action | None = None
    pending: Action | None = None
    progress: float = 0.0


class GestureMachine:
    """Follows the gestures of one hand.

    Args:
        profile: the vocabulary.
        color: RGB of the pen to begin with.
        width: of the pen to begin with, in pixels.

    Attributes:
        color: RGB of the pen now.
        width: of the pen now, in pixels.
    """

    def __init__(self, profile: Profile, color: Color = BLACK, width: float = PEN_WIDTH) -> None:
        self._profile = profile
        self._rules = {rule.fingers: rule for rule in profile.rules}
        self.color, self.width = color, width
        self._tool = Action.draw
        self._rule = _LOST
        self._end, self._next = Suspicion(), Suspicion()
        self._since = self._time = self._moved = 0.0
        self._spent = False
        self._pattern = _NOWHERE
        self._pinched = False

    def update(self, fingers: Fingers | None, time: float, speed: float = 0.0) -> GestureState:
        """Take one frame.

        Args:
            fingers: what is seen; None for no hand.
            time: seconds, increasing.
            speed: of the hand in palm lengths a second.
        """
        if speed > STILL:
            self._moved = time
        rule = self._meaning(fingers)
        passed, self._time = time - self._time, time
        settled = self._debounce(rule, passed * _worth(rule, fingers is None, speed), time)
        fired = self._fire(time) if settled else None
        return GestureState(
            action=self._rule.action if self._rule.action in LASTING else Action.hover,
            color=self.color,
            width=self.width,
            pinched=self._rule.fingers == PINCH,
            since=self._since,
            settled=settled,
            fired=fired,
            pending=self._rule.action if self._waiting else None,
            progress=self._progress(time),
        )

    def choose(self, action: Action) -> None:
        """Take the next color or width; other actions change nothing here."""
        if action is Action.next_color:
            self.color = _after(self.color, PALETTE)
        elif action is Action.next_width:
            self.width = _after(self.width, WIDTHS)

    @property
    def _waiting(self) -> bool:
        return self._rule.action not in LASTING and not self._spent

    def _meaning(self, fingers: Fingers | None) -> Rule:
        if fingers is None:
            self._pattern, self._pinched = _NOWHERE, False
            return _LOST
        self._pattern = _steady(fingers, self._pattern)
        self._pinched = fingers.pinch > (FALL if self._pinched else RISE)
        if self._pinched and PINCH in self._rules:
            return self._rules[PINCH]
        known = self._rules.get(self._pattern)
        if known is not None or not self._profile.sticky:
            return known or _HOVER
        return replace(_HOVER, action=self._tool) if self._pattern[INDEX] == "1" else _LOST

    def _debounce(self, rule: Rule, weight: float, time: float) -> bool:
        """Take one reading; whether all is clear after it."""
        if _same(rule, self._rule):
            self._end.deny()
            self._next.deny()
            return not self._next.is_open
        self._end.support("end", weight, time)
        self._next.support((rule.action, rule.color), weight, time)
        if self._next.is_proven:
            self._begin(rule, self._next.since)
        elif self._end.is_proven and self._rule.action in _INK:
            self._begin(_HOVER if rule.action in _INK else rule, self._end.since)
        if not _same(rule, self._rule):
            return False
        self._next.close()
        return True

    def _begin(self, rule: Rule, since: float) -> None:
        self._rule, self._since, self._spent = rule, since, False
        self._end.close()
        if rule.action in _INK:
            self._tool = rule.action
            self.color = rule.color or self.color

    def _fire(self, time: float) -> Action | None:
        if not self._waiting or self._progress(time) < 1:
            return None
        self._spent = True
        self.choose(self._rule.action)
        return self._rule.action

    def _progress(self, time: float) -> float:
        if not self._waiting:
            return 0.0
        return min(1.0, (time - max(self._since, self._moved)) / self._rule.hold)


def _steady(fingers: Fingers, before: str) -> str:
    """The pattern with hysteresis; a hand that was not seen before is read at one half."""
    limits = {"0": RISE, "1": FALL, "-": 0.5}
    rows = zip(fingers.probability, before, strict=True)
    return "".join("1" if p > limits[was] else "0" for p, was in rows)


def _after(value: _T, values: tuple[_T, ...]) -> _T:
    """The value after this one, round and round; the first after one that is not among them."""
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]


def _same(a: Rule, b: Rule) -> bool:
    return (a.action, a.color) == (b.action, b.color)


def _worth(rule: Rule, lost: bool, speed: float) -> float:
    """What a reading counts for each second it lasts; 1 in all is enough."""
    if lost:
        return 1 / LOST_SECONDS
    blurs = rule.action in _INK or rule.action is Action.lift or rule.fingers == _NOWHERE
    return (max(0.0, 1 - speed / FAST) if blurs else 1.0) / CONFIRM_SECONDS

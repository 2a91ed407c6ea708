"""The gestures that draw, each as a hand with what it does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from sketch2image.engine.desktop.gestures import Rule
from sketch2image.ui import theme
from sketch2image.ui.canvas.glyph import SIDE, paint_hand
from sketch2image.ui.canvas.names import action_name, color_name, fingers_name, hold_name
from sketch2image.ui.words import bind, tr

_SCALE = 2.0


class HandsPage(QFrame):
    """One row a gesture.

    Args:
        rules: the gestures.
        mirrored: whether a left hand is drawn.
    """

    def __init__(self, rules: Sequence[Rule], mirrored: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, theme.MARGIN, 16, theme.MARGIN)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(theme.MARGIN)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        for index, rule in enumerate(rules):
            row, half = divmod(index, 2)
            grid.addWidget(Hand(rule, mirrored), row, 2 * half)
            grid.addWidget(_meaning(rule), row, 2 * half + 1)


class Hand(QWidget):
    """A hand that makes a gesture.

    Args:
        rule: the gesture.
        mirrored: whether it is a left hand.
    """

    def __init__(self, rule: Rule, mirrored: bool) -> None:
        super().__init__()
        self._rule, self._mirrored = rule, mirrored
        side = round(SIDE * _SCALE)
        self.setFixedSize(QSize(side, side))
        bind(self, lambda: self.setAccessibleName(fingers_name(rule.fingers)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The hand, large."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_SCALE, _SCALE)
        inks = {"raised": theme.color("accent"), "palm": theme.color("edge")}
        paint_hand(painter, QPointF(0, 0), self._rule.fingers, inks, self._mirrored)
        painter.end()


def _meaning(rule: Rule) -> QWidget:
    what, how = QLabel(), QLabel(wordWrap=True)
    what.setProperty("role", "heading")
    how.setProperty("role", "soft")

    def translate() -> None:
        what.setText(_what(rule))
        how.setText(_how(rule))

    bind(what, translate)
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addStretch(1)
    column.addWidget(what)
    column.addWidget(how)
    column.addStretch(1)
    return both


def _what(rule: Rule) -> str:
    action = action_name(rule.action)
    return f"{action}, {color_name(rule.color)}" if rule.color else action


def _how(rule: Rule) -> str:
    fingers, hold = fingers_name(rule.fingers), hold_name(rule)
    return tr("{fingers}, held for {time}", fingers=fingers, time=hold) if hold else fingers

"""A slider that leaves out what is too little alike; the band of weak scores is marked on it."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider

from sketch2image.core.types import Match
from sketch2image.ui import theme
from sketch2image.ui.words import bind, tr

STEPS = 100
"""Positions of the slider in a score of 1."""

_GROOVE = 6
_KNOB = 8


class Relevance(QSlider):
    """Its value is a score in hundredths; what lies left of it is left out."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._mark: float | None = None
        self.setPageStep(5)
        self.setMinimumWidth(120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bind(self, self._name)

    @property
    def score(self) -> float:
        """Lowest score that is kept; below all scores at the left end."""
        return -1.0 if self.value() == self.minimum() else self.value() / STEPS

    @property
    def weak_share(self) -> float:
        """How much of the groove, from the left, the weak band takes up, 0..1."""
        return 0.0 if self._mark is None else self._share(self._mark * STEPS)

    def fit(self, matches: Sequence[Match], mark: float | None) -> None:
        """Reach from the lowest score to the highest.

        Args:
            matches: best first.
            mark: score below which they are weak; None where it is not known.
        """
        self._mark = mark
        at_end = self.value() == self.minimum()
        scores = [match.score for match in matches] or [0.0, 1.0]
        low, high = floor(min(scores) * STEPS), floor(max(scores) * STEPS)
        self.setRange(low, max(high, low + 1))
        if at_end:
            self.setValue(low)
        self.setEnabled(bool(matches))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """See `QSlider`."""
        return QSize(160, 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Groove, weak band, what is kept, and the knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove, knob = self._groove(), self._share(self.value())
        _bar(painter, groove, 0, 1, "line")
        if self.isEnabled():
            _bar(painter, groove, knob, 1, "accent")
            self._paint_band(painter, groove)
        self._paint_knob(painter, QPointF(self._x(knob), groove.center().y()))
        painter.end()

    def _paint_band(self, painter: QPainter, groove: QRectF) -> None:
        share = self.weak_share
        if not share:
            return
        _bar(painter, groove, 0, share, "weak")
        end = self._x(share)
        painter.setPen(QPen(theme.color("weak"), 2))
        painter.drawLine(QPointF(end, groove.top() - 4), QPointF(end, groove.bottom() + 4))
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_knob(self, painter: QPainter, center: QPointF) -> None:
        painter.setBrush(theme.color("accent" if self.isEnabled() else "off"))
        painter.setPen(QPen(theme.color("card"), 2))
        painter.drawEllipse(center, _KNOB, _KNOB)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawEllipse(center, _KNOB + 2, _KNOB + 2)

    def _groove(self) -> QRectF:
        middle = self.height() / 2
        width = self.width() - 2 * (_KNOB + 3)
        return QRectF(_KNOB + 3, middle - _GROOVE / 2, width, _GROOVE)

    def _share(self, value: float) -> float:
        share = (value - self.minimum()) / (self.maximum() - self.minimum())
        return min(1.0, max(0.0, share))

    def _x(self, share: float) -> float:
        groove = self._groove()
        return groove.left() + share * groove.width()

    def _name(self) -> None:
        self.setAccessibleName(tr("Relevance"))
        self.setToolTip(
            tr("Leaves out matches with a lower score. Those in the marked band are weak.")
        )


def _bar(painter: QPainter, groove: QRectF, start: float, end: float, color: str) -> None:
    left, width = groove.left() + start * groove.width(), (end - start) * groove.width()
    painter.setBrush(theme.color(color))
    painter.drawRoundedRect(QRectF(left, groove.top(), width, _GROOVE), _GROOVE / 2, _GROOVE / 2)

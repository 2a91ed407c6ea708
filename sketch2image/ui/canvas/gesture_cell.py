"""One gesture of the legend: the hand, what it does, how long it must be held."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sketch2image.engine.desktop.gestures import GestureState, Rule
from sketch2image.ui import theme
from sketch2image.ui.canvas.glyph import SIDE, paint_hand
from sketch2image.ui.canvas.names import action_name, color_name, fingers_name, hold_name
from sketch2image.ui.words import bind, tr

_HEIGHT, _PAD, _GAP = 38, 6, 6
_DOT, _LINE = 4.0, 15
_PALE = 0.36
"""Part of the ink in the color of the palm."""

_SMALL = 0.88
"""Size of the text for times, of the text of names."""


class GestureCell(QWidget):
    """Lights up while its gesture is shown, and fills while it is held.

    Args:
        rule: what it does.
        patterns: fingers of each hand that means it.
        mirrored: whether a left hand is drawn.
    """

    def __init__(
        self,
        rule: Rule,
        patterns: tuple[str, ...],
        mirrored: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rule = rule
        self._patterns, self._mirrored = patterns, mirrored
        self._short = False
        self.is_lit, self.progress = False, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        bind(self, self._name)

    def follow(self, state: GestureState | None) -> None:
        """Take what the hand says now; None for no hand."""
        lit = state is not None and self._is_meant(state)
        progress = state.progress if lit and state and state.pending else 0.0
        if (lit, progress) != (self.is_lit, self.progress):
            self.is_lit, self.progress = lit, progress
            self.update()

    def shorten(self, wanted: bool) -> None:
        """Show the first hand alone, without words."""
        self._short = wanted
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as its hands and words."""
        if self._short:
            return QSize(round(SIDE) + _PAD, _HEIGHT)
        return QSize(round(self._words_left() + self._words_width()) + _PAD + 2, _HEIGHT)

    minimumSizeHint = sizeHint  # noqa: N815

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Ground, hands, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        left = (self.width() - SIDE) / 2 if self._short else _PAD / 2
        for pattern in self._patterns[: 1 if self._short else None]:
            corner = QPointF(left, (self.height() - SIDE) / 2)
            paint_hand(painter, corner, pattern, self._inks(), self._mirrored)
            left += SIDE
        if not self._short:
            self._paint_color(painter)
            self._paint_words(painter)
        painter.end()

    def _is_meant(self, state: GestureState) -> bool:
        if self.rule.action is not (state.pending or state.action):
            return False
        return self.rule.color is None or self.rule.color == state.color

    def _inks(self) -> dict[str, QColor]:
        raised, ground = ("accent", "accent_soft") if self.is_lit else ("text", "window")
        ink = theme.color(raised)
        return {"raised": ink, "palm": _mixed(ink, theme.color(ground))}

    def _words_left(self) -> float:
        dot = 2 * _DOT + 4 if self.rule.color else 0
        return _PAD / 2 + SIDE * len(self._patterns) + _GAP + dot

    def _words_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(action_name(self.rule.action))

    def _paint_ground(self, painter: QPainter) -> None:
        if not self.is_lit:
            return
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)
        painter.fillPath(shape, theme.color("accent_soft"))
        if self.progress:
            painter.setClipPath(shape)
            fill = theme.color("accent")
            fill.setAlpha(60)
            painter.fillRect(QRectF(0, 0, self.width() * self.progress, self.height()), fill)
            painter.setClipping(False)

    def _paint_color(self, painter: QPainter) -> None:
        if self.rule.color:
            painter.setBrush(QColor(*self.rule.color))
            painter.setPen(theme.color("edge"))
            place = QPointF(self._words_left() - _DOT - 4, self.height() / 2)
            painter.drawEllipse(place, _DOT, _DOT)

    def _paint_words(self, painter: QPainter) -> None:
        left, middle = self._words_left(), Qt.AlignmentFlag.AlignVCenter
        hold = hold_name(self.rule)
        place = QRectF(left, 0, self.width() - left, self.height())
        if hold:
            place = QRectF(left, self.height() / 2 - _LINE, place.width(), _LINE)
        painter.setPen(theme.color("accent" if self.is_lit else "text"))
        painter.drawText(place, middle, action_name(self.rule.action))
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        painter.setFont(font)
        painter.setPen(theme.color("accent" if self.is_lit else "soft"))
        painter.drawText(place.translated(0, _LINE), middle, hold)

    def _name(self) -> None:
        name, hold = action_name(self.rule.action), hold_name(self.rule)
        if self.rule.color:
            name = f"{name} ({color_name(self.rule.color)})"
        hands = tr(" or ").join(map(fingers_name, self._patterns))
        line = tr("{action}: {hand}", action=name, hand=hands)
        if hold:
            line = tr("{line}, held still for {time}", line=line, time=hold)
        self.setToolTip(line)
        self.setAccessibleName(line)
        self.updateGeometry()
        self.update()


def _mixed(ink: QColor, ground: QColor) -> QColor:
    def part(of_ink: int, of_ground: int) -> int:
        return round(_PALE * of_ink + (1 - _PALE) * of_ground)

    red, green = part(ink.red(), ground.red()), part(ink.green(), ground.green())
    return QColor(red, green, part(ink.blue(), ground.blue()))

"""The guided first drawing: a card that stands in the window and never in the way."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from sketch2image.ui import theme, words
from sketch2image.ui.model.tour import STEPS, Step, TourModel
from sketch2image.ui.parts import card, dress, in_row, label, push
from sketch2image.ui.tour.steps import PAGES
from sketch2image.ui.words import N, tr

_WIDTH = 440


class Tour(QFrame):
    """Shows the step of the tour; hidden when there is none.

    Args:
        tour: how far it is.

    Signals:
        galleries_wanted: the person wants to add pictures of their own.
        moved: the card has another size, or came up: its place has to be found anew.
    """

    galleries_wanted = Signal()
    moved = Signal()

    def __init__(self, tour: TourModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tour = tour
        self.title, self.text = label(role="heading"), label()
        self.count = label(role="caption")
        for line in (self.title, self.count):
            line.setWordWrap(False)
        self.dots = _Dots()
        self.back = push(N("Back"), tour.back)
        self.skip = push(N("Skip"), tour.end, kind="quiet", about=_SKIP)
        self.extra = push(N("Next"), self._do_extra, kind="primary")
        self.go_on = push(N("Next"), self._go_on)
        self._lay_out()
        tour.changed.connect(self._refresh)
        words.bind(self, self._refresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves the tour, Enter presses the button it is on."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._tour.end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focused, QPushButton
        ):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setFixedWidth(_WIDTH)
        self._buttons = (self.skip, self.back, self.go_on, self.extra)
        frame, inside = card()
        inside.addLayout(in_row(self.title, None, self.count, self.dots))
        inside.addWidget(self.text)
        inside.addLayout(in_row(None, *self._buttons))
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)

    def _refresh(self) -> None:
        step = self._tour.step
        self.setVisible(step is not None)
        if step is not None:
            self._show(step)
        self.moved.emit()

    def _show(self, step: Step) -> None:
        page, number = PAGES[step], self._tour.number
        self.title.setText(tr(page.title))
        self.text.setText(tr(page.text))
        self.count.setText(tr("{number} of {all}", number=number + 1, all=len(STEPS)))
        self.count.setVisible(number >= 0)
        self.dots.show_step(number)
        self.back.setVisible(number > 0)
        self.skip.setVisible(number < len(STEPS) - 1)
        self.skip.setText(tr("Not now") if step is Step.offer else tr("Skip"))
        for button, text in ((self.go_on, page.go_on), (self.extra, page.extra)):
            button.setText(tr(text) if text else "")
            button.setAccessibleName(button.text())
            button.setVisible(bool(text))
        dress(self.go_on, kind="" if page.extra else "primary")
        self.adjustSize()

    def _go_on(self) -> None:
        if self._tour.step is Step.offer:
            self._tour.begin()
        else:
            self._tour.next()

    def _do_extra(self) -> None:
        if self._tour.step is Step.begin:
            self._tour.start_camera()
        else:
            self.galleries_wanted.emit()
            self._tour.end()


_SKIP = N("Leave the tour; it stays under Help.")


class _Dots(QWidget):
    """A dot for each step, those that were reached filled."""

    _SIZE, _GAP = 8, 6

    def __init__(self) -> None:
        super().__init__()
        self._number = -1
        self.setFixedSize(QSize(len(STEPS) * (self._SIZE + self._GAP), self._SIZE + 2))

    def show_step(self, number: int) -> None:
        self._number = number
        self.setVisible(number >= 0)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(len(STEPS)):
            painter.setBrush(theme.color("accent" if number <= self._number else "line"))
            painter.drawEllipse(number * (self._SIZE + self._GAP), 1, self._SIZE, self._SIZE)

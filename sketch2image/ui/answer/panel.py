"""The answer: the right half of the window."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from sketch2image.ui import theme
from sketch2image.ui.answer.empty import Empty
from sketch2image.ui.answer.head import Head
from sketch2image.ui.answer.looking import Looking
from sketch2image.ui.answer.matches import Matches
from sketch2image.ui.answer.past import Past
from sketch2image.ui.answer.picture import PictureCard
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.files import FilesModel
from sketch2image.ui.model.history import HistoryModel
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.words import N

LEAST_WIDTH = 480


class AnswerPanel(QWidget):
    """Caption, picture, matches and past drawings.

    Args:
        asking: asks and has the answer.
        files: saves, copies and opens.
        phone: gets pictures.
        history: past drawings.
        drawing: what is asked about.

    Signals:
        galleries_wanted: there is nothing to search; the person wants to add pictures.
    """

    galleries_wanted = Signal()

    def __init__(
        self,
        asking: AskingModel,
        files: FilesModel,
        phone: PhoneModel,
        history: HistoryModel,
        drawing: DrawingModel,
    ) -> None:
        super().__init__()
        self._asking, self._drawing = asking, drawing
        self.head, self.looking = Head(asking), Looking(asking)
        self.picture = PictureCard(asking, files, phone)
        self.matches, self.past = Matches(asking, files, phone), Past(history)
        self.nothing = Empty(
            "pen",
            N("Nothing drawn yet"),
            N("Draw at the left with a finger in the air, or with the mouse. Then press Search."),
        )
        self.unasked = Empty("search", N("Ready to search"), N("Press Search, or the Enter key."))
        self._pages, self._scroll, self._content = QStackedWidget(), QScrollArea(), QWidget()
        self._build()
        for changed in (asking.changed, asking.answered, asking.found, drawing.committed):
            changed.connect(self._turn)
        asking.found.connect(self._scroll_to_top)
        self.matches.reached.connect(self._bring_into_sight)
        self.matches.galleries_wanted.connect(self.galleries_wanted)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The picture leaves room for the matches."""
        super().resizeEvent(event)
        self.picture.photo.fit_height(event.size().height())

    def save_sheet(self) -> None:
        """Ask where the contact sheet of the answer goes."""
        self.picture.save_sheet()

    def save_strip(self) -> None:
        """Ask where the strip of the answer goes."""
        self.picture.save_strip()

    def _build(self) -> None:
        self.setMinimumWidth(LEAST_WIDTH)
        self._fill()
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setStyleSheet("QScrollArea { border: none; }")
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for page in (self.nothing, self.unasked, self._scroll):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.MARGIN, 0, theme.SPACING)
        column.setSpacing(theme.SPACING)
        column.addLayout(_beside_bar(self.head, self.looking))
        column.addWidget(self._pages, 1)
        column.addLayout(_beside_bar(self.matches.bar, self.past))

    def _fill(self) -> None:
        self._content.setProperty("kind", "page")
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.MARGIN)
        column.addWidget(self.picture)
        column.addWidget(self.matches)
        column.addStretch(1)

    def _turn(self) -> None:
        """Show the answer, or what to do for one."""
        if self._asking.result is not None or self._asking.finding is not None:
            self._pages.setCurrentWidget(self._scroll)
        else:
            self._pages.setCurrentWidget(self.nothing if self._drawing.is_empty else self.unasked)

    def _scroll_to_top(self) -> None:
        """What was found, and the way back, begin there."""
        self._scroll.verticalScrollBar().setValue(0)

    def _bring_into_sight(self, place: QRect) -> None:
        at = self.matches.mapTo(self._content, place.center())
        self._scroll.ensureVisible(at.x(), at.y(), 0, place.height() // 2 + theme.SPACING)


def _beside_bar(*parts: QWidget) -> QVBoxLayout:
    """Parts as wide as what scrolls; the scroll bar has the margin to itself."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, theme.MARGIN, 0)
    column.setSpacing(theme.SPACING)
    for part in parts:
        column.addWidget(part)
    return column

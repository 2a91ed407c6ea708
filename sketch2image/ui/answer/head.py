"""What the drawing was taken for, how sure that is, and the buttons that ask."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sketch2image.engine.request import Result
from sketch2image.ui import theme
from sketch2image.ui.answer.guesses import Guesses
from sketch2image.ui.answer.naming import title
from sketch2image.ui.answer.prompt_field import PromptField
from sketch2image.ui.answer.status import Status
from sketch2image.ui.elided import Elided
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.parts import dress, in_row
from sketch2image.ui.words import bind, tr


class Head(QFrame):
    """Name, prompt, "did you mean", and how the answer stands.

    Args:
        asking: what it shows and asks.
    """

    def __init__(self, asking: AskingModel) -> None:
        super().__init__()
        self._asking = asking
        self.name, self.confidence = Elided(), QLabel()
        self.prompt, self.guesses = PromptField(asking), Guesses(asking)
        self.search, self.live = QPushButton(), QPushButton()
        self.status = Status(asking)
        self._build()
        self.search.clicked.connect(self._search)
        self.live.clicked.connect(asking.set_live)
        asking.changed.connect(self._show)
        asking.answered.connect(self._show)
        QWidget.setTabOrder(self.search, self.live)
        bind(self, self._show)

    def _build(self) -> None:
        self.setProperty("kind", "card")
        self.name.setProperty("role", "title")
        self.confidence.setProperty("kind", "chip")
        self.confidence.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.live.setCheckable(True)
        self.live.setIcon(theme.icon("live"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addLayout(self._top())
        for part in (self.prompt, self.guesses, self.status):
            column.addWidget(part)

    def _top(self) -> QHBoxLayout:
        return in_row(self.name, self.confidence, None, self.live, self.search)

    def _search(self) -> None:
        if self._asking.is_busy:
            self._asking.cancel()
        else:
            self.prompt.commit()
            self._asking.ask()

    def _show(self) -> None:
        asking, result = self._asking, self._asking.result
        self.name.say(title(result) if result is not None else tr("What is it?"))
        self.name.setEnabled(result is not None and not (asking.is_stale and not asking.live))
        self.confidence.setVisible(result is not None)
        if result is not None:
            self._show_confidence(result)
        self._show_buttons()

    def _show_confidence(self, result: Result) -> None:
        caption = result.caption
        if result.request.prompt:
            dress(self.confidence, state="off")
            self.confidence.setText(tr("as you said"))
            self.confidence.setToolTip(tr("This is rendered because you said so."))
            return
        dress(self.confidence, state="ok" if caption.sure else "weak")
        sure = f"{caption.score:.0%}"
        text = tr("{share} sure", share=sure) if caption.sure else tr("unsure, {share}", share=sure)
        self.confidence.setText(text)
        self.confidence.setToolTip(tr("How likely the drawing shows this."))

    def _show_buttons(self) -> None:
        is_busy = self._asking.is_busy
        self.search.setText(tr("Cancel") if is_busy else tr("Search"))
        self.search.setIcon(theme.icon("cancel") if is_busy else theme.icon("search", "on_accent"))
        self.search.setToolTip(tr("Esc") if is_busy else tr("Name, render and search (Enter)"))
        self.search.setAccessibleName(self.search.text())
        dress(self.search, kind="" if is_busy else "primary")
        self.live.setText(tr("Live"))
        self.live.setAccessibleName(tr("Live"))
        self.live.setChecked(self._asking.live)
        self.live.setToolTip(tr("The answer follows the drawing, stroke by stroke."))

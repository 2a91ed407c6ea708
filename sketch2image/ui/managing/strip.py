"""Long work on one line: how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sketch2image.core.errors import UserError
from sketch2image.core.progress import Progress
from sketch2image.ui import words
from sketch2image.ui.amounts import sentence
from sketch2image.ui.model.work import State
from sketch2image.ui.model.working import Outcome, WorkingModel
from sketch2image.ui.parts import card, dress, in_row, label, push
from sketch2image.ui.progress_bar import ProgressBar
from sketch2image.ui.words import N, tr


@dataclass(frozen=True)
class Wording:
    """How the work of one model is put into words.

    Attributes:
        progress: words of a progress event.
        done: words of an outcome that is done; empty where nothing need be said.
        cancelled: English, what is said when it was called off.
        more: words of a button that shows more of a done outcome; empty for none.
    """

    progress: Callable[[Progress], str]
    done: Callable[[Outcome], str]
    cancelled: str
    more: Callable[[Outcome], str] = lambda _: ""


class WorkStrip(QWidget):
    """Shows the work of a model, and nothing where there is none.

    Args:
        model: whose work.
        wording: its words.

    Signals:
        more: the person wants to see more of what came of it.
    """

    more = Signal()

    def __init__(
        self, model: WorkingModel, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._wording = model, wording
        self.title, self.state, self.hint = label(), label(role="soft"), label(role="soft")
        self.bar = ProgressBar()
        self.stop = push(N("Cancel"), model.cancel, "cancel", about=N("What was done stays."))
        self.retry = push(N("Try again"), model.again, "refresh")
        self.show_more = push(N("Show"), self.more.emit)
        self.hide_it = push(N("Close this message"), model.dismiss, kind="quiet")
        self._lay_out()
        model.changed.connect(self._refresh)
        model.progressed.connect(self._on_progress)
        words.bind(self, self._refresh)

    def _lay_out(self) -> None:
        frame, inside = card()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for part in (self.title, self.state, self.hint):
            texts.addWidget(part)
        row = QHBoxLayout()
        row.addLayout(texts, 1)
        row.addLayout(in_row(self.show_more, self.retry, self.stop, self.hide_it))
        inside.addLayout(row)
        inside.addWidget(self.bar)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        self.frame: QFrame = frame

    def _refresh(self) -> None:
        work, outcome = self._model.work, self._model.outcome
        if work is not None:
            self._show_work(work.title, work.progress)
        elif outcome is not None:
            self._show_outcome(outcome)
        self.setVisible(work is not None or bool(outcome and self.title.text()))

    def _show_work(self, title: str, progress: Progress | None) -> None:
        self._say(sentence(title), "")
        self._offer(self.stop, self.bar)
        if progress is None:
            self.bar.advance(None)
            self.state.setText(tr("getting ready"))
            self.state.show()
        else:
            self._on_progress(progress)

    def _on_progress(self, event: Progress) -> None:
        self.state.setText(self._wording.progress(event))
        self.state.show()
        self.bar.advance(event)

    def _show_outcome(self, outcome: Outcome) -> None:
        if outcome.state is State.failed:
            self._say(*_fault(outcome.error), role="error")
            self._offer(self.retry, self.hide_it)
        elif outcome.state is State.cancelled:
            self._say(tr("Called off."), tr(self._wording.cancelled))
            self._offer(self.retry, self.hide_it)
        else:
            more = self._wording.more(outcome)
            self.show_more.setText(more)
            self.show_more.setAccessibleName(more)
            self._say(sentence(self._wording.done(outcome)), "")
            self._offer(self.hide_it, *([self.show_more] if more else []))

    def _say(self, title: str, hint: str, state: str = "", role: str = "") -> None:
        for part, text in ((self.title, title), (self.hint, hint), (self.state, state)):
            part.setText(text)
            part.setVisible(bool(text))
        dress(self.title, role=role)

    def _offer(self, *offered: QWidget) -> None:
        for part in (self.show_more, self.retry, self.stop, self.hide_it, self.bar):
            part.setVisible(part in offered)


def _fault(error: Exception | None) -> tuple[str, str]:
    if isinstance(error, UserError):
        message, hint = words.said(error)
        return sentence(message), hint
    text = tr("Something went wrong through no fault of yours.")
    return text, tr("Try again; if it comes back, report it.")

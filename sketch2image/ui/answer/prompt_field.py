"""The caption, which is the prompt and can be written anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from sketch2image.ui import theme
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.words import bind, tr

_CANCEL = QKeySequence.StandardKey.Cancel


class PromptField(QLineEdit):
    """Shows the caption until the person writes a prompt of their own; Enter asks.

    Args:
        asking: gets the prompt.
    """

    def __init__(self, asking: AskingModel) -> None:
        super().__init__()
        self._asking = asking
        position = QLineEdit.ActionPosition.TrailingPosition
        self.back = self.addAction(theme.icon("close", "soft"), position)
        self.back.triggered.connect(self.take_back)
        self.editingFinished.connect(self.commit)
        self.returnPressed.connect(self._ask)
        asking.changed.connect(self.show_prompt)
        asking.answered.connect(self.show_prompt)
        bind(self, self._name)
        self.show_prompt()

    def commit(self) -> None:
        """Wish for what is written; the caption, or nothing, is no wish."""
        text = self.text().strip()
        self.setModified(False)
        self._asking.wish(prompt="" if text == self._caption else text)
        self.show_prompt()

    def take_back(self) -> None:
        """Let the caption be the prompt again."""
        self.setModified(False)
        self._asking.wish(prompt="")
        self.show_prompt()

    def show_prompt(self) -> None:
        """Show what is wished for; what is being typed stays."""
        own = self._asking.wishes.prompt
        self.back.setVisible(bool(own))
        if not (self.isModified() and self.hasFocus()):
            self.setText(own or self._caption)
            self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        """Esc is the field's own while something is being typed: it takes that back."""
        if isinstance(event, QKeyEvent) and event.matches(_CANCEL) and self.isModified():
            if event.type() is QEvent.Type.KeyPress:
                self.setModified(False)
                self.show_prompt()
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """What is longer than the field shows its beginning again."""
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def _ask(self) -> None:
        self.commit()
        self._asking.ask()

    @property
    def _caption(self) -> str:
        result = self._asking.result
        return result.caption.text if result is not None else ""

    def _name(self) -> None:
        self.setAccessibleName(tr("What to render"))
        self.setPlaceholderText(tr("what to render, e.g. a green teapot"))
        self.setToolTip(tr("What is rendered. Write something else and press Enter."))
        self.back.setToolTip(tr("Back to the caption"))

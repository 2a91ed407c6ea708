"""One model: what it is, what it stands on, and what can be done with it."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sketch2image.engine.desktop.tasks import ModelRow
from sketch2image.ui import words
from sketch2image.ui.checkpoints import facts
from sketch2image.ui.parts import card, copyable, in_row, label
from sketch2image.ui.words import tr


class ModelDetails(QWidget):
    """Shows one model.

    Args:
        actions: buttons that do something with it.
    """

    def __init__(self, actions: list[QWidget]) -> None:
        super().__init__()
        self.row: ModelRow | None = None
        self.name, self.line = label(role="heading"), label(role="soft")
        self.facts, self.by_hand = copyable("soft"), copyable("weak")
        frame, inside = card()
        self.name.setWordWrap(False)
        inside.addLayout(in_row(self.name, None, *actions))
        for part in (self.line, self.facts, self.by_hand):
            inside.addWidget(part)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        words.bind(self, self._refresh)

    def show_model(self, row: ModelRow | None) -> None:
        """Show this one; None where none is selected."""
        self.row = row
        self._refresh()

    def _refresh(self) -> None:
        row = self.row
        if row is None:
            self.name.setText(tr("Choose a model"))
            for part in (self.line, self.facts, self.by_hand):
                part.hide()
            return
        self.name.setText(row.id)
        self.line.setText(tr(row.capability))
        self.facts.setText(" · ".join(filter(None, _facts(row))))
        self.by_hand.setText(_by_hand(row))
        for part in (self.line, self.facts, self.by_hand):
            part.setVisible(bool(part.text()))


def licence(row: ModelRow) -> str:
    """Its licence as rich text, linked where it can be read."""
    name = escape(tr(row.licence))
    return f'<a href="{escape(row.terms)}">{name}</a>' if row.terms else name


def _facts(row: ModelRow) -> list[str]:
    needs = escape(", ".join(row.needs))
    return [
        tr("Licence: {licence}", licence=licence(row)),
        escape(facts.size(row)),
        escape(facts.state(row)),
        tr("needs {models}", models=needs) if needs else "",
    ]


def _by_hand(row: ModelRow) -> str:
    """What to do when it can only be put here by hand."""
    if row.fetchable or row.state in facts.WHOLE:
        return ""
    return escape(tr(row.by_hand))

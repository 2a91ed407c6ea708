"""Which models answer now, why, and the choice between them."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from sketch2image.core.errors import UserError
from sketch2image.ui import theme, words
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.parts import card, label
from sketch2image.ui.words import N, told, tr

TIERS = {
    "auto": N("whichever suits this computer"),
    "lite": N("always the lite models"),
    "full": N("always the full models"),
}
"""What can be chosen, by value of the setting."""

_NOW = {
    "lite": N("The lite models answer: quick, on any computer."),
    "full": N("The full models answer: better pictures, but they need a fast computer."),
}


class Answering(QWidget):
    """Says which models answer, and lets the person choose.

    Args:
        asking: knows which ones do.
        settings: keeps the choice.
    """

    def __init__(
        self, asking: AskingModel, settings: SettingsModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._asking, self._settings = asking, settings
        self.now, self.why = label(), label(role="caption")
        self.problem = label(role="error")
        self.choice = QComboBox()
        for tier in TIERS:
            self.choice.addItem("", tier)
        self._question = label()
        self._question.setWordWrap(False)
        self._question.setBuddy(self.choice)
        self._lay_out()
        self.choice.activated.connect(self._choose)
        asking.changed.connect(self._refresh)
        settings.changed.connect(self._refresh)
        words.bind(self, self._relabel)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for part in (self.now, self.why, self.problem):
            texts.addWidget(part)
        frame, inside = card()
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN)
        row.addLayout(texts, 1)
        row.addWidget(self._question)
        row.addWidget(self.choice)
        inside.addLayout(row)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)

    def _relabel(self) -> None:
        for number, text in enumerate(TIERS.values()):
            self.choice.setItemText(number, tr(text))
        self._question.setText(tr("Answer with"))
        self.choice.setAccessibleName(tr("Answer with"))
        self._refresh()

    def _refresh(self) -> None:
        models = self._asking.models
        self.now.setText(tr(_NOW[models.taken]) if models else tr("Looking…"))
        self.why.setText(tr("Why: {reason}", reason=told(models.why)) if models else "")
        self.why.setVisible(models is not None)
        self.choice.setCurrentIndex(self.choice.findData(self._settings.value("tier")))
        self.problem.hide()

    def _choose(self, number: int) -> None:
        try:
            self._settings.set("tier", self.choice.itemData(number))
        except UserError as error:
            self._refresh()
            self.problem.setText(" ".join(words.said(error)))
            self.problem.show()

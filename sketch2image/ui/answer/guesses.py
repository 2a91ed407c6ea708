"""The question that is asked when the captioner is not sure."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from sketch2image.core.types import Guess
from sketch2image.engine.request import Result
from sketch2image.ui.answer.naming import meant
from sketch2image.ui.flow import FlowLayout
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.words import bind, label_name, tr

_GAP = 6


class Guesses(QWidget):
    """ "Did you mean" with a chip for each class; hidden when the captioner is sure.

    Args:
        asking: is told what was meant.
    """

    def __init__(self, asking: AskingModel) -> None:
        super().__init__()
        self._asking = asking
        self._flow = FlowLayout(spacing=_GAP)
        self.setLayout(self._flow)
        self._question = QLabel()
        self._question.setProperty("role", "caption")
        self._question.setFixedHeight(24)
        self._flow.addWidget(self._question)
        self.chips: list[QToolButton] = []
        asking.answered.connect(self._show)
        bind(self, self._show)

    def _show(self) -> None:
        result = self._asking.result
        self._question.setText(tr("Did you mean"))
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self.chips = []
        if result is not None and not result.caption.sure:
            self.chips = [self._chip(guess, result) for guess in result.caption.alternatives]
        self.setVisible(bool(self.chips))

    def _chip(self, guess: Guess, result: Result) -> QToolButton:
        chip = QToolButton()
        chip.setCheckable(True)
        chip.setProperty("kind", "chip")
        name = label_name(guess.label)
        chip.setText(f"{name} {guess.score:.0%}")
        chip.setChecked(guess.label == meant(result))
        chip.setAccessibleName(tr("Did you mean {name}?", name=name))
        chip.setToolTip(tr("Take the drawing for this, and search again"))
        chip.clicked.connect(partial(self._asking.mean, guess.label))
        self._flow.addWidget(chip)
        return chip

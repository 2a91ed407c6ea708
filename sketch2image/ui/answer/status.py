"""One line on how the answer stands: being made, out of date, waiting, or done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from sketch2image.core.progress import Progress
from sketch2image.engine.request import Result
from sketch2image.ui import theme
from sketch2image.ui.amounts import counted
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.questions import Rest
from sketch2image.ui.parts import dress
from sketch2image.ui.progress_bar import ProgressBar
from sketch2image.ui.words import N, bind, told, tr

_BAR = 120

RESTS: Mapping[Rest, str] = {
    Rest.empty: N("Live is paused because the drawing is empty. Draw something."),
    Rest.paused: N("Live is paused because drawing is paused. Press Space to go on."),
    Rest.fault: N("Live is off because the last search failed. Switch it on to go on."),
}
"""Why live mode does not follow the drawing."""

_TIERS: Mapping[str, str] = {
    "lite": N("Answered in {seconds} s by the lite models."),
    "full": N("Answered in {seconds} s by the full models."),
    "": N("Answered in {seconds} s."),
}


class Status(QWidget):
    """Follows the asking.

    Args:
        asking: what it tells about.
    """

    def __init__(self, asking: AskingModel) -> None:
        super().__init__()
        self._asking = asking
        self._progress: Progress | None = None
        self._text = ""
        self.line, self.bar = QLabel(), ProgressBar()
        self.line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bar.setFixedWidth(_BAR)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        row.addWidget(self.line, 1)
        row.addWidget(self.bar)
        asking.changed.connect(self.refresh)
        asking.answered.connect(self.refresh)
        asking.progressed.connect(self._advance)
        bind(self, self._name)

    def refresh(self) -> None:
        """Say how it stands now."""
        self.bar.setVisible(self._asking.is_busy)
        if self._asking.is_busy:
            self.bar.advance(self._progress)
        else:
            self._progress = None
            self.bar.settle()
        text, role = self._said()
        self._text = text
        dress(self.line, role=role)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A long line is cut; the tooltip has all of it."""
        super().resizeEvent(event)
        self._cut()

    def _advance(self, progress: Progress) -> None:
        self._progress = progress
        self.refresh()

    def _said(self) -> tuple[str, str]:
        """The line, and how it looks."""
        asking = self._asking
        if asking.is_busy:
            return _under_way(self._progress), "caption"
        if asking.rest is not Rest.none:
            return tr(RESTS[asking.rest]), "weak"
        if asking.is_stale and not asking.live:
            return _out_of_date(asking), "weak"
        return _done(asking.result) if asking.result is not None else "", "caption"

    def _cut(self) -> None:
        cut = QFontMetrics(self.line.font())
        width = self.line.width()
        self.line.setText(cut.elidedText(self._text, Qt.TextElideMode.ElideRight, width))
        self.line.setToolTip(self._text)
        self.line.setAccessibleName(self._text)

    def _name(self) -> None:
        self.bar.setAccessibleName(tr("Progress of the answer"))
        self.refresh()


def _out_of_date(asking: AskingModel) -> str:
    if not asking.can_ask:
        return tr("The canvas is empty. Draw something, then search.")
    if asking.asked is not None and asking.asked.wishes != asking.wishes:
        return tr("You have chosen otherwise. Search again.")
    return tr("The drawing has changed. Search again.")


def _under_way(progress: Progress | None) -> str:
    if progress is None:
        return tr("Starting…")
    if progress.seconds_left is None:  # a stage: the bar says which of how many
        return told(progress.text)
    return " · ".join(filter(None, (told(progress.text), counted(progress))))


def _done(result: Result) -> str:
    seconds = sum(result.seconds.values())
    tier = result.tier.get("taken", "")
    return tr(_TIERS.get(tier, _TIERS[""]), seconds=f"{seconds:.1f}")

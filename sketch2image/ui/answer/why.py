"""Why a picture was found: how alike it is, part by part."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from sketch2image.core.types import Match
from sketch2image.ui import theme
from sketch2image.ui.words import N, tr

PARTS: Mapping[str, str] = {
    "sketch": N("shape"),
    "render": N("rendered picture"),
    "caption": N("name"),
    "picture": N("picture"),
    "words": N("words"),
}
"""What the parts of a query are called, by their name in `Match.parts`."""


def why_line(match: Match) -> str:
    """The parts of a match in one line: `shape 0.61 · name 0.80`."""
    return " · ".join(f"{part_name(name)} {cosine:z.2f}" for name, cosine in match.parts)


def part_name(name: str) -> str:
    """What people call a part of a query."""
    return tr(PARTS[name]) if name in PARTS else name


class Why(QWidget):
    """The parts of one match, each with a small bar."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_match(self, match: Match) -> None:
        """Explain another match."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for name, cosine in match.parts:
            self._add(part_name(name), cosine)
        self._row.addStretch(1)
        self.setAccessibleName(tr("Why it matched: {parts}", parts=why_line(match)))
        self.setToolTip(tr("Likeness of each part, 1 is the same: {parts}", parts=why_line(match)))

    def _add(self, name: str, cosine: float) -> None:
        label, number = QLabel(name), QLabel(f"{cosine:z.2f}")
        label.setProperty("role", "caption")
        number.setProperty("role", "caption")
        for widget in (label, Meter(cosine), number):
            self._row.addWidget(widget)
        self._row.addSpacing(theme.SPACING)


class Meter(QWidget):
    """A bar a few pixels thin.

    Args:
        share: of it that is filled, 0..1; a cosine below 0 fills nothing.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = min(1.0, max(0.0, share))
        self.setFixedSize(QSize(40, 12))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """See `QWidget`."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for name, share in (("line", 1.0), ("accent", self._share)):
            painter.setBrush(theme.color(name))
            painter.drawRoundedRect(QRectF(0, 4, share * self.width(), 4), 2, 2)
        painter.end()

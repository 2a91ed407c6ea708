"""A button that lets the person name a file or a folder."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QToolButton

from sketch2image.ui import theme
from sketch2image.ui.settings.schema import Row
from sketch2image.ui.words import bind, tr


def place_button(row: Row, take: Callable[[str], None]) -> QToolButton:
    """A button that gives `take` what was chosen.

    Args:
        row: a setting with a `place`.
        take: is given the path.
    """
    button = QToolButton()
    button.setIcon(theme.icon("open"))

    def translate() -> None:
        said = tr("Choose a folder") if row.place == "folder" else tr("Choose a file")
        button.setToolTip(said)
        button.setAccessibleName(f"{tr(row.title)}: {said}")

    def choose() -> None:
        chosen = _ask(button, row.place, tr(row.title))
        if chosen:
            take(chosen)

    bind(button, translate)
    button.clicked.connect(choose)
    return button


def _ask(parent: QToolButton, place: str, title: str) -> str:
    if place == "folder":
        return QFileDialog.getExistingDirectory(parent, title)
    return QFileDialog.getOpenFileName(parent, title)[0]

"""The settings: their groups at the left, the form of one group at the right."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sketch2image.core.paths import home
from sketch2image.core.settings import FILE
from sketch2image.ui import theme
from sketch2image.ui.pages import Pages, scrolled
from sketch2image.ui.settings.row import SettingRow
from sketch2image.ui.settings.schema import Choices, Row, pages
from sketch2image.ui.settings.values import Values
from sketch2image.ui.words import bind, tr


class SettingsDialog(QDialog):
    """Every setting; a change holds at once, so there is nothing to confirm.

    Args:
        values: holds the settings.
        choices: known values of settings that are plain text in the schema, each with what it is
            called in English: gestures, cameras, galleries, models.
        parent: the window it belongs to.
    """

    def __init__(self, values: Values, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms = {title: _form(rows, values) for title, rows in pages(choices).items()}
        self._pages = Pages(forms, lambda: tr("Groups of settings"))
        self._open, self._close = QPushButton(), QPushButton()
        self._lay_out()
        self._open.clicked.connect(_open_file)
        self._close.clicked.connect(self.close)
        bind(self, self._translate)
        self.resize(900, 640)

    def show_group(self, title: str) -> None:
        """Turn to a group, by its title in English.

        Raises:
            ValueError: there is none.
        """
        self._pages.turn_to(title)

    def _lay_out(self) -> None:
        self._open.setProperty("kind", "quiet")
        self._open.setIcon(theme.icon("open", "accent"))
        self._open.setAutoDefault(False)
        self._close.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self._open)
        foot.addStretch(1)
        foot.addWidget(self._close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[theme.MARGIN] * 4)
        whole.setSpacing(theme.MARGIN)
        whole.addWidget(self._pages, 1)
        whole.addLayout(foot)

    def _translate(self) -> None:
        self.setWindowTitle(tr("Settings"))
        self._open.setText(tr("Open the file"))
        self._open.setAccessibleName(tr("Open the file"))
        self._open.setToolTip(str(home() / FILE))
        self._close.setText(tr("Close"))
        self._close.setAccessibleName(tr("Close"))


def _form(rows: tuple[Row, ...], values: Values) -> QWidget:
    card = QFrame()
    card.setProperty("kind", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, theme.SPACING, theme.MARGIN, theme.SPACING)
    column.setSpacing(0)
    for index, row in enumerate(rows):
        if index:
            column.addWidget(_rule())
        column.addWidget(SettingRow(row, values))
    return scrolled(card, is_form=True)


def _rule() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    return line


def _open_file() -> None:
    file = home() / FILE
    file.touch()
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

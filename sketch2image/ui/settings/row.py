"""One setting in the form: name and meaning at the left, its editor at the right."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from sketch2image.core.errors import UserError
from sketch2image.core.peek import variable
from sketch2image.ui import theme
from sketch2image.ui.settings.editors import EDITORS
from sketch2image.ui.settings.schema import Row
from sketch2image.ui.settings.values import Values
from sketch2image.ui.words import bind, said, tr


class SettingRow(QWidget):
    """Applies what is edited at once; what is wrong stands below the editor.

    Args:
        row: which setting.
        values: holds all settings.
    """

    def __init__(self, row: Row, values: Values) -> None:
        super().__init__()
        self._row, self._values = row, values
        self._title = QLabel()
        self._text = _label("caption")
        self._fault = _label("error")
        self._fault.hide()
        self._editor = EDITORS[row.kind](row)
        self._back = QToolButton()
        self._back.setIcon(theme.icon("undo", "soft"))
        self._lay_out()
        self._editor.edited.connect(self._set)
        self._back.clicked.connect(lambda: self._set(None))
        self._values.changed.connect(self._changed)
        bind(self, self._translate)
        self._present()

    @property
    def setting(self) -> str:
        """Name of the setting."""
        return self._row.name

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.SPACING, 0, theme.SPACING)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._text, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._editor, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._back, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._fault, 2, 0, 1, 3)

    def _translate(self) -> None:
        title = tr(self._row.title)
        self._title.setText(title)
        self._text.setText(self._meaning())
        self._editor.name(title)
        self._back.setToolTip(tr("Back to default"))
        self._back.setAccessibleName(f"{tr('Back to default')}: {title}")

    def _meaning(self) -> str:
        if self._fixed:
            return tr("Fixed by the environment: {name}", name=variable(self._row.name))
        return tr(self._row.text)

    @property
    def _fixed(self) -> bool:
        return variable(self._row.name) in os.environ

    def _set(self, value: Any) -> None:  # noqa: ANN401 - as the setting
        try:
            self._values.set(self._row.name, value)
        except UserError as error:
            self._complain(error)
        else:
            self._present()

    def _complain(self, error: UserError) -> None:
        message, _ = said(error)
        self._fault.setText(message)
        self._fault.show()

    def _changed(self, name: str) -> None:
        if name == self._row.name:
            self._present()

    def _present(self) -> None:
        value = self._values.value(self._row.name)
        self._fault.hide()
        self._editor.present(value)
        self._editor.setEnabled(not self._fixed)
        self._back.setEnabled(not self._fixed and value != self._row.default)


def _label(role: str) -> QLabel:
    label = QLabel(wordWrap=True)
    label.setProperty("role", role)
    return label

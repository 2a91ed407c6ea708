"""Pages by their titles: a list at the left, the page chosen at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sketch2image.ui import theme
from sketch2image.ui.words import bind, tr

_NARROWEST, _BESIDE = 176, 24


class Pages(QWidget):
    """Shows one page at a time.

    Args:
        pages: each by its title in English.
        name: gives what the list is called for screen readers.
    """

    def __init__(self, pages: Mapping[str, QWidget], name: Callable[[], str]) -> None:
        super().__init__()
        self._titles = tuple(pages)
        self._name = name
        self._list = QListWidget()
        self._list.setProperty("kind", "pages")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.addItems(list(pages))
        self._stack = QStackedWidget()
        for title, page in pages.items():
            self._stack.addWidget(_headed(title, page))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MARGIN)
        row.addWidget(self._list)
        row.addWidget(self._stack, 1)
        self.setFocusProxy(self._list)
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._list.setCurrentRow(0)
        bind(self, self._translate)

    def turn_to(self, title: str) -> None:
        """Show a page by its title in English.

        Raises:
            ValueError: there is none.
        """
        self._list.setCurrentRow(self._titles.index(title))

    def _translate(self) -> None:
        self._list.setAccessibleName(self._name())
        for index, title in enumerate(self._titles):
            self._list.item(index).setText(tr(title))
        self._list.ensurePolished()
        self._list.setFixedWidth(max(_NARROWEST, self._list.sizeHintForColumn(0) + _BESIDE))


def scrolled(content: QWidget, is_form: bool = False) -> QScrollArea:
    """A page that can be longer than the window.

    Args:
        content: what stands on it.
        is_form: whether Tab goes through its fields, which come into sight by themselves; else the
            page takes the keys that scroll it.
    """
    page = QWidget()
    page.setProperty("kind", "page")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(content)
    column.addStretch(1)
    area = QScrollArea(widgetResizable=True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_form else Qt.FocusPolicy.StrongFocus)
    area.setWidget(page)
    return area


def _headed(title: str, page: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACING)
    column.addWidget(_heading(title))
    column.addWidget(page, 1)
    return whole


def _heading(title: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", "title")
    bind(label, lambda: label.setText(tr(title)))
    return label

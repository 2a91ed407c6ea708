"""The keys of the window in a table."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from sketch2image.ui import theme
from sketch2image.ui.actions import MENUS
from sketch2image.ui.words import N, bind, tr

_COLUMNS = 2

Key = tuple[str, str]
"""What is pressed, as `QKeySequence` reads it, and what that does, in English."""

BESIDES: tuple[Key, ...] = (
    ("Enter", N("Search")),
    ("Space", N("Pause the hand")),
)
"""Keys that stand in no menu."""


class KeysPage(QFrame):
    """All keys, as the menus have them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, theme.MARGIN, 16, theme.MARGIN)
        grid.setHorizontalSpacing(2 * theme.MARGIN)
        grid.setVerticalSpacing(theme.SPACING)
        known = tuple(all_keys())
        rows = -(-len(known) // _COLUMNS)
        for index, (keys, text) in enumerate(known):
            column, row = divmod(index, rows)
            grid.setColumnStretch(2 * column + 1, 1)
            grid.addWidget(_keys(keys), row, 2 * column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(_text(text), row, 2 * column + 1)


def all_keys() -> Iterator[Key]:
    """Each key with what it does."""
    yield from BESIDES
    for rows in MENUS.values():
        yield from ((row.keys, row.text) for row in rows if row is not None and row.keys)


def _keys(keys: str) -> QLabel:
    label = QLabel(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
    label.setProperty("kind", "chip")
    return label


def _text(text: str) -> QLabel:
    label = QLabel()
    bind(label, lambda: label.setText(tr(text).rstrip("…")))
    return label

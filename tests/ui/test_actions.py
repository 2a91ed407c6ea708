"""The menus."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMainWindow

from sketch2image.ui.actions import MENUS, Actions, Row

ROWS = [row for rows in MENUS.values() for row in rows if row is not None]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_is_on_or_off_has_a_tick_in_the_menu_and_all_else_its_icon(qtbot, row: Row):
    window = QMainWindow()
    qtbot.addWidget(window)
    action = Actions(window, window.menuBar())[row.name]
    assert action.isIconVisibleInMenu() is not action.isCheckable()
    assert action.isCheckable() is row.checkable

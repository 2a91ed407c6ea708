"""What the window can do by menu and key, as one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from sketch2image.ui import theme
from sketch2image.ui.words import N, bind, tr


@dataclass(frozen=True)
class Row:
    """One action.

    Attributes:
        name: by which the window binds it.
        text: words of the menu.
        keys: shortcut; empty for none.
        icon: of `ui/icons`; empty for none.
        checkable: whether it is switched on and off.
    """

    name: str
    text: str
    keys: str = ""
    icon: str = ""
    checkable: bool = False


MENUS: Mapping[str, tuple[Row | None, ...]] = {
    N("File"): (
        Row("open", N("Open a sketch or photo…"), "Ctrl+O", "open"),
        Row("paste", N("Paste a picture"), "Ctrl+V", "paste"),
        None,
        Row("save", N("Save the sketch…"), "Ctrl+S", "save"),
        Row("save_sheet", N("Save sheet…"), "Ctrl+Shift+S", "sheet"),
        Row("save_strip", N("Save strip…"), "", "strip"),
        None,
        Row("quit", N("Quit"), "Ctrl+Q"),
    ),
    N("Draw"): (
        Row("undo", N("Undo"), "Ctrl+Z", "undo"),
        Row("redo", N("Redo"), "Ctrl+Shift+Z", "redo"),
        Row("clear", N("Clear"), "R", "clear"),
        None,
        Row("pen_1", N("First pen"), "1", "pen"),
        Row("pen_2", N("Second pen"), "2", "pen"),
        Row("pen_3", N("Third pen"), "3", "pen"),
        Row("eraser", N("Eraser"), "E", "eraser", True),
        None,
        Row("pause", N("Pause the hand"), "", "pause", True),
        Row("camera", N("Camera"), "C", "camera", True),
    ),
    N("Search"): (
        Row("ask", N("Search"), "", "search"),
        Row("live", N("Live"), "L", "live", True),
        Row("reroll", N("Another picture"), "D", "dice"),
        Row("cancel", N("Cancel"), "Esc", "cancel"),
    ),
    N("View"): (
        Row("korean", N("한국어"), "", "language", True),
        Row("dark", N("Dark"), "", "moon", True),
        Row("full_screen", N("Full screen"), "F11", "", True),
    ),
    N("Tools"): (
        Row("galleries", N("Galleries…"), "Ctrl+G", "gallery"),
        Row("models", N("Models…"), "Ctrl+M", "models"),
        Row("phone", N("Phone…"), "Ctrl+P", "phone"),
        Row("take", N("Take the phone's pictures"), "", "download"),
        None,
        Row("settings", N("Settings…"), "Ctrl+,", "settings"),
    ),
    N("Help"): (
        Row("help", N("Help"), "F1", "help"),
        Row("tour", N("First drawing"), "", "hand"),
        Row("privacy", N("Nothing leaves this computer"), "", "lock"),
        Row("menu_entry", N("Add to the menu of programs"), "", "add"),
        Row("about", N("About"), "", ""),
    ),
}
"""Menus with their actions; None is a line between two. `Space` and `Enter` are the window's own:
they belong to whatever has the focus first."""


class Actions:
    """The menus of a window.

    Args:
        window: owns the actions.
        bar: gets the menus.
    """

    def __init__(self, window: QWidget, bar: QMenuBar) -> None:
        self._by_name: dict[str, QAction] = {}
        for title, rows in MENUS.items():
            menu = bar.addMenu("")
            bind(menu, lambda menu=menu, title=title: menu.setTitle(tr(title)))
            for row in rows:
                if row is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self._made(window, row))

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def on(self, **deeds: Callable[..., object]) -> None:
        """Say what actions do, by name."""
        for name, deed in deeds.items():
            self._by_name[name].triggered.connect(deed)

    def _made(self, window: QWidget, row: Row) -> QAction:
        icon = theme.icon(row.icon) if row.icon else QIcon()
        action = QAction(icon, "", window, checkable=row.checkable)
        action.setIconVisibleInMenu(not row.checkable)  # where a menu has an icon, it has no tick
        if row.keys:
            action.setShortcut(QKeySequence(row.keys))
        bind(action, lambda: action.setText(tr(row.text)))
        self._by_name[row.name] = action
        return action

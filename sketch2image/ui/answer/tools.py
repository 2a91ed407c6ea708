"""Small buttons and menus whose words follow the language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from sketch2image.ui import theme
from sketch2image.ui.words import bind, tr

ICON = QSize(18, 18)


@dataclass(frozen=True)
class Deed:
    """Something that can be done, by button and by menu.

    Attributes:
        icon: of `ui/icons`.
        text: English.
        act: does it.
        keys: that do it too, for people to read; empty for none.
    """

    icon: str
    text: str
    act: Callable[[], object]
    keys: str = ""


def tool(deed: Deed) -> QToolButton:
    """A button that shows only the icon of a deed; its words are the tooltip."""
    button = QToolButton()
    button.setIcon(theme.icon(deed.icon))
    button.setIconSize(ICON)
    button.clicked.connect(lambda: deed.act())

    def name() -> None:
        said = tr(deed.text)
        button.setAccessibleName(said)
        button.setToolTip(f"{said} ({deed.keys})" if deed.keys else said)

    bind(button, name)
    return button


def open_menu(owner: QWidget, deeds: Sequence[Deed], at: QPoint) -> QMenu:
    """Show deeds as a menu.

    Args:
        owner: what was clicked.
        deeds: what can be done with it.
        at: where, in the owner's pixels.
    """
    menu = QMenu(owner)
    for deed in deeds:
        said = f"{tr(deed.text)}\t{deed.keys}" if deed.keys else tr(deed.text)
        menu.addAction(theme.icon(deed.icon), said).triggered.connect(
            lambda _=False, do=deed.act: do()
        )
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(owner.mapToGlobal(at))
    return menu

"""Light and dark: the colors of `palette.toml` in Qt's palette, in `style.qss` and in icons."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from sketch2image.ui.binding import Change
from sketch2image.ui.drawn import DrawnIcon

Tone = Literal["light", "dark"]

MARGIN, SPACING, RADIUS = 12, 8, 8
"""Pixels around, between and at the corners of what stands in the window."""

ICONS = Path(__file__).with_name("icons")

_STYLE = Path(__file__).with_name("style.qss")
_PALETTE = Path(__file__).with_name("palette.toml")
_SIZES = {"title_size": 1.45, "heading_size": 1.1, "caption_size": 0.9}
_ROLES: Mapping[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "soft",
    QPalette.ColorRole.Button: "card",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.ToolTipBase: "card",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
}
_DIMMED = (
    QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText,
)  # fmt: skip

_TONES: Mapping[str, Tone] = {"light": "light", "dark": "dark"}

_change = Change()
_tone: Tone = "light"
_wish: Tone | None = None


def apply(app: QApplication, wish: str) -> None:
    """Show the whole window in light or dark from now on.

    Args:
        app: the application.
        wish: `light` or `dark`; `auto`, or what is no theme, to follow the desktop, now and when
            it changes.
    """
    global _wish
    _wish = _TONES.get(wish)
    if app.findChild(_Follower) is None:
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(_Follower(app).follow)
    _show(app, _wanted(app))


def tone() -> Tone:
    """Whether the window is light or dark now."""
    return _tone


def bind(owner: QObject, apply: Callable[[], None]) -> None:
    """Run `apply` now and after each change of theme while `owner` lives.

    Only for what keeps colors; what asks for them while painting is repainted by itself.
    """
    _change.bind(owner, apply)


def color(name: str) -> QColor:
    """A color of `palette.toml` in the theme in force.

    Raises:
        KeyError: there is none of this name.
    """
    return QColor(tokens(_tone)[name])


def icon(name: str, ink: str = "text") -> QIcon:
    """An icon of `ui/icons`, drawn in the colors of the theme in force whenever it is shown.

    Args:
        name: of the file, without its ending.
        ink: the color it is drawn in; switched-on buttons show it in the accent color.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    drawing = _drawing(name)
    return QIcon(DrawnIcon(drawing, partial(color, ink), color))


@cache
def tokens(tone: Tone) -> Mapping[str, str]:
    """The colors of light or dark as "#rrggbb", by name."""
    return tomllib.loads(_PALETTE.read_text("utf-8"))[tone]


@cache
def _drawing(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text("utf-8")


class _Follower(QObject):
    """A child of the application that hears when the desktop turns light or dark."""

    @Slot(Qt.ColorScheme)
    def follow(self, scheme: Qt.ColorScheme) -> None:
        app = self.parent()
        if _wish is None and isinstance(app, QApplication):
            _show(app, _tone_of(scheme))


def _wanted(app: QApplication) -> Tone:
    return _wish or _tone_of(app.styleHints().colorScheme())


def _tone_of(scheme: Qt.ColorScheme) -> Tone:
    return "dark" if scheme is Qt.ColorScheme.Dark else "light"


def _show(app: QApplication, wanted: Tone) -> None:
    global _tone
    _tone = wanted
    app.setPalette(_palette())
    app.setStyleSheet(_style(app))
    _change.happened.emit()


def _palette() -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, color(name))
    for role in _DIMMED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("off"))
    return palette


def _style(app: QApplication) -> str:
    usual = app.font().pointSizeF()
    sizes = {name: f"{usual * factor:.1f}pt" for name, factor in _SIZES.items()}
    style = Template(_STYLE.read_text("utf-8"))
    return style.substitute(tokens(_tone), tone=_tone, icons=ICONS.as_posix(), **sizes)

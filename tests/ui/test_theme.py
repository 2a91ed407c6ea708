"""Light and dark: contrast, what follows the desktop, icons in the colors of the moment."""

from __future__ import annotations

import itertools
import re

import pytest
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from sketch2image.ui import theme
from sketch2image.ui.drawn import PLACEHOLDER

TONES: tuple[theme.Tone, ...] = ("light", "dark")
SURFACES = ("window", "panel", "card", "field")
INKS = ("text", "soft", "accent", "weak", "danger", "ok")
OWN_GROUNDS = (
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("accent", "accent_soft"),
    ("text", "hover"), ("soft", "hover"), ("accent", "hover"), ("ok", "ok_soft"),
    ("weak", "weak_soft"), ("danger", "danger_soft"),
)  # fmt: skip
TINTED = [file for file in theme.ICONS.glob("*.svg") if PLACEHOLDER in file.read_text("utf-8")]


def luminance(color: QColor) -> float:
    """Relative luminance as in WCAG 2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(tone: theme.Tone, ink: str, ground: str) -> float:
    tokens = theme.tokens(tone)
    first, second = (luminance(QColor(tokens[name])) for name in (ink, ground))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize(("ink", "ground"), [*itertools.product(INKS, SURFACES), *OWN_GROUNDS])
def test_text_reads_on_every_surface(tone: theme.Tone, ink: str, ground: str):
    assert contrast(tone, ink, ground) >= 4.5


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize(("ink", "ground"), [*itertools.product(("edge", "accent"), SURFACES)])
def test_edges_and_focus_rings_are_seen(tone: theme.Tone, ink: str, ground: str):
    assert contrast(tone, ink, ground) >= 3


def test_both_themes_have_the_same_colors():
    assert set(theme.tokens("light")) == set(theme.tokens("dark"))


@pytest.mark.parametrize("tone", TONES)
def test_a_theme_colors_the_window(qapp: QApplication, tone: theme.Tone):
    theme.apply(qapp, tone)
    assert theme.tone() == tone
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.color("window")
    assert theme.color("accent").name() in qapp.styleSheet()


def test_the_style_asks_for_nothing_unknown(qapp: QApplication):
    theme.apply(qapp, "light")
    assert "$" not in qapp.styleSheet()
    for file in re.findall(r'url\("([^"]+)"\)', qapp.styleSheet()):
        assert not QIcon(file).pixmap(16, 16).isNull()


def test_auto_follows_the_desktop_and_a_choice_does_not(qapp: QApplication):
    turns = qapp.styleHints().colorSchemeChanged
    theme.apply(qapp, "auto")
    turns.emit(Qt.ColorScheme.Dark)
    assert theme.tone() == "dark"
    turns.emit(Qt.ColorScheme.Light)
    assert theme.tone() == "light"
    theme.apply(qapp, "dark")
    turns.emit(Qt.ColorScheme.Light)
    assert theme.tone() == "dark"


def test_what_keeps_colors_hears_of_another_theme(qapp: QApplication):
    theme.apply(qapp, "light")
    seen, owner = [], QObject()
    theme.bind(owner, lambda: seen.append(theme.color("window").name()))
    theme.apply(qapp, "dark")
    assert seen == [theme.tokens(tone)["window"] for tone in TONES]


def inked(icon: QIcon, side: int = 24) -> set[str]:
    """The colors of the icon's opaque pixels."""
    picture = icon.pixmap(QSize(side, side)).toImage()
    pixels = (picture.pixelColor(x, y) for x in range(side) for y in range(side))
    return {QColor(pixel.rgb()).name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", [file.stem for file in TINTED])
def test_an_icon_is_drawn_in_its_ink_and_inside_its_bounds(name: str):
    icon = theme.icon(name, "danger")
    assert theme.color("danger").name() in inked(icon, 48)
    picture = icon.pixmap(QSize(48, 48)).toImage()
    rim = [(x, y) for x in range(48) for y in (0, 47)] + [
        (x, y) for x in (0, 47) for y in range(48)
    ]
    assert not any(picture.pixelColor(x, y).alpha() for x, y in rim)


def test_an_icon_made_before_shows_the_colors_of_the_new_theme(qapp: QApplication):
    theme.apply(qapp, "light")
    icon = theme.icon("close")
    assert theme.tokens("light")["text"] in inked(icon)
    theme.apply(qapp, "dark")
    assert theme.tokens("dark")["text"] in inked(icon)


@pytest.mark.usefixtures("qapp")
def test_an_icon_tells_what_is_off_and_what_is_on():
    icon, size = theme.icon("close"), QSize(48, 48)
    off = icon.pixmap(size, QIcon.Mode.Disabled)
    on = icon.pixmap(size, QIcon.Mode.Normal, QIcon.State.On)
    assert theme.color("off").name() in inked(QIcon(off), 48)
    assert theme.color("accent").name() in inked(QIcon(on), 48)


@pytest.mark.usefixtures("qapp")
def test_an_unknown_icon_or_color_is_an_error():
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")
    with pytest.raises(KeyError):
        theme.color("no such color")


@pytest.mark.parametrize("kind", ["", "primary", "quiet", "danger"])
def test_the_focus_can_be_seen_on_a_button(qtbot, qapp: QApplication, kind: str):
    theme.apply(qapp, "light")
    button = QPushButton("Search")
    button.setProperty("kind", kind)
    qtbot.addWidget(button)
    button.show()
    button.clearFocus()
    before = button.grab().toImage()
    button.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage() != before

"""Labels and buttons whose texts follow the language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sketch2image.ui import theme, words
from sketch2image.ui.words import tr

_INKS = {"primary": "on_accent", "danger": "danger", "quiet": "accent"}


def push(
    text: str, act: Callable[[], object], icon: str = "", kind: str = "", about: str = ""
) -> QPushButton:
    """A button.

    Args:
        text: English; the name for screen readers too.
        act: what it does.
        icon: of `ui/icons`.
        kind: how it looks, see `style.qss`.
        about: English, what `text` does not say.
    """
    button = QPushButton()
    button.setProperty("kind", kind)
    if icon:
        button.setIcon(theme.icon(icon, _INKS.get(kind, "text")))
    button.clicked.connect(lambda: act())

    def name() -> None:
        button.setText(tr(text))
        button.setAccessibleName(tr(text))
        button.setToolTip(tr(about))

    words.bind(button, name)
    return button


def label(text: str = "", role: str = "") -> QLabel:
    """A label that wraps; `text` is English."""
    made = QLabel(wordWrap=True)
    made.setProperty("role", role)
    if text:
        words.bind(made, lambda: made.setText(tr(text)))
    return made


def copyable(role: str = "") -> QLabel:
    """A label whose text can be selected and whose links open."""
    made = label("", role)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    made.setOpenExternalLinks(True)
    return made


def card() -> tuple[QFrame, QVBoxLayout]:
    """A surface, and the layout of what stands on it."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(*[theme.MARGIN] * 4)
    layout.setSpacing(theme.SPACING)
    return frame, layout


def in_row(*parts: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None takes up the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(theme.SPACING)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


def dress(widget: QWidget, **looks: str) -> None:
    """Change properties that `style.qss` looks at, and show it."""
    for name, look in looks.items():
        widget.setProperty(name, look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)

"""The application of the process: its name, its icon, its language, light or dark."""

from __future__ import annotations

import logging

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from sketch2image.core.errors import UserError
from sketch2image.core.peek import peek
from sketch2image.ui import theme, words

_LOG = logging.getLogger(__name__)


def application() -> QApplication:
    """The application of this process, in the language and the theme of the settings."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["sketch2image"])
    app.setApplicationName("sketch2image")
    app.setDesktopFileName("sketch2image")
    app.setWindowIcon(QIcon(str(theme.ICONS / "app.svg")))
    theme.apply(app, _peeked("theme", ("light", "dark")))
    try:
        words.speak(_peeked("language", ("en", "ko")))
    except UserError as error:  # no Korean font: English is always there
        _LOG.warning("%s", error)
    return app


def change(name: str, value: str) -> None:
    """Bring a setting that was changed into force; those that are not about looks change nothing.

    Raises:
        UserError: no font of this machine writes Korean; the language stays as it is.
    """
    app = QApplication.instance()
    if name == "language":
        words.speak(value)
    elif name == "theme" and isinstance(app, QApplication):
        theme.apply(app, value)


def _peeked(name: str, known: tuple[str, ...]) -> str:
    """A setting before the settings are there; wrong ones are told about later."""
    wish = peek(name)
    return wish if wish in known else "auto"

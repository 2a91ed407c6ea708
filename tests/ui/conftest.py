"""Windows without a screen; every test begins in English and light."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    """Language and theme as they were, after a test that changes them."""
    yield
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from sketch2image.ui import theme, words

    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        words.speak("en")
        if theme.tone() != "light":
            theme.apply(app, "light")

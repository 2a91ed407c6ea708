"""Windows without a screen; every test begins in English and light."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from sketch2image.ui import theme, words
from sketch2image.ui.model.studio import Studio
from tests.ui.behind import studio_over
from tests.ui.scripted_engine import ScriptedEngine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    """Language and theme as they were, after a test that changes them."""
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        words.speak("en")
        if theme.tone() != "light":
            theme.apply(app, "light")


@pytest.fixture
def engine() -> ScriptedEngine:
    """An engine that does what the test says; a folder of tests may give it answers."""
    return ScriptedEngine()


@pytest.fixture
def studio(engine: ScriptedEngine, qapp: object) -> Iterator[Studio]:
    """Everything behind the window over that engine."""
    with studio_over(engine) as studio:
        yield studio

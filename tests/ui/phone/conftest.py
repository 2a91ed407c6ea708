"""The room of the phone over a scripted engine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.engine.desktop.tasks import SurveyPhone
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.phone.dialog import PhoneRoom
from tests.ui.phone.phones import READY
from tests.ui.scripted_engine import ScriptedEngine


@pytest.fixture
def engine() -> ScriptedEngine:
    engine = ScriptedEngine()
    engine.answer(SurveyPhone, READY)
    return engine


@pytest.fixture
def room(studio: Studio, qtbot: QtBot) -> PhoneRoom:
    """One phone is ready, and two matches are selected in the window."""
    room = PhoneRoom(studio, lambda: ["/photos/a.jpg", "/photos/b.jpg"])
    qtbot.addWidget(room)
    room.show()
    qtbot.waitUntil(lambda: studio.phone.survey is not None)
    return room

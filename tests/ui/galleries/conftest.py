"""A gallery manager over a scripted engine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.engine.desktop.tasks import ListGalleries
from sketch2image.ui.galleries.dialog import GalleryManager
from sketch2image.ui.model.studio import Studio
from tests.ui.galleries.three import ALL
from tests.ui.scripted_engine import ScriptedEngine


@pytest.fixture
def engine() -> ScriptedEngine:
    engine = ScriptedEngine()
    engine.answer(ListGalleries, ALL)
    return engine


@pytest.fixture
def manager(studio: Studio, qtbot: QtBot) -> GalleryManager:
    manager = GalleryManager(studio.galleries, studio.phone)
    qtbot.addWidget(manager)
    manager.show()
    qtbot.waitUntil(lambda: manager.list.count() == len(ALL))
    return manager

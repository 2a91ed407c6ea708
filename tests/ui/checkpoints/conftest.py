"""A model manager over a scripted engine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.engine.desktop.tasks import ListModels
from sketch2image.ui.checkpoints.dialog import ModelManager
from sketch2image.ui.model.studio import Studio
from tests.ui.checkpoints.shelf import ALL
from tests.ui.scripted_engine import ScriptedEngine


@pytest.fixture
def engine() -> ScriptedEngine:
    engine = ScriptedEngine()
    engine.answer(ListModels, ALL)
    return engine


@pytest.fixture
def manager(studio: Studio, qtbot: QtBot) -> ModelManager:
    manager = ModelManager(studio.checkpoints, studio.settings, studio.asking)
    qtbot.addWidget(manager)
    studio.asking.warm_up()
    manager.show()
    qtbot.waitUntil(lambda: manager.table.row is not None and studio.asking.models is not None)
    return manager

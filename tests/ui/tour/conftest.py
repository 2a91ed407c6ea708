"""The guided first drawing over a scripted engine and a camera that a test opens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.ui.model.studio import Studio
from sketch2image.ui.model.tour import TourModel
from sketch2image.ui.tour.tour import Tour
from tests.ui.behind import studio_over
from tests.ui.scripted_engine import ScriptedEngine


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def studio(engine: ScriptedEngine, qapp: object) -> Iterator[Studio]:
    with studio_over(engine) as studio:
        yield studio


@pytest.fixture
def model(studio: Studio) -> TourModel:
    return TourModel(studio.drawing, studio.camera, studio.asking)


@pytest.fixture
def tour(model: TourModel, qtbot: QtBot) -> Tour:
    tour = Tour(model)
    qtbot.addWidget(tour)
    return tour

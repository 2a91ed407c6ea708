"""The guided first drawing over a scripted engine and a camera that a test opens."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.ui.model.studio import Studio
from sketch2image.ui.model.tour import TourModel
from sketch2image.ui.tour.tour import Tour


@pytest.fixture
def model(studio: Studio) -> TourModel:
    return TourModel(studio.drawing, studio.camera, studio.asking)


@pytest.fixture
def tour(model: TourModel, qtbot: QtBot) -> Tour:
    tour = Tour(model)
    qtbot.addWidget(tour)
    return tour

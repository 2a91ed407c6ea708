"""The panel over a real studio with a scripted engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sketch2image.engine.desktop.tasks import Answer
from tests.ui.answer.made import answering, matches, result
from tests.ui.scripted_engine import ScriptedEngine


@pytest.fixture
def engine(tmp_path: Path) -> ScriptedEngine:
    """Answers each drawing with six matches."""
    engine = ScriptedEngine()
    engine.answer(Answer, answering(result(matches(tmp_path))))
    return engine


@pytest.fixture
def studio(qtbot, engine) -> Iterator:
    """What the panel shows."""
    from sketch2image.ui.model.studio import Studio

    studio = Studio(lambda: engine)
    studio.asking.warm_up()
    qtbot.waitUntil(lambda: studio.asking.models is not None)
    yield studio
    studio.close()


@pytest.fixture
def panel(qtbot, studio):
    """The panel, shown."""
    from PySide6.QtWidgets import QApplication

    from sketch2image.ui import theme
    from sketch2image.ui.answer.panel import AnswerPanel

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    panel = AnswerPanel(studio.asking, studio.files, studio.phone, studio.history, studio.drawing)
    qtbot.addWidget(panel)
    panel.resize(560, 900)
    panel.show()
    return panel


@pytest.fixture
def draw(studio) -> Callable[[], None]:
    """Draws one more line."""

    def draw() -> None:
        y = 40.0 + 30 * len(studio.drawing.sketch.strokes)
        studio.drawing.press(30, y)
        studio.drawing.drag(200, y + 20)
        studio.drawing.release()

    return draw


@pytest.fixture
def answered(qtbot, studio, panel, draw):
    """The panel with an answer."""
    draw()
    with qtbot.waitSignal(studio.asking.answered):
        studio.asking.ask()
    return panel


@pytest.fixture
def told(studio) -> list:
    """Notices so far."""
    notices: list = []
    studio.notices.told.connect(notices.append)
    return notices

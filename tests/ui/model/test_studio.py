"""All models together: what closing one of them sets off in the others."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from sketch2image.engine.desktop.tasks import AddFolder
from sketch2image.ui.model.studio import Studio
from tests.ui.scripted_engine import ScriptedEngine


def test_closing_while_pictures_are_added_leaves_no_engine_open(qtbot: QtBot):
    opened: list[ScriptedEngine] = []

    def open_engine() -> ScriptedEngine:
        opened.append(ScriptedEngine())
        opened[-1].hold(AddFolder)
        return opened[-1]

    studio = Studio(open_engine)
    studio.galleries.add_folder("/photos")
    studio.close()
    assert [engine.closings for engine in opened] == [1]

"""The drawing of the window: tools, undo, and its safety copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from sketch2image.core.sketch import Sketch
from sketch2image.engine.desktop.easel import PALETTE
from sketch2image.engine.drafts import FOLDER, unfinished
from sketch2image.engine.setups import setup_from
from sketch2image.engine.sketches import sample_sketch
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.notices import Notice, Notices


@pytest.fixture
def notices(qapp: object) -> Notices:
    return Notices()


@pytest.fixture
def drawing(notices: Notices) -> Iterator[DrawingModel]:
    drawing = DrawingModel(setup_from(), notices)
    yield drawing
    drawing.close()


def line(drawing: DrawingModel) -> None:
    drawing.press(100, 100)
    drawing.drag(300, 120)
    drawing.release()


def test_a_stroke_is_told_while_it_grows_and_when_it_is_done(drawing: DrawingModel):
    told: list[str] = []
    drawing.changed.connect(lambda: told.append("changed"))
    drawing.committed.connect(lambda: told.append("committed"))
    drawing.press(100, 100)
    drawing.drag(300, 120)
    assert told == ["changed", "changed"]
    drawing.release()
    assert told[-2:] == ["changed", "committed"]
    assert len(drawing.sketch.strokes) == 1


def test_tools_are_told_of(drawing: DrawingModel, qtbot: QtBot):
    for change in (
        lambda: drawing.choose_pen(2),
        lambda: drawing.take_eraser(True),
        lambda: drawing.choose_width(9.0),
        lambda: drawing.pause(True),
        lambda: drawing.act("next color"),
    ):
        with qtbot.waitSignal(drawing.tools_changed):
            change()
    assert drawing.paused
    assert drawing.easel.color == PALETTE[3]


def test_an_opened_sketch_can_be_undone(drawing: DrawingModel):
    line(drawing)
    drawing.put(sample_sketch("cup"))
    assert len(drawing.sketch.strokes) > 1
    drawing.act("undo")
    assert len(drawing.sketch.strokes) == 1


def test_what_is_drawn_is_on_disk_soon(drawing: DrawingModel, home: Path, qtbot: QtBot):
    line(drawing)
    qtbot.waitUntil(lambda: bool(list((home / FOLDER).glob("*.svg"))), timeout=10_000)


def test_a_blank_canvas_leaves_no_file(notices: Notices, home: Path):
    DrawingModel(setup_from(), notices).close()
    assert unfinished() == []
    assert not (home / FOLDER).exists()


def test_a_cleared_drawing_is_not_brought_back(notices: Notices):
    first = DrawingModel(setup_from(), notices)
    line(first)
    first.close()
    second = DrawingModel(setup_from(), notices)
    assert second.restore()
    second.act("clear")
    second.close()
    assert unfinished() == []


def test_the_last_drawing_is_restored_once(notices: Notices):
    first = DrawingModel(setup_from(), notices)
    line(first)
    first.close()
    second, third = DrawingModel(setup_from(), notices), DrawingModel(setup_from(), notices)
    assert second.restore()
    assert len(second.sketch.strokes) == 1
    assert not third.restore()
    second.close()
    third.close()


def test_no_room_for_a_safety_copy_is_told_once(
    drawing: DrawingModel, notices: Notices, home: Path, qtbot: QtBot
):
    (home / FOLDER).write_text("a file where the folder should be")
    told: list[Notice] = []
    notices.told.connect(told.append)
    line(drawing)
    qtbot.waitUntil(lambda: bool(told), timeout=15_000)
    assert told[0].text == "No safety copy of the drawing can be kept."
    qtbot.wait(50)
    assert len(told) == 1


def test_a_bare_sketch_is_empty(drawing: DrawingModel):
    assert drawing.is_empty
    line(drawing)
    assert not drawing.is_empty
    drawing.put(Sketch(drawing.size))
    assert drawing.is_empty


def test_a_safety_copy_is_kept_once_there_is_room_again(
    drawing: DrawingModel, notices: Notices, home: Path, qtbot: QtBot
):
    (home / FOLDER).write_text("a file where the folder should be")
    told: list[Notice] = []
    notices.told.connect(told.append)
    line(drawing)
    qtbot.waitUntil(lambda: bool(told), timeout=15_000)
    with qtbot.waitSignal(notices.settled, timeout=15_000) as settled:
        (home / FOLDER).unlink()
    assert settled.args == [told[0].topic]
    assert len(list((home / FOLDER).glob("*.svg"))) == 1


def test_a_wide_drawing_is_as_large_after_each_start(notices: Notices):
    first = DrawingModel(setup_from(), notices)
    first.resize((1280, 720))
    line(first)
    drawn = first.sketch
    first.close()
    second = DrawingModel(setup_from(), notices)
    second.restore()
    second.resize((1280, 720))  # as the camera does when it opens
    assert second.sketch.size == drawn.size
    assert np.allclose(second.sketch.strokes[0].points, drawn.strokes[0].points, atol=0.01)
    second.close()

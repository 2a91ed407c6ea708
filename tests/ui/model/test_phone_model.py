"""The phone: found, sent to, and its pictures taken."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption
from sketch2image.engine.desktop.tasks import (
    PhoneSynced,
    PushToPhone,
    Request,
    Result,
    SaveSheet,
    Survey,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.ui.model.studio import Studio
from tests.ui.scripted_engine import ScriptedEngine

READY = Survey((("R5CT", "device"),), "R5CT (device)")
ANSWER = Result(Request(Sketch((64, 64))), Caption("a cup", "cup", 0.9, True, ()), "a cup")


def connect(studio: Studio, engine: ScriptedEngine, qtbot: QtBot) -> None:
    engine.answer(SurveyPhone, READY)
    studio.phone.refresh()
    qtbot.waitUntil(lambda: studio.phone.is_ready)


@pytest.mark.parametrize("deed", ["send", "send_sheet", "sync"])
def test_without_a_phone_it_is_said_what_to_do(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot, deed: str
):
    studio.phone.refresh()
    qtbot.waitUntil(lambda: studio.phone.survey is not None)
    with qtbot.waitSignal(studio.notices.told) as told:
        getattr(studio.phone, deed)(*{"send": [["a.jpg"]], "send_sheet": [ANSWER]}.get(deed, []))
    assert told.args[0].hint == "Plug the phone in."
    assert len(engine.tasks) == 1


def test_pictures_are_sent(studio: Studio, engine: ScriptedEngine, qtbot: QtBot):
    connect(studio, engine, qtbot)
    engine.answer(PushToPhone, lambda task: tuple(f"/sdcard/{name}" for name in task.pictures))
    with qtbot.waitSignal(studio.notices.told) as told:
        studio.phone.send(["a.jpg", "b.jpg"])
    assert told.args[0].text == "2 sent to the phone"


def test_a_sheet_is_made_and_then_sent(studio: Studio, engine: ScriptedEngine, qtbot: QtBot):
    connect(studio, engine, qtbot)
    engine.answer(SaveSheet, lambda task: task.path)
    engine.answer(PushToPhone, ("/sdcard/sheet.png",))
    with qtbot.waitSignal(studio.notices.told):
        studio.phone.send_sheet(ANSWER)
    assert engine.asked(PushToPhone)[0].pictures == (engine.asked(SaveSheet)[0].path,)


def test_its_pictures_become_the_gallery_that_is_searched(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    connect(studio, engine, qtbot)
    engine.answer(SyncPhone, PhoneSynced("R5CT", "/state/phone", 12, 40, "phone"))
    with qtbot.waitSignal(studio.notices.told):
        studio.phone.sync()
    assert studio.settings.value("gallery") == "phone"


def test_it_is_not_looked_for_while_something_is_done_with_it(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    connect(studio, engine, qtbot)
    engine.hold(SyncPhone)
    studio.phone.sync()
    before = len(engine.asked(SurveyPhone))
    studio.phone.refresh()
    assert len(engine.asked(SurveyPhone)) == before

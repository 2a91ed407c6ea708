"""The phone: found, sent to, and its pictures taken."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.engine.desktop.tasks import (
    PhoneSent,
    PhoneSynced,
    PushToPhone,
    SendSheet,
    ShowOnPhone,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.ui.model.studio import Studio
from tests.ui.phone.phones import ANSWER, READY
from tests.ui.scripted_engine import ScriptedEngine


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
    sent = PhoneSent("R5CT", "S23", ("/sdcard/a.jpg", "/sdcard/b.jpg"))
    engine.answer(PushToPhone, sent)
    with qtbot.waitSignal(studio.notices.told) as told:
        studio.phone.send(["a.jpg", "b.jpg"])
    assert told.args[0].text == "2 sent to S23"
    assert engine.asked(PushToPhone) == [PushToPhone("R5CT", ("a.jpg", "b.jpg"))]


def test_a_sheet_that_was_sent_can_be_shown_on_the_phone(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    connect(studio, engine, qtbot)
    engine.answer(SendSheet, PhoneSent("R5CT", "S23", ("/sdcard/sheet.png",)))
    engine.hold(ShowOnPhone)
    with qtbot.waitSignal(studio.notices.told) as told:
        studio.phone.send_sheet(ANSWER)
    assert engine.asked(SendSheet) == [SendSheet("R5CT", ANSWER)]
    qtbot.waitUntil(lambda: studio.phone.work is None)
    told.args[0].act()
    assert engine.asked(ShowOnPhone) == [ShowOnPhone("/sdcard/sheet.png", "R5CT")]


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

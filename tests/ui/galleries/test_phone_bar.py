"""The phone in the gallery manager."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import (
    GalleryState,
    ListGalleries,
    PhoneSent,
    PhoneSynced,
    PushToPhone,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.ui.galleries.dialog import GalleryManager
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.phone.dialog import TAKE
from tests.ui.phone.phones import READY
from tests.ui.scripted_engine import ScriptedEngine

LEFT = Qt.MouseButton.LeftButton
PHONE = GalleryState("phone", "phone", ("/state/phone",), 40)


def connect(manager: GalleryManager, engine: ScriptedEngine, qtbot: QtBot) -> None:
    engine.answer(SurveyPhone, READY)
    qtbot.mouseClick(manager.phone_bar.standing.look, LEFT)
    qtbot.waitUntil(manager.phone_bar.take.isEnabled)


def test_without_a_phone_it_says_what_to_do(manager: GalleryManager, qtbot: QtBot):
    bar = manager.phone_bar
    qtbot.waitUntil(lambda: bar.standing.state.text() == "No phone is connected.")
    assert bar.standing.hint.text().startswith("Plug it in")
    assert not bar.take.isEnabled()


def test_all_else_of_the_phone_is_a_click_away(manager: GalleryManager, qtbot: QtBot):
    with qtbot.waitSignal(manager.phone_bar.room_wanted) as wanted:
        qtbot.mouseClick(manager.phone_bar.room, LEFT)
    assert wanted.args == [TAKE]


def test_a_phone_plugged_in_is_found_when_looked_for(
    manager: GalleryManager, engine: ScriptedEngine, qtbot: QtBot
):
    connect(manager, engine, qtbot)
    assert manager.phone_bar.standing.state.text() == "SM-S911N (R5CT) is ready."
    assert manager.phone_bar.standing.hint.text() == "Connected by cable."


def test_its_pictures_are_taken_and_searched(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    connect(manager, engine, qtbot)
    engine.answer(SyncPhone, PhoneSynced("R5CT", "/state/phone", 12, 40, "phone"))
    engine.answer(ListGalleries, (PHONE, *studio.galleries.galleries))
    qtbot.mouseClick(manager.phone_bar.take, LEFT)
    summary = "12 pictures taken from the phone, 40 of it are searchable"
    qtbot.waitUntil(lambda: manager.phone_bar.strip.title.text() == summary)
    assert studio.asking.wishes.gallery == "phone"
    qtbot.waitUntil(lambda: manager.list.count() == 4)


def test_taking_pictures_shows_how_far_it_is_and_can_be_called_off(
    manager: GalleryManager, engine: ScriptedEngine, qtbot: QtBot
):
    connect(manager, engine, qtbot)
    engine.hold(SyncPhone)
    qtbot.mouseClick(manager.phone_bar.take, LEFT)
    assert not manager.phone_bar.take.isEnabled()
    engine.last(SyncPhone).report(Progress("phone", 3, 12, "", 9.0))
    strip = manager.phone_bar.strip
    qtbot.waitUntil(lambda: strip.state.text() == "3 of 12 pictures · about 9 s left")
    qtbot.mouseClick(strip.stop, LEFT)
    assert strip.hint.text() == "What came over stays."
    assert manager.phone_bar.take.isEnabled()


def test_a_phone_that_is_pulled_out_is_told_and_can_be_tried_again(
    manager: GalleryManager, engine: ScriptedEngine, qtbot: QtBot
):
    connect(manager, engine, qtbot)
    fault = UserError(ErrorKind.phone, "the phone did not answer", "Check the cable and try again.")
    engine.fail(SyncPhone, fault)
    qtbot.mouseClick(manager.phone_bar.take, LEFT)
    strip = manager.phone_bar.strip
    qtbot.waitUntil(lambda: strip.title.text() == "The phone did not answer")
    assert strip.hint.text() == "Check the cable and try again."
    qtbot.mouseClick(strip.retry, LEFT)
    assert len(engine.asked(SyncPhone)) == 2


def test_what_is_sent_to_the_phone_is_not_summed_up_here(
    manager: GalleryManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    connect(manager, engine, qtbot)
    sent = PhoneSent("R5CT", "S23", ("/sdcard/Pictures/Sketch2Image/a.jpg",))
    engine.answer(PushToPhone, sent)
    with qtbot.waitSignal(studio.notices.told):
        studio.phone.send(["/photos/a.jpg"])
    assert not manager.phone_bar.strip.isVisible()

"""The page for phones without a cable, as the window shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.engine.desktop.tasks import (
    AddFolder,
    AddReport,
    ListAddresses,
    OfferAnswer,
    PageEnd,
    PageNews,
    ServePage,
)
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.phone.dialog import CABLELESS, PhoneRoom
from tests.ui.phone.codes import squares
from tests.ui.phone.phones import ANSWER
from tests.ui.scripted_engine import ScriptedEngine, ScriptedJob

LEFT = Qt.MouseButton.LeftButton
URL = "http://192.168.0.20:45123/token/"
CUP = str(sample_gallery() / "cup-1.jpg")


def news(*received: str, visitors: int = 0) -> PageNews:
    return PageNews("phone", len(received), seconds_left=590, url=URL, code=squares(),
                    visitors=visitors, received=received, inbox="/state/phone/received",
                    gallery="phone", outbox="/tmp/out")  # fmt: skip


def opened(room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot) -> ScriptedJob:
    engine.hold(ServePage)
    engine.answer(AddFolder, AddReport(2, 0, 0, 0, 0, [], 0.1))
    room.turn_to(CABLELESS)
    qtbot.mouseClick(room.cableless.closed.open, LEFT)
    job = engine.last(ServePage)
    job.report(news())
    qtbot.waitUntil(room.cableless.open.isVisible)
    return job


def test_the_page_shows_its_code_and_address(room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot):
    opened(room, engine, qtbot)
    page = room.cableless.open
    assert page.state.text() == "Waiting for the phone · about 10 min left"
    assert page.code.isVisible()
    qtbot.mouseClick(page.copy, LEFT)
    assert QGuiApplication.clipboard().text() == URL


def test_pictures_show_as_they_arrive_and_become_searchable(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    job = opened(room, engine, qtbot)
    page = room.cableless.open
    job.report(news(visitors=1))
    qtbot.waitUntil(lambda: page.state.text().startswith("Nothing arrived yet"))
    job.report(news(CUP, visitors=1))
    qtbot.waitUntil(lambda: page.arrivals.count() == 1)
    qtbot.waitUntil(lambda: not page.arrivals.item(0).icon().isNull())
    job.give(PageEnd((CUP, CUP), "done"))
    last = room.cableless.closed.last
    said = "The phone is done, and the page is closed · 2 pictures arrived"
    qtbot.waitUntil(lambda: last.text() == said)
    assert engine.asked(AddFolder) == [AddFolder("/state/phone/received", "phone")]
    qtbot.waitUntil(lambda: studio.settings.value("gallery") == "phone")


def test_closing_the_page_keeps_what_came(room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot):
    job = opened(room, engine, qtbot)
    job.report(news(CUP, visitors=1))
    qtbot.waitUntil(lambda: room.cableless.open.arrivals.count() == 1)
    qtbot.mouseClick(room.cableless.open.stop, LEFT)
    assert job.is_cancelled
    assert room.cableless.closed.open.isVisible()
    assert len(engine.asked(AddFolder)) == 1


def test_the_answer_is_offered_to_the_phone(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    opened(room, engine, qtbot)
    page = room.cableless.open
    assert not page.offer.isEnabled()
    studio.asking.result = ANSWER
    studio.asking.answered.emit(ANSWER)
    engine.answer(OfferAnswer, ("/tmp/out/cup.png", "/tmp/out/cup-sheet.png"))
    qtbot.mouseClick(page.offer, LEFT)
    qtbot.waitUntil(lambda: page.offered.text() == "2 pictures offered to the phone")
    assert engine.asked(OfferAnswer) == [OfferAnswer(ANSWER, "/tmp/out")]


def test_one_of_several_addresses_is_chosen(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    engine.answer(ListAddresses, ("192.168.0.20", "10.8.0.3"))
    engine.hold(ServePage)
    room.turn_to(CABLELESS)
    where = room.cableless.closed.where
    qtbot.waitUntil(where.isVisible)
    where.setFocus()
    qtbot.keyClick(where, Qt.Key.Key_Down)
    studio.phone_page.look()
    qtbot.mouseClick(room.cableless.closed.open, LEFT)
    assert engine.asked(ServePage)[0].host == "10.8.0.3"


def test_without_a_network_it_is_said_what_to_do(
    room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot
):
    hint = "Connect it to the Wi-Fi that the phone is in, or use a cable."
    engine.fail(ServePage, UserError(ErrorKind.phone, "this computer is in no network", hint))
    room.turn_to(CABLELESS)
    qtbot.mouseClick(room.cableless.closed.open, LEFT)
    last = room.cableless.closed.last
    qtbot.waitUntil(lambda: last.text() == f"This computer is in no network. {hint}")

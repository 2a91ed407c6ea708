"""The room of the phone: how it stands, taking, sending, pairing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import (
    ConnectPhone,
    FailedFile,
    InvitePhone,
    PairingCode,
    PairPhone,
    PhoneSent,
    PhoneSynced,
    PushToPhone,
    SendSheet,
    ShowOnPhone,
    StartAdb,
    State,
    Survey,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.ui import words
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.phone.dialog import CABLELESS, PAIR, SEND, TAKE, PhoneRoom
from sketch2image.ui.phone.states import Help
from tests.ui.behind import nameless
from tests.ui.phone.codes import squares
from tests.ui.phone.phones import AIR, ANSWER, CABLE, NO_SERVER, READY, SEVERAL
from tests.ui.scripted_engine import ScriptedEngine

LEFT = Qt.MouseButton.LeftButton
SENT = PhoneSent("R5CT", "SM-S911N (R5CT)", ("/storage/emulated/0/Pictures/Sketch2Image/a.png",))


def find(studio: Studio, engine: ScriptedEngine, qtbot: QtBot, survey: Survey) -> None:
    engine.answer(SurveyPhone, survey)
    studio.phone.refresh()
    qtbot.waitUntil(lambda: studio.phone.survey == survey)


@pytest.mark.parametrize("state", [one for one in State if one is not State.ready])
def test_every_state_says_in_words_what_to_do(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot, state: State
):
    find(studio, engine, qtbot, Survey(state, (), "found so", "do so"))
    for language in ("en", "ko"):
        words.speak(language)
        assert room.standing.state.text()
        assert room.standing.hint.text()
    assert not room.taking.take.isEnabled()
    assert room.standing.guide.isVisible()


def test_adb_is_started_by_a_button_and_not_before(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    find(studio, engine, qtbot, NO_SERVER)
    assert not engine.asked(StartAdb)
    engine.answer(StartAdb, READY)
    engine.answer(SurveyPhone, READY)
    qtbot.mouseClick(room.standing.helps[Help.start], LEFT)
    qtbot.waitUntil(lambda: room.standing.state.text() == "SM-S911N (R5CT) is ready.")
    assert room.standing.hint.text() == "Connected by cable."
    assert not room.standing.helps[Help.start].isVisible()


def test_one_of_several_phones_is_chosen_and_used(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    find(studio, engine, qtbot, SEVERAL)
    which = room.standing.which
    assert which.currentIndex() == -1
    which.setFocus()
    qtbot.keyClick(which, Qt.Key.Key_Down)
    qtbot.keyClick(which, Qt.Key.Key_Down)
    assert studio.phone.target == AIR
    assert room.standing.hint.text() == "Connected over Wi-Fi."
    engine.hold(SyncPhone)
    qtbot.mouseClick(room.taking.take, LEFT)
    assert engine.asked(SyncPhone)[0].serial == AIR.serial


def test_a_phone_stays_chosen_when_it_is_plugged_in(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    find(studio, engine, qtbot, SEVERAL)
    studio.phone.choose(AIR)
    other = type(AIR)("R3CN", "device", "SM-F731N", "usb", "R3CN")
    find(studio, engine, qtbot, Survey(State.several, (CABLE, other), "several phones", ""))
    assert studio.phone.target == other


def test_folders_are_remembered_and_deletions_are_not(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    taking = room.taking
    taking.folders.list.item(1).setCheckState(Qt.CheckState.Checked)
    taking.folders.other.setText("/Pictures/여행/")
    qtbot.keyClick(taking.folders.other, Qt.Key.Key_Return)
    qtbot.keyClick(taking.mirror, Qt.Key.Key_Space)
    engine.hold(SyncPhone)
    qtbot.mouseClick(taking.take, LEFT)
    wanted = ("DCIM/Camera", "DCIM/Screenshots", "Pictures/여행")
    assert engine.asked(SyncPhone) == [SyncPhone("R5CT", wanted, mirror=True)]
    assert not taking.mirror.isChecked()
    assert studio.settings.value("phone_folders") == "DCIM/Camera, DCIM/Screenshots, Pictures/여행"
    qtbot.keyClicks(taking.folders.other, "a,b")
    assert not taking.folders.add.isEnabled()


def test_taking_counts_pictures_and_megabytes_and_can_be_called_off(
    room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot
):
    engine.hold(SyncPhone)
    qtbot.mouseClick(room.taking.take, LEFT)
    engine.last(SyncPhone).report(Progress("phone", 3, 12, "4.5 of 20.0 MB  a.jpg", 9.0))
    said = "3 of 12 pictures · 4.5 of 20.0 MB · about 9 s left"
    qtbot.waitUntil(lambda: room.strip.state.text() == said)
    qtbot.mouseClick(room.strip.stop, LEFT)
    assert engine.last(SyncPhone).is_cancelled
    assert room.strip.hint.text() == "What was done stays."


def test_what_was_taken_deleted_and_could_not_be_taken_is_told(
    room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot
):
    failed = (FailedFile("/storage/emulated/0/DCIM/Camera/a.jpg", "permission denied"),)
    engine.answer(SyncPhone, PhoneSynced("R5CT", "/state", 12, 40, "phone", 1, failed))
    room.turn_to(SEND)
    room.taking.take.click()
    told = (
        "12 pictures taken from the phone, 1 picture deleted here, 1 could not be taken, "
        "40 of it are searchable"
    )
    qtbot.waitUntil(lambda: room.strip.title.text() == told)
    qtbot.mouseClick(room.strip.show_more, LEFT)
    assert room.taking.isVisible()
    (reason,) = room.taking.failures.table.findItems("permission denied", Qt.MatchFlag.MatchExactly)
    assert reason.column() == 1


def test_a_sheet_is_sent_and_shown_on_the_phone(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    studio.asking.result = ANSWER
    studio.asking.answered.emit(ANSWER)
    engine.answer(SendSheet, SENT)
    engine.answer(ShowOnPhone, SENT.paths[0])
    room.turn_to(SEND)
    qtbot.mouseClick(room.sending.sheet, LEFT)
    qtbot.waitUntil(lambda: room.strip.title.text() == "1 sent to SM-S911N (R5CT)")
    assert room.strip.show_more.text() == "Show it on the phone"
    qtbot.mouseClick(room.strip.show_more, LEFT)
    qtbot.waitUntil(lambda: room.strip.title.text() == "The phone shows it.")
    assert engine.asked(ShowOnPhone) == [ShowOnPhone(SENT.paths[0], "R5CT")]


def test_matches_selected_in_the_window_are_sent(
    room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot
):
    engine.hold(PushToPhone)
    room.turn_to(SEND)
    assert room.sending.count.text() == "2 pictures selected"
    qtbot.mouseClick(room.sending.matches, LEFT)
    assert engine.asked(PushToPhone)[0].pictures == ("/photos/a.jpg", "/photos/b.jpg")
    engine.last(PushToPhone).report(Progress("phone", 1_000_000, 4_000_000, "sending a.jpg", 3.0))
    qtbot.waitUntil(lambda: room.strip.state.text().startswith("1 MB of 4 MB"))


def test_who_gets_each_answer_is_chosen_by_name(
    room: PhoneRoom, studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    room.turn_to(SEND)
    who = room.sending.who
    offered = [who.itemText(row) for row in range(who.count())]
    assert offered == ["Nobody", "SM-S911N (R5CT)"]
    assert who.currentText() == "Nobody"
    who.setFocus()
    qtbot.keyClick(who, Qt.Key.Key_Down)
    assert studio.settings.value("push_to") == "R5CT"
    find(studio, engine, qtbot, NO_SERVER)
    assert who.currentText() == "R5CT, not connected now"


def test_a_qr_code_pairs_and_is_gone_afterward(
    room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot
):
    engine.hold(InvitePhone)
    room.turn_to(PAIR)
    qtbot.mouseClick(room.pairing.invite, LEFT)
    job = engine.last(InvitePhone)
    job.report(PairingCode("phone", text="scan the code", seconds_left=80, code=squares()))
    qtbot.waitUntil(room.pairing.code.isVisible)
    assert room.strip.state.text() == "Scan the code · about 80 s left"
    job.give("adb-R5CT._adb-tls-connect._tcp")
    qtbot.waitUntil(lambda: room.strip.title.text() == "The phone is paired and connected.")
    assert not room.pairing.code.isVisible()
    assert room.pairing.invite.isVisible()


def test_a_code_that_nobody_scans_can_be_called_off(
    room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot
):
    engine.hold(InvitePhone)
    room.turn_to(PAIR)
    qtbot.mouseClick(room.pairing.invite, LEFT)
    engine.last(InvitePhone).report(PairingCode("phone", code=squares()))
    qtbot.waitUntil(room.pairing.code.isVisible)
    qtbot.mouseClick(room.strip.stop, LEFT)
    assert not room.pairing.code.isVisible()
    assert engine.last(InvitePhone).is_cancelled


def test_address_and_code_are_checked_before_they_are_used(
    room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot
):
    pairing = room.pairing
    room.turn_to(PAIR)
    qtbot.keyClicks(pairing.address, "192.168.0.12")
    qtbot.keyClick(pairing.address, Qt.Key.Key_Return)
    assert pairing.problem.text() == "Type the address as the phone shows it, port and all."
    assert pairing.address.property("state") == "danger"
    qtbot.keyClicks(pairing.address, ":37123")
    qtbot.keyClicks(pairing.digits, "123 45")
    qtbot.keyClick(pairing.digits, Qt.Key.Key_Return)
    assert pairing.problem.text() == "Type the six digits that the phone shows."
    assert not engine.asked(PairPhone)
    engine.fail(PairPhone, UserError(ErrorKind.phone, "192 did not take the code", "Once more."))
    qtbot.keyClicks(pairing.digits, "6")
    qtbot.keyClick(pairing.digits, Qt.Key.Key_Return)
    assert engine.asked(PairPhone) == [PairPhone("192.168.0.12:37123", "123456")]
    qtbot.waitUntil(lambda: room.strip.title.text() == "192 did not take the code")
    assert room.strip.hint.text() == "Once more."


def test_a_paired_phone_is_connected_to_by_its_address(
    room: PhoneRoom, engine: ScriptedEngine, qtbot: QtBot
):
    engine.answer(ConnectPhone, "192.168.0.12:41777")
    room.turn_to(PAIR)
    before = len(engine.asked(SurveyPhone))
    qtbot.keyClicks(room.pairing.paired, "192.168.0.12:41777")
    qtbot.mouseClick(room.pairing.connect_it, LEFT)
    qtbot.waitUntil(lambda: room.strip.title.text() == "The phone is connected.")
    qtbot.waitUntil(lambda: len(engine.asked(SurveyPhone)) > before)


def test_everything_fits_a_small_screen_and_has_a_name(room: PhoneRoom):
    for language in ("en", "ko"):
        words.speak(language)
        for page in (TAKE, SEND, PAIR, CABLELESS):
            room.turn_to(page)
            least = room.minimumSizeHint().expandedTo(room.size())
            assert (least.width() <= 1280, least.height() <= 690) == (True, True)
        assert nameless(room) == []


def test_the_guide_is_there_without_a_network_in_both_languages():
    folder = Path(words.__file__).parent / "help"
    for language, sign in (("en", "USB debugging"), ("ko", "USB 디버깅")):
        text = (folder / language / "phone.md").read_text("utf-8")
        assert sign in text
        assert "http" not in text

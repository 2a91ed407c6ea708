"""The main window over a scripted engine: menus, keys, notices, and what hangs together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.settings import load, save
from sketch2image.engine.desktop.tasks import Answer, OpenSketch, SaveSketch, SurveyPhone, WarmUp
from sketch2image.engine.sketches import sample_sketch
from sketch2image.ui import theme, words
from sketch2image.ui.actions import MENUS
from sketch2image.ui.help.dialog import HelpDialog
from sketch2image.ui.model.notices import Tone
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.phone.dialog import PhoneRoom
from sketch2image.ui.window import MainWindow
from tests.ui.scripted_engine import ScriptedEngine


@pytest.fixture
def engine() -> ScriptedEngine:
    engine = ScriptedEngine()
    engine.hold(Answer)
    return engine


@pytest.fixture
def window(qtbot: QtBot, engine: ScriptedEngine) -> Iterator[MainWindow]:
    save("open_camera", False)
    window = MainWindow(Studio(lambda: engine))
    window.show()
    window.studio.begin()
    qtbot.waitUntil(lambda: window.studio.asking.models is not None)
    yield window
    window.close()
    window.deleteLater()  # else each later change of theme is shown in it, too


def draw(window: MainWindow) -> None:
    window.studio.drawing.put(sample_sketch("cup"))


def line(window: MainWindow) -> None:
    """One stroke from left to right."""
    drawing = window.studio.drawing
    drawing.press(100, 100)
    drawing.drag(300, 120)
    drawing.release()


def test_the_first_start_says_what_there_is(window: MainWindow):
    assert window.footer.tier.text() == "lite models"
    assert "312" in window.footer.gallery.text()
    assert window.footer.phone.text() == "no phone"
    assert window.tour.isVisible()


def test_every_action_has_words_and_does_something(window: MainWindow):
    rows = [row for rows in MENUS.values() for row in rows if row is not None]
    for row in rows:
        action = window.menu[row.name]
        assert action.text() == row.text
        assert action.receivers("2triggered(bool)") > 0, row.name


def test_no_key_is_taken_twice():
    keys = [row.keys for rows in MENUS.values() for row in rows if row and row.keys]
    assert len(keys) == len(set(keys))


def test_enter_searches(window: MainWindow, engine: ScriptedEngine, qtbot: QtBot):
    draw(window)
    qtbot.keyClick(window.canvas.view, Qt.Key.Key_Return)
    assert [task.request.sketch for task in engine.asked(Answer)] == [window.studio.drawing.sketch]


def test_enter_in_a_field_is_the_fields(window: MainWindow, engine: ScriptedEngine, qtbot: QtBot):
    draw(window)
    field = window.answer.findChildren(QLineEdit)[-1]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert engine.asked(Answer) == []


def test_space_pauses_the_hand_and_again(window: MainWindow, qtbot: QtBot):
    qtbot.keyClick(window.canvas.view, Qt.Key.Key_Space)
    assert window.studio.drawing.paused
    assert window.menu["pause"].isChecked()
    qtbot.keyClick(window.canvas.view, Qt.Key.Key_Space)
    assert not window.studio.drawing.paused


def test_escape_calls_the_answer_off(window: MainWindow, engine: ScriptedEngine, qtbot: QtBot):
    draw(window)
    window.studio.asking.ask()
    assert window.menu["cancel"].isEnabled()
    window.menu["cancel"].trigger()
    assert engine.last(Answer).is_cancelled
    qtbot.waitUntil(lambda: not window.menu["cancel"].isEnabled())


@pytest.mark.parametrize(("name", "color"), [("pen_2", 1), ("pen_3", 2), ("pen_1", 0)])
def test_pens_are_chosen_by_number(window: MainWindow, name: str, color: int):
    from sketch2image.engine.desktop.easel import PALETTE

    window.menu["eraser"].trigger()
    window.menu[name].trigger()
    assert window.studio.drawing.easel.color == PALETTE[color]
    assert not window.menu["eraser"].isChecked()


def test_undo_redo_and_clear(window: MainWindow):
    line(window)
    for name, strokes in (("undo", 0), ("redo", 1), ("clear", 0), ("undo", 1)):
        window.menu[name].trigger()
        assert len(window.studio.drawing.sketch.strokes) == strokes, name


def test_the_eraser_is_taken_and_laid_down(window: MainWindow):
    window.menu["eraser"].trigger()
    assert window.studio.drawing.easel.eraser
    window.menu["eraser"].trigger()
    assert not window.studio.drawing.easel.eraser


def test_korean_and_back_without_a_restart(window: MainWindow):
    window.menu["korean"].trigger()
    assert (words.language(), load().language) == ("ko", "ko")
    assert window.menu["undo"].text() == "실행 취소"
    assert window.footer.phone.text() == "휴대폰 없음"
    window.menu["korean"].trigger()
    assert window.menu["undo"].text() == "Undo"


def test_dark_and_back(window: MainWindow):
    window.menu["dark"].trigger()
    assert (theme.tone(), load().theme) == ("dark", "dark")
    window.menu["dark"].trigger()
    assert theme.tone() == "light"


def test_live_follows_the_menu(window: MainWindow, engine: ScriptedEngine, qtbot: QtBot):
    window.menu["live"].trigger()
    assert window.studio.asking.live
    line(window)
    qtbot.waitUntil(lambda: len(engine.asked(Answer)) == 1)
    window.menu["live"].trigger()
    assert not window.studio.asking.live


def test_a_sketch_is_opened(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    sketch = sample_sketch("cat")
    engine.answer(OpenSketch, sketch)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/photos/cat.jpg", ""))
    window.menu["open"].trigger()
    qtbot.waitUntil(lambda: not window.studio.drawing.is_empty)
    assert len(window.studio.drawing.sketch.strokes) == len(sketch.strokes)


def test_a_file_that_is_no_picture_is_told(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot
):
    engine.fail(OpenSketch, UserError(ErrorKind.unreadable, "it is no picture", "Choose another."))
    window.canvas.dropped.emit("/photos/notes.txt")
    qtbot.waitUntil(lambda: len(window.notices.cards) == 1)
    notice = window.notices.cards[0].notice
    assert (notice.tone, notice.text, notice.hint) == (
        Tone.error, "it is no picture", "Choose another.",
    )  # fmt: skip


def test_a_picture_is_pasted(window: MainWindow, engine: ScriptedEngine, qtbot: QtBot):
    engine.answer(OpenSketch, sample_sketch("cup"))
    picture = QImage(20, 10, QImage.Format.Format_RGB888)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    window.menu["paste"].trigger()
    qtbot.waitUntil(lambda: not window.studio.drawing.is_empty)
    (task,) = engine.asked(OpenSketch)
    assert QImage(task.path).size() == picture.size()


def test_a_picture_that_no_place_is_left_for_is_not_pasted_and_that_is_told(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot, home: Path
):
    (home / "cache").unlink()
    (home / "cache").mkdir()
    (home / "cache" / "window").write_text("a file where the folder should be")
    QGuiApplication.clipboard().setImage(QImage(20, 10, QImage.Format.Format_RGB888))
    window.menu["paste"].trigger()
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert window.notices.cards[-1].notice.text.startswith("cannot write")
    assert engine.asked(OpenSketch) == []


def test_a_copied_file_is_pasted(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot, tmp_path: Path
):
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(tmp_path / "cat.png"))])
    QGuiApplication.clipboard().setMimeData(held)
    window.menu["paste"].trigger()
    qtbot.waitUntil(lambda: bool(engine.asked(OpenSketch)))
    assert [task.path for task in engine.asked(OpenSketch)] == [str(tmp_path / "cat.png")]


def test_pasting_nothing_says_so(window: MainWindow):
    QGuiApplication.clipboard().setText("no picture")
    window.menu["paste"].trigger()
    assert window.notices.cards[-1].notice.text == "There is no picture on the clipboard."


def test_the_sketch_is_saved_and_that_is_told(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    engine.answer(SaveSketch, lambda task: (task.path, "x.svg"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/out/mine.png", ""))
    draw(window)
    window.menu["save"].trigger()
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert window.notices.cards[-1].notice.text == "Saved mine.png"
    assert engine.asked(SaveSketch)[0].sketch is window.studio.drawing.sketch


def test_a_full_disk_is_told_and_the_drawing_stays(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot
):
    full = UserError(
        ErrorKind.output, "cannot write mine.png: no space left on device", "Make room."
    )
    engine.fail(SaveSketch, full)
    draw(window)
    window.studio.files.save_sketch("/out/mine.png")
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert "no space left" in window.notices.cards[-1].notice.text
    assert not window.studio.drawing.is_empty


def test_an_engine_that_was_killed_is_told_and_can_be_asked_again(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot
):
    draw(window)
    window.studio.asking.ask()
    engine.last(Answer).fail(UserError(ErrorKind.engine, "the engine stopped", "Try again."))
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    again = next(
        button for button in window.notices.cards[-1].findChildren(QPushButton)
        if button.text() == "Try again"
    )  # fmt: skip
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert len(engine.asked(Answer)) == 2
    assert window.notices.cards == []


def test_a_fault_of_ours_can_be_reported(window: MainWindow, qtbot: QtBot):
    window.studio.notices.fail(ZeroDivisionError("ours"))
    card = window.notices.cards[-1]
    copy = next(b for b in card.findChildren(QPushButton) if b.text() == "Copy the report")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "ZeroDivisionError: ours" in QGuiApplication.clipboard().text()


def test_what_was_called_off_is_no_notice(window: MainWindow):
    window.studio.notices.fail(Cancelled())
    assert window.notices.cards == []


def test_a_newer_notice_takes_the_place_of_its_topic(window: MainWindow):
    for text in ("one", "two"):
        window.studio.notices.say(text, topic="same")
    window.studio.notices.say("three")
    assert [card.notice.text for card in window.notices.cards] == ["two", "three"]
    window.studio.notices.settle("same")
    assert [card.notice.text for card in window.notices.cards] == ["three"]


def test_escape_closes_the_newest_notice(window: MainWindow, qtbot: QtBot):
    for text in ("one", "two"):
        window.studio.notices.say(text)
    qtbot.keyClick(window.canvas.view, Qt.Key.Key_Escape)
    assert [card.notice.text for card in window.notices.cards] == ["one"]


def test_many_notices_do_not_cover_the_window(window: MainWindow):
    for number in range(6):
        window.studio.notices.say(f"{number}")
    assert [card.notice.text for card in window.notices.cards] == ["3", "4", "5"]


@pytest.mark.parametrize("name", ["galleries", "models", "phone", "settings", "help", "privacy"])
def test_rooms_open_and_come_back(window: MainWindow, name: str):
    room = getattr(window.rooms, name)()
    assert room.isVisible()
    room.close()
    again = getattr(window.rooms, name)()
    assert again.isVisible()
    again.close()


def test_the_chips_lead_to_their_rooms(window: MainWindow, qtbot: QtBot):
    from sketch2image.ui.checkpoints.dialog import ModelManager
    from sketch2image.ui.galleries.dialog import GalleryManager

    for chip, kind in ((window.footer.tier, ModelManager), (window.footer.gallery, GalleryManager)):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        (room,) = window.findChildren(kind)
        assert room.isVisible()
        room.close()


def test_the_phone_chip_opens_its_room_and_looks_again(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot
):
    before = len(engine.asked(SurveyPhone))
    qtbot.mouseClick(window.footer.phone, Qt.MouseButton.LeftButton)
    (room,) = window.findChildren(PhoneRoom)
    assert room.isVisible()
    qtbot.waitUntil(lambda: len(engine.asked(SurveyPhone)) > before)
    qtbot.mouseClick(room.standing.guide, Qt.MouseButton.LeftButton)
    (guide,) = window.findChildren(HelpDialog)
    assert guide.isVisible()
    for opened in (guide, room):
        opened.close()


def test_about_names_the_version(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "about", lambda *words: said.append(words[-1]))
    window.menu["about"].trigger()
    assert "0.1.0" in said[0]


def test_the_drawing_is_back_at_the_next_start(qtbot: QtBot, engine: ScriptedEngine):
    save("open_camera", False)
    first = MainWindow(Studio(lambda: engine))
    draw(first)
    kept = first.studio.drawing.sketch
    first.close()
    second = MainWindow(Studio(lambda: engine))
    second.studio.begin()
    assert len(second.studio.drawing.sketch.strokes) == len(kept.strokes)
    assert second.notices.cards[-1].notice.text == "Your last drawing is back."
    second.close()


def test_closing_ends_every_engine(window: MainWindow, engine: ScriptedEngine):
    draw(window)
    window.studio.asking.ask()
    window.close()
    assert engine.last(Answer).is_cancelled
    assert engine.closings > 0


def test_models_that_cannot_be_loaded_are_seen_at_the_bottom(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot
):
    engine.fail(WarmUp, UserError(ErrorKind.model, "the full models are not here", "Pull them."))
    window.studio.settings.set("tier", "full")
    qtbot.waitUntil(lambda: window.footer.tier.text() == "models do not load")
    assert window.notices.cards[-1].notice.text == "the full models are not here"


def test_another_tier_is_warmed_up_at_once(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot
):
    before = len(engine.asked(WarmUp))
    window.studio.settings.set("tier", "lite")
    qtbot.waitUntil(lambda: len(engine.asked(WarmUp)) == before + 1)


def test_a_gallery_that_is_gone_is_told_and_the_one_that_is_there_is_chosen(
    window: MainWindow, engine: ScriptedEngine, qtbot: QtBot
):
    window.studio.asking.wish(gallery="mine")
    gone = UserError(ErrorKind.gallery, "no gallery or folder mine", "Make one.")
    engine.fail(Answer, gone)
    draw(window)
    window.studio.asking.ask()
    qtbot.waitUntil(lambda: window.studio.asking.wishes.gallery == "/samples")
    assert window.notices.cards[-1].notice.text == "no gallery or folder mine"

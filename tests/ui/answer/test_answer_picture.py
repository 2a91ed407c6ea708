"""The rendered picture and what can be chosen about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu

from sketch2image.core.pictures import open_picture
from sketch2image.engine.desktop.tasks import Answer, SaveSheet, SaveStrip, WarmUp
from sketch2image.ui import theme
from tests.ui.scripted_engine import FULL

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def options(answered):
    return answered.picture.options


@pytest.fixture
def save_at(monkeypatch, tmp_path):
    """What the person answers when asked for a place."""

    def save_at(name: str) -> str:
        path = str(tmp_path / name) if name else ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
        return path

    return save_at


def test_the_picture_of_the_answer_is_shown_whole(answered):
    picture = answered.picture.photo.picture
    assert (picture.width(), picture.height()) == (512, 512)
    seen = answered.picture.photo.grab().toImage()
    assert seen.pixelColor(seen.rect().center()).green() == 120


def test_there_is_no_card_before_there_is_a_picture(panel):
    assert not panel.picture.isVisible()


def test_the_dice_ask_for_another_seed(qtbot, studio, options, engine):
    with qtbot.waitSignal(studio.asking.answered):
        qtbot.mouseClick(options.roll, LEFT)
    assert engine.last(Answer).request.request.seed == options.seed.value() != 0


def test_a_seed_can_be_typed(qtbot, studio, options):
    options.seed.selectAll()
    qtbot.keyClicks(options.seed, "42")
    qtbot.keyClick(options.seed, Qt.Key.Key_Return)
    assert studio.asking.wishes.seed == 42


def test_the_strength_begins_at_the_usual_one_and_can_go_back_to_it(qtbot, studio, options):
    assert options.strength.value() == 8
    qtbot.keyClick(options.strength, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: studio.asking.wishes.strength == 0.45)
    qtbot.mouseClick(options.usual, LEFT)
    assert studio.asking.wishes.strength is None
    assert options.strength.value() == 8
    assert not options.usual.isEnabled()


def test_lite_models_have_no_styles_and_the_field_says_so(options):
    assert not options.style_box.isEnabled()
    assert options.style_box.currentIndex() == -1
    assert options.style_box.placeholderText() == "only with full models"


def test_full_models_have_styles(qtbot, studio, options, engine):
    engine.answer(WarmUp, FULL)
    studio.asking.warm_up()
    qtbot.waitUntil(options.style_box.isEnabled)
    assert options.style_box.currentText() == "no style"
    options.style_box.setFocus()
    qtbot.keyClick(options.style_box, Qt.Key.Key_Down)
    assert studio.asking.wishes.style == options.style_box.currentData() == "cinematic"


def test_the_picture_can_be_copied(qtbot, answered):
    qtbot.mouseClick(answered.picture.buttons["copy"], LEFT)
    assert QGuiApplication.clipboard().image().pixelColor(5, 5).green() == 120


def test_the_picture_can_be_saved(qtbot, answered, save_at, told):
    path = save_at("dog.png")
    qtbot.mouseClick(answered.picture.buttons["save"], LEFT)
    assert open_picture(path)[0, 0].tolist() == [10, 120, 60]
    assert told[-1].text == "Saved dog.png"


def test_a_picture_that_cannot_be_written_is_told(qtbot, answered, save_at, told):
    save_at("nowhere/dog.png")
    qtbot.mouseClick(answered.picture.buttons["save"], LEFT)
    assert told[-1].tone == "error"
    assert "cannot write" in told[-1].text


@pytest.mark.parametrize(("button", "task"), [("sheet", SaveSheet), ("strip", SaveStrip)])
def test_sheet_and_strip_are_written_by_the_engine(
    qtbot, studio, answered, engine, save_at, button, task
):
    engine.answer(task, lambda task: task.path)
    path = save_at("all.png")
    qtbot.mouseClick(answered.picture.buttons[button], LEFT)
    qtbot.waitUntil(lambda: bool(engine.asked(task)))
    assert engine.asked(task) == [task(studio.asking.result, path)]


def test_nothing_is_written_when_no_place_is_chosen(qtbot, answered, engine, save_at):
    save_at("")
    for button in ("save", "sheet", "strip"):
        qtbot.mouseClick(answered.picture.buttons[button], LEFT)
    assert engine.asked(SaveSheet) + engine.asked(SaveStrip) == []


def test_without_an_answer_there_is_nothing_to_save(panel, save_at, engine):
    path = save_at("all.png")
    panel.save_sheet()
    panel.save_strip()
    panel.picture.save()
    assert engine.asked(SaveSheet) + engine.asked(SaveStrip) == []
    assert not Path(path).exists()


def test_without_a_phone_sending_says_what_to_do(qtbot, answered, told):
    qtbot.mouseClick(answered.picture.buttons["send"], LEFT)
    assert told[-1].topic == "phone"


def test_the_context_menu_has_the_same_deeds(answered):
    photo = answered.picture.photo
    photo.customContextMenuRequested.emit(QPoint(9, 9))
    menu = photo.findChild(QMenu)
    texts = [action.text().partition("\t")[0] for action in menu.actions()]
    assert texts == [
        "Copy the picture",
        "Save the picture…",
        "Save the sheet…",
        "Save the strip…",
        "Send the sheet to the phone",
    ]
    menu.actions()[0].trigger()
    assert isinstance(QGuiApplication.clipboard().image(), QImage)
    menu.close()


def test_the_card_is_dark_where_the_theme_is(qapp, answered):
    theme.apply(qapp, "dark")
    corner = answered.grab().toImage().pixelColor(3, answered.head.y() + 60)
    assert corner.lightness() < 80

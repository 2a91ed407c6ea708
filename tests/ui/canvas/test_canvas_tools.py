"""The bar above the canvas: what is clicked is taken, and what is taken shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QColorDialog

from sketch2image.engine.desktop.gestures import PALETTE
from sketch2image.ui import words
from tests.ui.canvas.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


def scribble(desk: Desk) -> None:
    desk.drawing.press(100, 100)
    desk.drawing.drag(200, 200)
    desk.drawing.release()


def checked(buttons) -> list[int]:
    return [index for index, button in enumerate(buttons) if button.isChecked()]


def controls(desk: Desk) -> list[QAbstractButton]:
    bar = desk.panel.tools
    switches = [bar.eraser, bar.undo, bar.redo, bar.clear, bar.pause, bar.camera]
    return [*bar.pens, bar.more, *bar.widths, *switches]


@pytest.mark.parametrize("number", range(4))
def test_a_click_takes_a_pen(desk: Desk, qtbot, number: int):
    desk.drawing.take_eraser(True)
    qtbot.mouseClick(desk.panel.tools.pens[number], LEFT)
    assert desk.drawing.easel.color == PALETTE[number]
    assert not desk.drawing.easel.eraser
    assert checked(desk.panel.tools.pens) == [number]


def test_a_second_click_does_not_lay_a_pen_down(desk: Desk, qtbot):
    for _ in range(2):
        qtbot.mouseClick(desk.panel.tools.pens[2], LEFT)
    assert checked(desk.panel.tools.pens) == [2]


@pytest.mark.parametrize("number", range(4))
def test_a_click_takes_a_width(desk: Desk, qtbot, number: int):
    qtbot.mouseClick(desk.panel.tools.widths[number], LEFT)
    assert desk.drawing.easel.width == (3, 5, 9, 15)[number]
    assert checked(desk.panel.tools.widths) == [number]


def test_a_hand_that_takes_the_next_color_and_width_shows_on_the_bar(desk: Desk):
    desk.drawing.act("next color")
    desk.drawing.act("next width")
    assert checked(desk.panel.tools.pens) == [1]
    assert desk.panel.tools.widths[checked(desk.panel.tools.widths)[0]].pen_width == 9


def test_the_eraser_is_taken_and_laid_down(desk: Desk, qtbot):
    bar = desk.panel.tools
    qtbot.mouseClick(bar.eraser, LEFT)
    assert desk.drawing.easel.eraser
    assert not checked(bar.pens)
    qtbot.mouseClick(bar.eraser, LEFT)
    assert not desk.drawing.easel.eraser
    assert checked(bar.pens) == [0]


def test_undo_redo_and_clear_can_be_clicked_when_they_can_be_done(desk: Desk, qtbot):
    bar = desk.panel.tools
    assert not any(button.isEnabled() for button in (bar.undo, bar.redo, bar.clear))
    scribble(desk)
    assert bar.undo.isEnabled()
    assert bar.clear.isEnabled()
    qtbot.mouseClick(bar.undo, LEFT)
    assert desk.drawing.is_empty
    assert not bar.undo.isEnabled()
    qtbot.mouseClick(bar.redo, LEFT)
    assert len(desk.drawing.sketch.strokes) == 1
    qtbot.mouseClick(bar.clear, LEFT)
    assert desk.drawing.is_empty
    assert not bar.clear.isEnabled()


def test_pause_follows_the_drawing_both_ways(desk: Desk, qtbot):
    qtbot.mouseClick(desk.panel.tools.pause, LEFT)
    assert desk.drawing.paused
    desk.drawing.pause(False)
    assert not desk.panel.tools.pause.isChecked()


def test_the_camera_is_turned_on_and_off(desk: Desk, qtbot):
    button = desk.panel.tools.camera
    qtbot.mouseClick(button, LEFT)
    assert desk.camera.is_on
    assert button.isChecked()
    desk.camera.stop()
    assert not button.isChecked()


def test_more_colors_stand_in_the_palette(desk: Desk, qtbot):
    more = desk.panel.tools.more
    qtbot.mouseClick(more, LEFT)
    assert more.popup.isVisible()
    qtbot.mouseClick(more.popup.swatches[0], LEFT)
    assert not more.popup.isVisible()
    assert desk.drawing.easel.color == (230, 159, 0)
    assert checked(more.popup.swatches) == [0]
    assert not checked(desk.panel.tools.pens)
    qtbot.mouseClick(desk.panel.tools.pens[0], LEFT)
    assert not checked(more.popup.swatches)


def test_the_palette_is_used_by_keys_too(desk: Desk, qtbot):
    popup = desk.panel.tools.more.popup
    qtbot.keyClick(desk.panel.tools.more, Qt.Key.Key_Space)
    qtbot.keyClick(popup.swatches[0], Qt.Key.Key_Right)
    qtbot.keyClick(popup.focusWidget(), Qt.Key.Key_Space)
    assert desk.drawing.easel.color == popup.swatches[1].color
    qtbot.keyClick(desk.panel.tools.more, Qt.Key.Key_Space)
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert desk.drawing.easel.color == popup.swatches[1].color


@pytest.mark.parametrize(("chosen", "color"), [(QColor(1, 2, 3), (1, 2, 3)), (QColor(), (0, 0, 0))])
def test_any_other_color_can_be_chosen_or_not(desk: Desk, qtbot, monkeypatch, chosen, color):
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: chosen)
    qtbot.mouseClick(desk.panel.tools.more.popup.other, LEFT)
    assert desk.drawing.easel.color == color


def test_every_control_has_a_name_a_tip_and_is_reached_by_tab(desk: Desk, qtbot):
    for button in controls(desk):
        assert button.accessibleName()
        assert button.accessibleName() in button.toolTip()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert desk.panel.tools.undo.toolTip() == "Undo (Ctrl+Z)"
    assert desk.panel.tools.pens[1].toolTip() == "Red pen (2)"


def test_the_keyboard_alone_takes_a_pen(desk: Desk, qtbot):
    desk.panel.activateWindow()
    desk.panel.tools.pens[0].setFocus()
    qtbot.keyClick(desk.panel.focusWidget(), Qt.Key.Key_Tab)
    assert desk.panel.focusWidget() is desk.panel.tools.pens[1]
    qtbot.keyClick(desk.panel.focusWidget(), Qt.Key.Key_Space)
    assert desk.drawing.easel.color == PALETTE[1]


def test_names_change_with_the_language(desk: Desk):
    words.speak("ko")
    assert desk.panel.tools.pens[1].toolTip() == "빨강 펜 (2)"
    assert desk.panel.tools.eraser.accessibleName() == "지우개"


def test_a_narrow_bar_wraps_and_hides_nothing(desk: Desk):
    def rows() -> int:
        bar = desk.panel.tools
        middles = {button.mapTo(bar, button.rect().center()).y() for button in controls(desk)}
        return len({middle // 24 for middle in middles})

    assert rows() == 1
    desk.panel.resize(440, 700)
    QApplication.processEvents()
    assert rows() == 2
    for button in controls(desk):
        place = button.mapTo(desk.panel, button.rect().bottomRight())
        assert desk.panel.rect().contains(place)
        assert place.y() < desk.view.geometry().top()

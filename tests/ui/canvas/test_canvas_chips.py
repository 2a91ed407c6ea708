"""What is said of camera, hand and light; and how much paper lies over the camera."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from sketch2image.core import settings
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.camera_events import Lost, Opening
from sketch2image.ui import theme, words
from sketch2image.ui.canvas.chips import StatusChip
from tests.ui.canvas.conftest import GRAY, Desk, pixels

LOST = UserError(ErrorKind.camera, "the camera is gone", "Check its cable.")
LEFT = Qt.MouseButton.LeftButton


def test_the_first_chip_turns_the_camera_on_and_off(desk: Desk, qtbot):
    chip = desk.panel.chips.camera
    assert chip.text() == "camera off"
    qtbot.mouseClick(chip, LEFT)
    assert desk.camera.is_on
    assert chip.text() == "opening the camera"
    qtbot.mouseClick(chip, LEFT)
    assert not desk.camera.is_on
    assert chip.text() == "camera off"


def test_an_open_camera_tells_size_and_rate(desk: Desk):
    desk.open()
    desk.camera.rate = 29.6
    desk.camera.changed.emit()
    assert desk.panel.chips.camera.text() == "640×480 · 30/s"
    assert desk.panel.chips.camera.property("state") == "ok"


def test_a_camera_that_is_not_ready_says_what_is_being_done(desk: Desk):
    chip = desk.panel.chips.camera
    desk.open()
    desk.tell(Opening("fetching the hand model", Progress("hand", 1, 4, "")))
    assert chip.text() == "fetching the hand model 25%"
    desk.see(None, GRAY)
    assert chip.text().startswith("640×480")


def test_a_lost_camera_says_so(desk: Desk):
    desk.open()
    desk.tell(Lost(LOST))
    chip = desk.panel.chips.camera
    assert (chip.text(), chip.property("state")) == ("no camera", "danger")
    assert "without it" in chip.toolTip()
    assert not desk.panel.chips.hand.isVisible()


def test_the_hand_is_seen_not_seen_or_not_yours(desk: Desk, hands):
    chip = desk.panel.chips.hand
    assert not chip.isVisible()
    desk.open()
    desk.see(None, GRAY)
    assert chip.isVisible()
    assert chip.text() == "no hand in sight"
    desk.see(None, GRAY, stranger=hands["two"])
    assert (chip.text(), chip.property("state")) == ("not your hand", "weak")
    desk.see(hands["two"], GRAY)
    assert (chip.text(), chip.property("state")) == ("hand seen", "ok")


def test_poor_light_says_what_to_do(desk: Desk):
    chip = desk.panel.chips.light
    desk.open()
    desk.see(None, GRAY)
    assert chip.text() == "good light"
    desk.see(None, GRAY, brightness=20)
    assert chip.text() == "too dark"
    assert "lamp" in chip.toolTip()
    assert "lamp" in chip.accessibleName()


def test_chips_speak_korean(desk: Desk):
    words.speak("ko")
    assert desk.panel.chips.camera.text() == "카메라 꺼짐"


def test_a_chip_shows_what_it_is_told(qtbot, qapp):
    theme.apply(qapp, "light")
    chip = StatusChip()
    qtbot.addWidget(chip)
    chip.show_state("models", "lite models", "ok", "no GPU")
    usual = pixels(chip.grab().toImage())
    assert (chip.text(), chip.toolTip()) == ("lite models", "no GPU")
    assert chip.accessibleName() == "lite models. no GPU"
    chip.show_state("models", "lite models", "danger", "no GPU")
    assert abs(pixels(chip.grab().toImage()) - usual).max() > 40


def test_a_chip_that_does_nothing_is_left_out_by_tab(qtbot):
    chip = StatusChip(acts=False)
    qtbot.addWidget(chip)
    assert chip.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_slider_lays_paper_over_the_camera_and_keeps_it(desk: Desk, qtbot):
    desk.open()
    desk.see(image=GRAY)
    slider = desk.panel.paper.slider
    assert desk.view.paper == 0.5
    slider.setFocus()
    with qtbot.waitSignal(desk.settings.changed) as told:
        for _ in range(3):
            qtbot.keyClick(slider, Qt.Key.Key_Right)
        assert desk.view.paper == pytest.approx(0.53)
    assert told.args == ["paper"]
    assert settings.load().paper == pytest.approx(0.53)


def test_the_slider_follows_the_setting(desk: Desk):
    desk.settings.set("paper", 0.2)
    assert desk.panel.paper.slider.value() == 20
    assert desk.panel.paper.share == 0.2


def test_following_a_setting_does_not_write_it(desk: Desk, qtbot, home):
    desk.settings.set("paper", 0.2)
    desk.settings.set("paper", None)
    assert desk.panel.paper.slider.value() == 50
    qtbot.wait(350)
    assert "paper" not in (home / settings.FILE).read_text("utf-8")


def test_without_a_camera_there_is_nothing_to_cover(desk: Desk):
    assert not desk.panel.paper.slider.isEnabled()
    desk.open()
    assert desk.panel.paper.slider.isEnabled()


def test_a_choice_that_cannot_be_kept_is_told(desk: Desk, qtbot, home):
    desk.open()
    (home / settings.FILE).mkdir()
    with qtbot.waitSignal(desk.panel.failed) as told:
        desk.panel.paper.slider.setValue(80)
    assert isinstance(told.args[0], UserError)

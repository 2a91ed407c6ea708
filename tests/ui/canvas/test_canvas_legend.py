"""The legend shows the gestures of the profile, and which of them the hand makes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sketch2image.engine.desktop.gestures import Action
from sketch2image.engine.setups import setup_from
from sketch2image.ui import words
from sketch2image.ui.canvas.gesture_cell import GestureCell
from tests.ui.canvas.conftest import GRAY, Desk, near, pixels


def lit(desk: Desk) -> list[Action]:
    return [cell.rule.action for cell in desk.panel.legend.cells if cell.is_lit]


def names(desk: Desk) -> list[str]:
    return [cell.accessibleName() for cell in desk.panel.legend.cells]


def test_each_action_stands_there_once_with_its_hands_and_its_time(desk: Desk):
    assert names(desk)[0] == "Draw: index finger or thumb, index finger"
    assert "Undo: thumb, little finger, held still for 0.5 s" in names(desk)
    assert "Lift: fist" in names(desk)
    assert "Search: open hand, held still for 1 s" in names(desk)
    assert len(names(desk)) == len(set(names(desk))) == 10


@pytest.mark.parametrize("profile", ["pinch", "code", "readme"])
def test_another_profile_shows_its_own(desk: Desk, profile: str):
    setup = setup_from(profile)
    desk.drawing.change_setup(setup)
    QApplication.processEvents()
    actions = [cell.rule.action for cell in desk.panel.legend.cells]
    assert actions == [rule.action for rule, _ in setup.profile.meanings]
    shown = [cell for cell in desk.panel.findChildren(GestureCell) if cell.isVisibleTo(desk.panel)]
    assert shown == desk.panel.legend.cells


def test_gestures_that_choose_a_pen_name_its_color(desk: Desk):
    desk.drawing.change_setup(setup_from("code"))
    assert names(desk)[0] == "Draw (Black): index finger"
    assert names(desk)[1] == "Draw (#00ff00): index finger, middle finger"


def test_the_pinch_has_words_of_its_own(desk: Desk):
    desk.drawing.change_setup(setup_from("pinch"))
    assert names(desk)[0] == "Draw: thumb and index finger touch"


def test_the_current_gesture_lights_up(desk: Desk, hands):
    desk.open()
    desk.hold(hands["two"], 0.4)
    assert lit(desk) == [Action.hover]
    desk.hold(hands["one"], 0.4)
    assert lit(desk) == [Action.draw]
    desk.see(None)
    assert lit(desk) == []


def test_only_the_color_in_hand_lights_up(desk: Desk, hands):
    desk.drawing.change_setup(setup_from("code"))
    desk.open()
    desk.hold(hands["two"], 0.4)
    assert [cell.rule.color for cell in desk.panel.legend.cells if cell.is_lit] == [(0, 255, 0)]


def test_a_held_gesture_fills(desk: Desk, hands):
    desk.open()
    desk.hold(hands["undo"], 0.4)
    [cell] = [cell for cell in desk.panel.legend.cells if cell.is_lit]
    assert cell.rule.action is Action.undo
    assert 0.3 < cell.progress < 1
    picture = pixels(cell.grab().toImage())
    middle = cell.height() - 4
    full, empty = near(picture, (8, middle), 1), near(picture, (cell.width() - 8, middle), 1)
    assert full.mean() < empty.mean() - 20


def test_a_hand_that_rests_lights_nothing(desk: Desk, hands):
    desk.drawing.pause(True)
    desk.open()
    desk.hold(hands["one"], 0.5)
    assert lit(desk) == []
    desk.drawing.pause(False)
    desk.hold(hands["one"], 0.5)
    desk.camera.stop()
    assert lit(desk) == []


def test_it_folds_to_a_strip_of_hands_and_back(desk: Desk, qtbot):
    legend = desk.panel.legend
    high = legend.height()
    qtbot.mouseClick(legend.fold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: legend.height() < high)
    assert legend.is_folded
    assert {cell.width() <= 80 for cell in legend.cells} == {True}
    qtbot.mouseClick(legend.fold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: legend.height() == high)
    assert not legend.is_folded


@pytest.mark.parametrize("size", [(700, 560), (480, 740)])
def test_a_small_window_folds_it_by_itself(desk: Desk, qtbot, size: tuple[int, int]):
    fold = desk.panel.legend.fold
    desk.panel.resize(*size)
    assert fold.isChecked()
    qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
    desk.panel.resize(size[0] + 5, size[1] + 5)
    assert not fold.isChecked()
    desk.panel.resize(*size)
    desk.panel.resize(700, 760)
    assert not fold.isChecked()


@pytest.mark.parametrize("width", [420, 700, 1000])
def test_no_cell_is_cut_and_none_covers_another(desk: Desk, width: int):
    desk.panel.resize(width, 800)
    QApplication.processEvents()
    places = [cell.geometry() for cell in desk.panel.legend.cells]
    room = desk.panel.legend.cells[0].parentWidget().rect()
    for index, place in enumerate(places):
        assert room.contains(place)
        assert place.width() >= desk.panel.legend.cells[index].sizeHint().width()
        assert not any(place.intersects(other) for other in places[:index])


def test_a_left_hand_is_drawn_mirrored(desk: Desk):
    def hand():
        return pixels(desk.panel.legend.cells[0].grab().toImage())[:, 3:31]

    right = hand()
    desk.drawing.change_setup(setup_from(hand="left"))
    QApplication.processEvents()
    assert (abs(hand()[:, ::-1] - right) > 60).mean() < 0.05
    assert (abs(hand() - right) > 60).mean() > 0.05


def test_it_speaks_korean(desk: Desk, hands):
    words.speak("ko")
    desk.open()
    desk.see(hands["one"], GRAY)
    assert names(desk)[0] == "그리기: 검지 또는 엄지, 검지"

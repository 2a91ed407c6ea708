"""Mouse, pen and touch draw on the canvas, wherever it lies in the window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.canvas.conftest import Desk

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
LINE = [(100.0 + 10 * step, 100.0 + 6 * step) for step in range(30)]


def place(desk: Desk, x: float, y: float) -> QPoint:
    return desk.view.fit.to_widget(x, y).toPoint()


def draw(desk: Desk, points=LINE, button=LEFT, keys=NONE) -> None:
    QTest.mousePress(desk.view, button, keys, place(desk, *points[0]))
    for point in points[1:]:
        QTest.mouseMove(desk.view, place(desk, *point))
    QTest.mouseRelease(desk.view, button, keys, place(desk, *points[-1]))


def stroke(desk: Desk):
    return desk.drawing.sketch.strokes[-1]


@pytest.mark.parametrize("size", [(480, 560), (640, 700), (960, 980)])
def test_the_mouse_draws_in_pixels_of_the_canvas(desk: Desk, size: tuple[int, int]):
    desk.panel.resize(*size)
    QApplication.processEvents()
    draw(desk)
    assert len(desk.drawing.sketch.strokes) == 1
    assert stroke(desk).points[0] == pytest.approx(LINE[0], abs=2)
    assert stroke(desk).points[-1] == pytest.approx(LINE[-1], abs=2)
    assert not stroke(desk).eraser


def test_it_shows_while_it_is_drawn_and_afterwards(desk: Desk):
    QTest.mousePress(desk.view, LEFT, NONE, place(desk, 100, 200))
    QTest.mouseMove(desk.view, place(desk, 300, 200))
    middle = place(desk, 200, 200)
    assert tuple(desk.picture()[middle.y(), middle.x()]) == (0, 0, 0)
    QTest.mouseRelease(desk.view, LEFT, NONE, place(desk, 300, 200))
    assert tuple(desk.picture()[middle.y(), middle.x()]) == (0, 0, 0)


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, NONE), (LEFT, SHIFT)])
def test_the_right_button_wipes_and_so_does_shift(desk: Desk, button, keys):
    draw(desk)
    ink = desk.drawing.sketch.mask.sum()
    draw(desk, LINE[:15], button, keys)
    assert stroke(desk).eraser
    assert 0 < desk.drawing.sketch.mask.sum() < 0.7 * ink
    assert not desk.drawing.easel.eraser


def test_a_click_is_a_dot_and_two_are_two(desk: Desk):
    QTest.mouseClick(desk.view, LEFT, NONE, place(desk, 200, 200))
    QTest.mouseDClick(desk.view, LEFT, NONE, place(desk, 300, 200))
    QTest.mouseRelease(desk.view, LEFT, NONE, place(desk, 300, 200))
    dots = [tuple(np.round(drawn.points.mean(axis=0))) for drawn in desk.drawing.sketch.strokes]
    assert dots[0] == pytest.approx((200, 200), abs=2)
    assert dots[-1] == pytest.approx((300, 200), abs=2)


def test_a_stroke_goes_on_beyond_the_canvas_and_is_cut_there(desk: Desk):
    draw(desk, [(600, 240), (630, 240), (660, 240), (700, 240)])
    assert stroke(desk).points[:, 0].max() > 640
    row = desk.picture()[place(desk, 0, 240).y()]
    assert (row[desk.view.fit.rect.right() + 1 :] > 200).all()


def test_nothing_is_drawn_from_beside_the_canvas(desk: Desk):
    desk.panel.resize(900, 560)
    QApplication.processEvents()
    QTest.mousePress(desk.view, LEFT, NONE, QPoint(3, 100))
    QTest.mouseMove(desk.view, place(desk, 300, 100))
    QTest.mouseRelease(desk.view, LEFT, NONE, place(desk, 300, 100))
    assert desk.drawing.is_empty


def test_hiding_the_canvas_ends_the_stroke(desk: Desk):
    QTest.mousePress(desk.view, LEFT, NONE, place(desk, 100, 100))
    QTest.mouseMove(desk.view, place(desk, 200, 100))
    desk.panel.hide()
    assert len(desk.drawing.sketch.strokes) == 1
    assert not desk.drawing.easel.canvas.is_drawing


def test_a_click_takes_the_keys_from_a_field(desk: Desk, qtbot):
    desk.panel.activateWindow()
    QTest.mouseClick(desk.view, LEFT, NONE, place(desk, 200, 200))
    assert desk.panel.focusWidget() is desk.view


def pen(end: QPointingDevice.PointerType) -> QPointingDevice:
    able = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    return QPointingDevice("pen", 7, QInputDevice.DeviceType.Stylus, end, able, 1, 2)


def pen_events(desk: Desk, pressures, end=QPointingDevice.PointerType.Pen) -> None:
    device = pen(end)
    steps = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(pressures) - 2)]
    for index, kind in enumerate([*steps, QEvent.Type.TabletRelease]):
        at = desk.view.fit.to_widget(100 + 20 * index, 200)
        force = pressures[index]
        event = QTabletEvent(
            kind, device, at, QPointF(desk.view.mapToGlobal(at.toPoint())),
            force, 0, 0, 0, 0, 0, NONE, LEFT, LEFT,
        )  # fmt: skip
        QApplication.sendEvent(desk.view, event)


def test_a_pen_draws_the_wider_the_harder_it_presses(desk: Desk):
    pen_events(desk, [0.2] * 8)
    light = stroke(desk)
    pen_events(desk, [1.0] * 8)
    assert light.points[0] == pytest.approx((100, 200), abs=2)
    assert light.width < stroke(desk).width == desk.drawing.easel.width


def test_the_other_end_of_the_pen_wipes(desk: Desk):
    pen_events(desk, [1.0] * 8, QPointingDevice.PointerType.Eraser)
    assert stroke(desk).eraser


@pytest.fixture(scope="module")
def screen():
    return QTest.createTouchDevice()


def test_a_finger_on_the_screen_draws(desk: Desk, screen):
    QTest.touchEvent(desk.view, screen).press(0, place(desk, *LINE[0]), desk.view).commit()
    for point in LINE[1:]:
        QTest.touchEvent(desk.view, screen).move(0, place(desk, *point), desk.view).commit()
    QTest.touchEvent(desk.view, screen).release(0, place(desk, *LINE[-1]), desk.view).commit()
    assert len(desk.drawing.sketch.strokes) == 1
    assert stroke(desk).points[0] == pytest.approx(LINE[0], abs=2)
    assert stroke(desk).points[-1] == pytest.approx(LINE[-1], abs=2)


def test_a_tap_is_a_dot(desk: Desk, screen):
    QTest.touchEvent(desk.view, screen).press(0, place(desk, 200, 200), desk.view).commit()
    QTest.touchEvent(desk.view, screen).release(0, place(desk, 200, 200), desk.view).commit()
    assert stroke(desk).points[0] == pytest.approx((200, 200), abs=2)


def test_two_fingers_do_not_draw(desk: Desk, screen):
    QTest.touchEvent(desk.view, screen).press(0, place(desk, 200, 200), desk.view).commit()
    both = QTest.touchEvent(desk.view, screen)
    both.stationary(0).press(1, place(desk, 300, 200), desk.view).commit()
    for step in range(5):
        both = QTest.touchEvent(desk.view, screen)
        both.move(0, place(desk, 200, 200 + 20 * step), desk.view)
        both.move(1, place(desk, 300, 200 + 20 * step), desk.view).commit()
    both = QTest.touchEvent(desk.view, screen)
    both.release(0, place(desk, 200, 280), desk.view)
    both.release(1, place(desk, 300, 280), desk.view).commit()
    assert desk.drawing.is_empty

"""The canvas shows camera, paper, drawing and hand, and gives credit for pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.engine.desktop.camera_events import Lost
from sketch2image.ui import theme, words
from tests.ui.canvas.conftest import GRAY, Desk, moved, near

LOST = UserError(ErrorKind.camera, "the camera is gone", "Check its cable.")


def at(desk: Desk, x: float, y: float) -> tuple[int, int]:
    point = desk.view.fit.to_widget(x, y).toPoint()
    return point.x(), point.y()


def shade(desk: Desk, x: float = 30, y: float = 400) -> float:
    """How bright the canvas is at a quiet place."""
    return near(desk.picture(), at(desk, x, y)).mean()


def difference(desk: Desk, before: np.ndarray) -> np.ndarray:
    """(H, W) how much each pixel has changed."""
    return np.abs(desk.picture() - before).max(axis=2)


def test_without_a_camera_there_is_only_paper(desk: Desk):
    desk.view.set_paper(0.0)
    assert desk.view.paper == 1
    assert shade(desk) == 255


@pytest.mark.parametrize(("paper", "seen"), [(0.0, 120), (0.5, 187.5), (1.0, 255)])
def test_the_paper_covers_the_camera_more_or_less(desk: Desk, paper: float, seen: float):
    desk.open()
    desk.see(image=GRAY)
    desk.view.set_paper(paper)
    assert shade(desk) == pytest.approx(seen, abs=1)


def test_the_cameras_picture_is_shown_as_it_comes_and_may_be_smaller(desk: Desk):
    image = np.zeros((240, 320, 3), np.uint8)
    image[:, :160] = 255, 0, 0
    desk.open()
    desk.view.set_paper(0.0)
    desk.see(image=image[:, ::-1])
    picture = desk.picture()
    assert near(picture, at(desk, 600, 300))[2, 2].tolist() == [255, 0, 0]
    assert near(picture, at(desk, 40, 300))[2, 2].tolist() == [0, 0, 0]


def test_a_picture_is_copied(desk: Desk):
    image = GRAY.copy()
    desk.open()
    desk.view.set_paper(0.0)
    desk.see(image=image)
    image[:] = 0
    assert shade(desk) == 120


def test_each_painted_picture_is_credited_once(desk: Desk):
    desk.open()
    link = desk.links[-1]
    for count in range(1, 6):
        desk.see(image=GRAY)
        assert link.credit == 1 + count
    desk.see(image=None)
    desk.view.repaint()
    assert link.credit == 6


def test_a_hidden_canvas_gives_no_credit_until_it_is_seen(desk: Desk, qtbot):
    desk.open()
    desk.panel.hide()
    desk.see(image=GRAY)
    assert desk.links[-1].credit == 1
    desk.panel.show()
    qtbot.waitUntil(lambda: desk.links[-1].credit == 2)


def test_a_camera_opened_anew_gets_no_credit_for_the_last_ones_picture(desk: Desk, qtbot):
    desk.open()
    desk.panel.hide()
    desk.see(image=GRAY)
    desk.open()
    desk.panel.show()
    qtbot.wait(50)
    assert near(desk.picture(), at(desk, 30, 400)).min() == 255
    assert desk.links[-1].credit == 1


def test_when_the_camera_is_gone_so_is_its_picture(desk: Desk, hands):
    desk.open()
    desk.see(hands["two"], GRAY)
    assert shade(desk) < 200
    desk.tell(Lost(LOST))
    assert (desk.picture()[100:200, 200:400] > 250).all()
    desk.camera.stop()
    assert desk.view.paper == 1


def test_strokes_keep_their_strength_over_the_camera_and_the_eraser_bares_it(desk: Desk):
    line = np.float32([[50, 400], [300, 400]])
    desk.open()
    desk.see(image=GRAY)
    desk.view.set_paper(0.3)
    ground = shade(desk, 100, 440)
    desk.drawing.put(Sketch((640, 480), (Stroke(line, width=15),)))
    assert shade(desk, 100, 400) == 0
    wiper = Stroke(np.float32([[100, 400]]), width=60, eraser=True)
    desk.drawing.put(Sketch((640, 480), (Stroke(line, width=15), wiper)))
    assert shade(desk, 100, 400) == ground
    assert shade(desk, 250, 400) == 0


def test_a_hand_is_shown_as_a_skeleton(desk: Desk, hands):
    desk.open()
    desk.see(image=GRAY)
    before = desk.picture()
    desk.see(hands["two"], GRAY)
    changed = difference(desk, before) > 40
    for x, y in hands["two"].landmarks[:, :2].tolist():
        column, row = at(desk, x, y)
        assert changed[row - 3 : row + 4, column - 3 : column + 4].any()
    assert not changed[: at(desk, 0, float(hands["two"].low[1]) - 60)[1], :100].any()


@pytest.mark.parametrize("ground", [0, 120, 255])
def test_bones_are_legible_on_any_ground(desk: Desk, hands, ground: int):
    desk.open()
    desk.view.set_paper(0.0)
    desk.see(image=np.full_like(GRAY, ground))
    before = desk.picture()
    desk.see(hands["two"], np.full_like(GRAY, ground))
    x, y = hands["two"].landmarks[[0, 17], :2].mean(axis=0).tolist()
    assert near(difference(desk, before), at(desk, x, y), 4).max() > 90


def test_the_nib_is_a_ring_in_hover_and_filled_with_ink_while_it_draws(desk: Desk, hands):
    desk.open()
    desk.drawing.choose_pen(1)
    desk.drawing.choose_width(15)
    desk.hold(hands["two"], 0.5)
    desk.see(hands["two"], GRAY)
    red = np.array(desk.drawing.easel.color)
    tip = at(desk, *hands["two"].pen)
    hovering = desk.picture()
    desk.hold(hands["one"], 0.5)
    desk.see(hands["one"], GRAY)
    drawing = near(desk.picture(), at(desk, *hands["one"].pen), 1)
    assert np.abs(near(hovering, tip, 1) - red).max() > 60
    ring = near(hovering, tip, round(12 * desk.view.fit.scale))
    assert (np.abs(ring - red).max(axis=2) < 60).any()
    assert np.abs(drawing - red).max() < 40


def test_a_drawing_hand_leaves_a_stroke_that_shows(desk: Desk, hands):
    desk.open()
    desk.hold(hands["two"], 0.4)
    for step in range(30):
        desk.see(moved(hands["one"], 4 * step, 0), GRAY)
    x, y = hands["one"].pen
    assert near(desk.picture(), at(desk, x + 30, y)).min() == 0


def test_the_ring_fills_with_the_name_beside_it_while_a_hold_is_confirmed(desk: Desk, hands):
    accent = np.array(theme.color("accent").getRgb()[:3])
    desk.open()

    def blue() -> int:
        desk.see(hands["undo"], GRAY)
        middle = at(desk, *hands["undo"].center.tolist())
        near_hand = near(desk.picture(), middle, 60)
        return int((np.abs(near_hand - accent).max(axis=2) < 25).sum())

    desk.hold(hands["undo"], 0.2)
    early = blue()
    desk.hold(hands["undo"], 0.15)
    late = blue()
    desk.hold(hands["undo"], 0.5)
    assert early + 40 < late
    assert blue() < early


def test_a_strangers_hand_gets_a_box_and_no_skeleton(desk: Desk, hands):
    desk.open()
    desk.see(image=GRAY)
    before = desk.picture()
    desk.see(None, GRAY, stranger=hands["two"])
    changed = difference(desk, before) > 40
    left, top = at(desk, *(hands["two"].low - 10).tolist())
    right, bottom = at(desk, *(hands["two"].high + 10).tolist())
    assert changed[top + 20 : bottom - 10, left - 3 : left + 4].sum() > 20
    assert not changed[(top + bottom) // 2, left + 8 : right - 8].any()


def test_an_empty_canvas_says_what_to_do_until_something_is_drawn(desk: Desk):
    middle = at(desk, 320, 240)
    assert near(desk.picture(), middle, 60).min() < 128
    desk.drawing.press(10, 10)
    desk.drawing.drag(30, 30)
    QApplication.processEvents()
    assert near(desk.picture(), middle, 60).min() == 255
    desk.drawing.release()
    desk.drawing.act("undo")
    assert near(desk.picture(), middle, 60).min() < 128


def test_a_paused_hand_is_told_and_the_canvas_dims(desk: Desk):
    bright = shade(desk)
    desk.drawing.pause(True)
    assert shade(desk) < bright - 40
    desk.drawing.pause(False)
    assert shade(desk) == bright


def test_the_prompt_changes_with_the_language(desk: Desk):
    english = desk.picture()
    words.speak("ko")
    assert difference(desk, english).max() > 100
    assert desk.view.accessibleName() == "허공 캔버스"


def test_the_paper_stays_white_in_the_dark(desk: Desk, qapp):
    theme.apply(qapp, "dark")
    assert shade(desk) == 255
    corner = desk.picture()[desk.view.fit.rect.top(), desk.view.fit.rect.left()]
    assert corner.max() < 60


def test_the_cursor_is_as_wide_as_the_tip(desk: Desk):
    def width() -> int:
        return desk.view.cursor().pixmap().width()

    desk.drawing.choose_width(3)
    thin = width()
    desk.drawing.choose_width(15)
    thick = width()
    desk.drawing.take_eraser(True)
    assert thin < thick < width()
    assert thick == pytest.approx(17.44 * desk.view.fit.scale + 8, abs=3)


def test_another_size_of_canvas_is_fitted(desk: Desk):
    desk.drawing.resize((1280, 720))
    assert desk.view.fit.size == (1280, 720)
    assert desk.view.fit.rect.width() == desk.view.width()


def let_fall(desk: Desk, path: str) -> bool:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(path)])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, held, left, none)
    enter.ignore()
    QApplication.sendEvent(desk.view, enter)
    if enter.isAccepted():
        QApplication.sendEvent(desk.view, QDropEvent(QPointF(50, 50), copy, held, left, none))
    return enter.isAccepted()


@pytest.mark.parametrize("name", ["drawing.svg", "Photo.JPG", "scan.heic"])
def test_sketches_and_pictures_can_be_let_fall(desk: Desk, qtbot, name: str):
    with qtbot.waitSignal(desk.panel.dropped) as told:
        assert let_fall(desk, f"/somewhere/{name}")
    assert told.args == [f"/somewhere/{name}"]


def test_other_files_are_not_welcome(desk: Desk, qtbot):
    with qtbot.assertNotEmitted(desk.panel.dropped):
        assert not let_fall(desk, "/somewhere/notes.txt")

"""Pen, eraser, undo and redo."""

from __future__ import annotations

import numpy as np

from sketch2image.air.canvas import Canvas
from sketch2image.core.sketch import Sketch


def blank():
    return Canvas(Sketch((200, 100)))


def line(canvas, y, **pen):
    canvas.down(20, y, **pen)
    canvas.move(180, y)
    canvas.up()


def test_a_stroke_is_one_step():
    canvas = blank()
    assert canvas.sketch().is_empty
    line(canvas, 30)
    line(canvas, 60, color=(255, 0, 0))
    assert len(canvas.sketch().strokes) == 2
    assert canvas.undo()
    assert len(canvas.sketch().strokes) == 1
    assert canvas.undo()
    assert not canvas.undo()
    assert canvas.sketch().is_empty
    assert canvas.redo()
    assert canvas.redo()
    assert not canvas.redo()
    assert canvas.sketch().strokes[1].color == (255, 0, 0)


def test_a_new_stroke_forgets_what_was_undone():
    canvas = blank()
    line(canvas, 30)
    canvas.undo()
    line(canvas, 60)
    assert not canvas.can_redo


def test_clear_can_be_undone():
    canvas = blank()
    line(canvas, 30)
    canvas.clear()
    assert canvas.sketch().is_empty
    canvas.undo()
    assert not canvas.sketch().is_empty
    blank().clear()


def test_the_eraser_wipes_a_broad_track():
    canvas = blank()
    line(canvas, 50)
    line(canvas, 60, eraser=True, width=50)
    assert canvas.sketch().is_empty
    canvas.undo()
    assert not canvas.sketch().is_empty


def test_the_open_stroke_shows_and_can_be_replaced_or_dropped():
    canvas = blank()
    canvas.down(10, 10)
    canvas.move(50, 50)
    assert canvas.is_drawing
    assert len(canvas.sketch().strokes) == 1
    assert len(canvas.committed().strokes) == 0
    canvas.up(np.array([[10, 10], [60, 60]], np.float32))
    assert canvas.sketch().strokes[0].points[-1].tolist() == [60, 60]
    canvas.down(10, 10)
    canvas.up(np.empty((0, 2), np.float32))
    assert len(canvas.sketch().strokes) == 1


def test_moving_with_the_pen_up_draws_nothing():
    canvas = blank()
    canvas.move(50, 50)
    canvas.up()
    assert canvas.current is None
    assert not canvas.can_undo


def test_a_picture_can_be_drawn_on():
    backdrop = np.full((100, 200, 3), 255, np.uint8)
    backdrop[40:45] = 0
    canvas = Canvas(Sketch((200, 100), backdrop=backdrop))
    line(canvas, 80)
    assert canvas.sketch().mask[42, 100]
    assert canvas.sketch().mask[80, 100]
    canvas.clear()
    assert canvas.sketch().is_empty


def test_what_is_shown_ahead_is_never_kept():
    canvas = blank()
    canvas.down(20, 50, width=9)
    canvas.move(60, 50, ahead=(80, 50))
    assert canvas.current.points[:, 0].tolist() == [20, 60, 80]
    assert canvas.sketch().strokes[0].points[:, 0].tolist() == [20, 60]
    canvas.up()
    assert canvas.sketch().strokes[0].points[:, 0].tolist() == [20, 60]
    assert canvas.sketch().strokes[0].width == 9

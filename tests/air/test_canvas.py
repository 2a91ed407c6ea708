"""Pen, eraser, undo and redo."""

from __future__ import annotations

import numpy as np

from sketch2image.air.canvas import Canvas
from sketch2image.core.sketch import Sketch, Stroke


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
    assert canvas.current is not None
    assert canvas.current.points[:, 0].tolist() == [20, 60, 80]
    assert canvas.sketch().strokes[0].points[:, 0].tolist() == [20, 60]
    canvas.up()
    assert canvas.sketch().strokes[0].points[:, 0].tolist() == [20, 60]
    assert canvas.sketch().strokes[0].width == 9


def test_another_sketch_is_put_on_the_canvas_as_one_step():
    canvas = blank()
    line(canvas, 30)
    canvas.down(5, 5)
    canvas.put(Sketch((400, 200), (Stroke(np.array([[0, 0], [400, 200]], np.float32)),)))
    assert not canvas.is_drawing
    assert canvas.committed().size == (200, 100)
    assert canvas.committed().strokes[0].points.tolist() == [[0, 0], [200, 100]]
    canvas.undo()
    assert len(canvas.committed().strokes) == 2


def test_a_resized_canvas_keeps_every_step_and_what_they_share():
    canvas = blank()
    line(canvas, 30)
    line(canvas, 60)
    line(canvas, 90)
    canvas.undo()
    canvas.resize((400, 400))
    assert canvas.size == (400, 400)
    assert canvas.committed().strokes[0].points.tolist() == [[40, 160], [360, 160]]
    assert canvas.committed().strokes[0].width == 10
    first = canvas.committed().strokes[0]
    assert canvas.redo()
    assert canvas.committed().strokes[2].points.tolist() == [[40, 280], [360, 280]]
    assert canvas.committed().strokes[0] is first
    while canvas.undo():
        assert canvas.committed().size == (400, 400)
    assert canvas.committed().is_empty


def test_the_revision_grows_with_every_change_of_what_is_kept():
    canvas = blank()
    revisions = [canvas.revision]
    line(canvas, 30)
    revisions.append(canvas.revision)
    for change in (canvas.undo, canvas.redo, canvas.clear):
        change()
        revisions.append(canvas.revision)
    assert revisions == sorted(set(revisions))
    canvas.down(5, 5)
    canvas.move(9, 9)
    assert canvas.revision == revisions[-1]

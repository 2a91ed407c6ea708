"""Past drawings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from sketch2image.engine.desktop.tasks import Answer
from sketch2image.ui import words
from sketch2image.ui.answer.past_model import KEPT, described
from tests.ui.answer.made import answering, result

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ask(qtbot, studio):
    """Asks, and waits until the drawing is kept."""

    def ask() -> None:
        with qtbot.waitSignal(studio.history.changed):
            studio.asking.ask()

    return ask


@pytest.fixture
def two(studio, draw, ask):
    """Two drawings: one line, then two lines."""
    draw()
    ask()
    studio.drawing.act("clear")
    draw()
    draw()
    ask()


@pytest.fixture
def strip(panel):
    return panel.past.strip


def place(strip, row: int) -> QPoint:
    return strip.visualRect(strip.model().index(row, 0)).center()


def test_nothing_is_shown_before_anything_was_drawn(panel):
    assert not panel.past.isVisible()


def test_a_drawing_that_was_answered_is_kept_newest_first(panel, studio, two):
    assert panel.past.isVisible()
    assert panel.past.strip.drawings.rowCount() == 2
    newest = panel.past.strip.drawings.index(0, 0)
    assert newest.data(Qt.ItemDataRole.AccessibleTextRole).startswith("dog, 20")


def test_a_drawing_that_grows_stands_there_once(panel, studio, draw, ask):
    draw()
    ask()
    draw()
    ask()
    assert len(studio.history.drawings) == 1


def test_a_favorite_stays_when_its_drawing_grows(panel, qtbot, studio, draw, ask):
    draw()
    ask()
    with qtbot.waitSignal(studio.history.changed):
        studio.history.star(studio.history.drawings[0], True)
    draw()
    ask()
    assert [past.starred for past in studio.history.drawings] == [False, True]


def test_a_click_brings_a_drawing_back(qtbot, studio, strip, two):
    with qtbot.waitSignal(studio.drawing.committed):
        qtbot.mouseClick(strip.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place(strip, 1))
    assert len(studio.drawing.sketch.strokes) == 1


def test_enter_brings_a_drawing_back(qtbot, studio, strip, two):
    strip.setCurrentIndex(strip.model().index(1, 0))
    with qtbot.waitSignal(studio.drawing.committed):
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert len(studio.drawing.sketch.strokes) == 1


def test_a_drawing_is_deleted_by_key(qtbot, studio, strip, two):
    strip.setCurrentIndex(strip.model().index(0, 0))
    with qtbot.waitSignal(studio.history.changed):
        qtbot.keyClick(strip, Qt.Key.Key_Delete)
    assert strip.drawings.rowCount() == 1


@pytest.mark.parametrize("reason", list(QContextMenuEvent.Reason)[:2])
def test_the_menu_makes_a_favorite_and_takes_it_back(qtbot, studio, strip, two, reason):
    strip.setCurrentIndex(strip.model().index(0, 0))
    for wanted, text in ((True, "Keep as a favorite"), (False, "No favorite any longer")):
        event = QContextMenuEvent(reason, place(strip, 0), QPoint(), Qt.KeyboardModifier.NoModifier)
        strip.contextMenuEvent(event)
        menu = strip.findChildren(QMenu)[-1]
        action = next(one for one in menu.actions() if one.text().startswith(text))
        with qtbot.waitSignal(studio.history.changed):
            action.trigger()
        menu.close()
        assert strip.model().index(0, 0).data(KEPT).starred is wanted


def test_words_filter_in_the_language_in_force(qtbot, studio, panel, strip, two, engine, draw, ask):
    other = result()
    engine.answer(Answer, lambda task: answering(_cat(other))(task))
    studio.drawing.act("clear")
    draw()
    ask()
    words.speak("ko")
    qtbot.keyClicks(panel.past.words, "cat")
    assert [past.label for past in strip.drawings.shown] == ["cat"]
    panel.past.words.setText("고양이")
    assert [past.label for past in strip.drawings.shown] == ["cat"]
    assert described(strip.drawings.shown[0]).startswith("고양이, ")
    panel.past.words.setText("")
    assert len(strip.drawings.shown) == 3


def test_the_drawing_itself_is_painted(qtbot, studio, strip, two):
    card = strip.visualRect(strip.model().index(0, 0))

    def has_ink() -> bool:
        seen = strip.viewport().grab(card.adjusted(8, 8, -8, -8)).toImage()
        rows, columns = range(seen.height()), range(seen.width())
        return any(seen.pixelColor(x, y).lightness() < 120 for y in rows for x in columns)

    qtbot.waitUntil(has_ink)


def test_the_wheel_scrolls_sideways(qtbot, studio, panel, strip, draw, ask):
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    for _ in range(8):
        studio.drawing.act("clear")
        draw()
        ask()
    qtbot.waitUntil(lambda: strip.horizontalScrollBar().maximum() > 0)
    event = QWheelEvent(
        QPointF(20, 20), QPointF(20, 20), QPoint(), QPoint(0, -120), LEFT,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    strip.wheelEvent(event)
    assert strip.horizontalScrollBar().value() == 60


def _cat(answer):
    from dataclasses import replace

    from sketch2image.core.labels import caption_text

    caption = replace(answer.caption, label="cat", text=caption_text("cat"))
    return replace(answer, caption=caption)

"""The grid of matches, its slider, why each was found, and what can be done with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from sketch2image.engine.desktop.tasks import (
    Answer,
    LookUp,
    PhoneSent,
    PushToPhone,
    ReadPicture,
    Seen,
    State,
    Survey,
)
from sketch2image.ui import theme
from sketch2image.ui.answer.matches_model import MATCH, spoken
from sketch2image.ui.answer.why import why_line
from tests.ui.answer.made import RED, answering, found, match, matches, picture, result

LEFT = Qt.MouseButton.LeftButton
PHONE = Survey(State.ready, (Seen("R5CT", "device"),), "R5CT")


@pytest.fixture
def view(answered):
    return answered.matches


@pytest.fixture
def grid(view):
    return view.grid


@pytest.fixture
def opened(qapp):
    """What the desktop was asked to open."""

    class Desktop(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.urls: list[str] = []

        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            self.urls.append(url.toLocalFile())

    desktop = Desktop()
    take: Any = "take"  # declared as bytes, taken as str
    QDesktopServices.setUrlHandler("file", desktop, take)
    yield desktop.urls
    QDesktopServices.unsetUrlHandler("file")


def click(qtbot, grid, row: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    place = grid.visualRect(grid.model().index(row, 0)).center()
    qtbot.mouseClick(grid.viewport(), LEFT, modifier, place)


def in_sight(widget) -> bool:
    """Whether all of a widget can be seen."""
    return widget.visibleRegion().boundingRect() == widget.rect()


def paths(view) -> list[str]:
    return [match.path for match in view.model.shown]


def test_all_matches_are_shown_best_first_with_their_words(view):
    rows = [view.model.index(row, 0) for row in range(view.model.rowCount())]
    assert [row.data(MATCH).rank for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[0].data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Match 1: picture-0.png, score 0.90"
    )
    assert rows[5].data(Qt.ItemDataRole.AccessibleTextRole).endswith(", weak")
    assert view.count.text() == "6 of 6 shown, 1 weak"


def test_a_score_just_below_zero_has_no_sign(tmp_path):
    assert "score 0.00" in spoken(match(str(tmp_path / "cat.png"), 1, -0.001))


def test_thumbnails_come_from_beside_and_are_painted(qtbot, view, grid):
    first = grid.visualRect(grid.model().index(0, 0))
    spot = QPoint(first.center().x(), first.top() + first.width() // 2)

    def is_red() -> bool:
        seen = grid.viewport().grab().toImage().pixelColor(spot)
        return (seen.red(), seen.green(), seen.blue()) == RED

    qtbot.waitUntil(is_red)


def test_a_file_that_is_gone_is_named_so_and_the_others_are_shown(
    qtbot, studio, panel, draw, engine, tmp_path
):
    here = picture(tmp_path, "here.png")
    (tmp_path / "text.png").write_text("no picture")
    gone, broken = str(tmp_path / "gone.png"), str(tmp_path / "text.png")
    three = tuple(match(path, n + 1, 0.8) for n, path in enumerate((gone, here, broken)))
    engine.answer(Answer, answering(result(three)))
    draw()
    studio.asking.ask()
    thumbnails = panel.matches.thumbnails
    qtbot.waitUntil(lambda: bool(thumbnails.fault(gone) and thumbnails.fault(broken)))
    qtbot.waitUntil(lambda: thumbnails.get(here) is not None)
    assert thumbnails.fault(gone) == "no longer there"
    assert thumbnails.fault(broken) == "cannot be read"


def test_a_file_that_came_back_is_shown_with_the_next_answer(
    qtbot, studio, panel, draw, engine, tmp_path
):
    path = str(tmp_path / "gone.png")
    engine.answer(Answer, lambda task: result((match(path, 1, 0.8),)))
    draw()
    studio.asking.ask()
    thumbnails = panel.matches.thumbnails
    qtbot.waitUntil(lambda: bool(thumbnails.fault(path)))
    picture(tmp_path, "gone.png")
    studio.asking.ask()
    qtbot.waitUntil(lambda: thumbnails.get(path) is not None)


def test_the_slider_leaves_out_what_scores_less(qtbot, view):
    view.slider.setFocus()
    for _ in range(25):
        qtbot.keyClick(view.slider, Qt.Key.Key_Right)
    assert view.slider.score == pytest.approx(0.65)
    assert [match.rank for match in view.model.shown] == [1, 2, 3]
    assert view.count.text() == "3 of 6 shown"
    qtbot.keyClick(view.slider, Qt.Key.Key_Home)
    assert len(view.model.shown) == 6


def test_the_weak_band_reaches_to_the_mark(view):
    assert view.slider.weak_share == pytest.approx((0.5 - 0.4) / (0.9 - 0.4), abs=0.03)
    seen = view.slider.grab().toImage()
    middle = seen.height() // 2
    colors = {seen.pixelColor(x, middle).name() for x in range(24, seen.width() // 8)}
    assert theme.color("weak").name() in colors


def test_nothing_close_enough_is_said(view):
    view.slider.setMaximum(100)
    view.slider.setValue(100)
    assert view.far.isVisible()
    assert not view.grid.height() > 10


def test_what_stays_keeps_its_selection_when_the_slider_moves(qtbot, view, grid):
    click(qtbot, grid, 1)
    view.slider.setValue(75)
    assert [match.rank for match in grid.selected] == [2]
    view.slider.setValue(85)
    assert grid.selected == []
    assert not view.bar.isVisible()


def test_the_bar_says_why_the_selected_match_was_found(qtbot, view, grid):
    assert not view.bar.isVisible()
    click(qtbot, grid, 0)
    assert view.bar.isVisible()
    line = why_line(grid.selected[0])
    assert line == "shape 0.80 · name 0.95 · rendered picture 0.85"
    texts = {label.text() for label in view.bar.findChildren(type(view.title))}
    assert {"picture-0.png", "shape", "0.80", "rendered picture"} <= texts


def test_enter_and_double_click_open_a_picture(qtbot, view, grid, opened):
    click(qtbot, grid, 1)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    click(qtbot, grid, 2)
    place = grid.visualRect(grid.model().index(2, 0)).center()
    qtbot.mouseDClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    assert opened == paths(view)[1:3]


def test_the_folder_of_a_picture_is_shown(qtbot, view, grid, opened, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    click(qtbot, grid, 0)
    qtbot.mouseClick(view.bar.buttons["reveal"], LEFT)
    assert opened == [str(Path(paths(view)[0]).parent)]


def test_a_picture_that_is_gone_is_told_when_it_is_opened(qtbot, view, grid, opened, told):
    Path(paths(view)[0]).unlink()
    click(qtbot, grid, 0)
    qtbot.mouseClick(view.bar.buttons["open"], LEFT)
    assert opened == []
    assert told[-1].text.endswith("is no longer there")


def test_copying_gives_the_file_at_once_and_the_picture_when_it_was_read(qtbot, view, grid, engine):
    engine.answer(ReadPicture, np.full((4, 6, 3), 77, np.uint8))
    click(qtbot, grid, 0)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    held = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in held.urls()] == paths(view)[:1]
    assert held.text() == paths(view)[0]
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasImage())
    assert QGuiApplication.clipboard().image().width() == 6


def test_several_are_copied_as_files(qtbot, view, grid):
    click(qtbot, grid, 0)
    click(qtbot, grid, 2, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(view.bar.buttons["copy"], LEFT)
    urls = QGuiApplication.clipboard().mimeData().urls()
    assert [url.toLocalFile() for url in urls] == [paths(view)[0], paths(view)[2]]


def test_f_finds_similar_pictures_and_the_headline_says_of_what(
    qtbot, studio, answered, view, grid, engine
):
    similar = found(match(paths(view)[3], 1, 0.95))
    engine.answer(ReadPicture, np.zeros((4, 4, 3), np.uint8))
    engine.answer(LookUp, similar)
    click(qtbot, grid, 2)
    grid.setFocus()
    with qtbot.waitSignal(studio.asking.found):
        qtbot.keyClick(grid, Qt.Key.Key_F)
    assert engine.asked(ReadPicture)[0].path == studio.asking.result.matches[2].path
    assert view.title.text() == "Found for picture-2.png"
    assert view.model.shown == similar.matches
    assert not answered.picture.isVisible()
    qtbot.mouseClick(view.back, LEFT)
    assert view.title.text() == "Pictures found"
    assert len(view.model.shown) == 6
    assert answered.picture.isVisible()


def test_what_was_found_is_shown_from_its_beginning(
    qtbot, studio, answered, view, grid, engine, tmp_path
):
    answered.resize(520, 420)
    grid.setFocus()
    grid.select_row(5)
    engine.answer(LookUp, found(*matches(tmp_path)))
    with qtbot.waitSignal(studio.asking.found):
        studio.asking.ask_words("red apple")
    qtbot.waitUntil(lambda: in_sight(view.back))


def test_a_picture_that_was_clicked_stays_in_sight_above_the_bar(qtbot, answered, view, grid):
    answered.resize(520, 560)
    qtbot.wait(1)
    click(qtbot, grid, 1)
    last = grid.visualRect(grid.currentIndex()).bottomLeft()
    qtbot.waitUntil(
        lambda: grid.viewport().mapTo(answered, last).y() < view.bar.mapTo(answered, QPoint()).y()
    )


def test_words_find_pictures_without_a_drawing(qtbot, studio, panel, engine, tmp_path):
    engine.answer(LookUp, found(*matches(tmp_path, 2)))
    qtbot.keyClicks(panel.looking.words, "red apple")
    with qtbot.waitSignal(studio.asking.found):
        qtbot.keyClick(panel.looking.words, Qt.Key.Key_Return)
    assert panel.matches.title.text() == "Found for “red apple”"
    assert panel.matches.grid.isVisible()
    assert not panel.nothing.isVisible()


def test_a_photo_finds_pictures_without_a_drawing(
    qtbot, studio, panel, engine, tmp_path, monkeypatch
):
    path = picture(tmp_path, "cat.png")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))
    engine.answer(ReadPicture, np.zeros((4, 4, 3), np.uint8))
    engine.answer(LookUp, found(match(path, 1, 0.9)))
    with qtbot.waitSignal(studio.asking.found):
        qtbot.mouseClick(panel.looking.photo, LEFT)
    assert panel.matches.title.text() == "Found for cat.png"


def test_selected_pictures_are_sent_to_the_phone(qtbot, studio, view, grid, engine):
    studio.phone.survey = PHONE
    engine.answer(PushToPhone, PhoneSent("R5CT", "R5CT", ("/sdcard/Pictures/a.png",)))
    grid.selectAll()
    qtbot.mouseClick(view.bar.buttons["send"], LEFT)
    qtbot.waitUntil(lambda: bool(engine.asked(PushToPhone)))
    assert engine.asked(PushToPhone)[0].pictures == tuple(paths(view))


def test_matches_are_dragged_out_as_files(view):
    rows = [view.model.index(row, 0) for row in (0, 3)]
    dragged = view.model.mimeData(rows)
    assert [url.toLocalFile() for url in dragged.urls()] == [paths(view)[0], paths(view)[3]]
    assert view.model.flags(rows[0]) & Qt.ItemFlag.ItemIsDragEnabled


def test_the_context_menu_has_all_deeds_and_their_keys(qtbot, studio, view, grid, engine):
    click(qtbot, grid, 0)
    grid.customContextMenuRequested.emit(QPoint(20, 20))
    menu = grid.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Open\tEnter",
        "Show in its folder",
        "Copy\tCtrl+C",
        "Find similar pictures\tF",
        "Send to the phone",
    ]
    menu.close()


def test_no_match_says_to_add_a_folder(qtbot, studio, panel, draw, engine):
    engine.answer(Answer, answering(result()))
    draw()
    with qtbot.waitSignal(studio.asking.answered):
        studio.asking.ask()
    assert panel.matches.none.isVisible()
    assert not panel.matches.slider.isVisible()
    with qtbot.waitSignal(panel.galleries_wanted):
        qtbot.mouseClick(panel.matches.add, LEFT)


def test_the_arrow_keys_bring_a_match_into_sight(qtbot, answered, view, grid):
    answered.resize(520, 420)
    grid.setFocus()
    grid.select_row(0)
    qtbot.waitUntil(grid.hasFocus)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.selected[0].rank == 6
    last = grid.visualRect(grid.currentIndex())
    spot = grid.viewport().mapTo(answered, last.center())
    assert answered.matches.isVisible()
    assert spot.y() < answered.height()


@pytest.mark.parametrize("width", [520, 900])
def test_a_hundred_cards_share_the_width(qtbot, studio, panel, draw, engine, tmp_path, width):
    path = picture(tmp_path, "one.png")
    hundred = tuple(match(path, n + 1, 0.9 - n / 200) for n in range(100))
    engine.answer(Answer, answering(result(hundred)))
    panel.resize(width, 800)
    draw()
    with qtbot.waitSignal(studio.asking.answered):
        studio.asking.ask()
    grid = panel.matches.grid
    qtbot.waitUntil(lambda: grid.visualRect(grid.model().index(99, 0)).bottom() <= grid.height())
    first, second = (grid.visualRect(grid.model().index(row, 0)) for row in (0, 1))
    columns = grid.viewport().width() // first.width()
    assert first.top() == second.top()
    assert grid.viewport().width() - columns * first.width() < columns + 1


def test_scores_are_spoken_with_the_word_weak_in_korean_too(view):
    from sketch2image.ui import words

    words.speak("ko")
    assert spoken(view.model.shown[5]) == "6번째: picture-5.png, 점수 0.40, 약함"

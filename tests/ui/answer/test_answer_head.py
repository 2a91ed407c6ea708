"""Name, prompt, "did you mean", and the buttons that ask."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import Answer
from sketch2image.ui import words
from tests.ui.answer.made import answering, matches, result

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def unsure(engine, tmp_path):
    """The captioner is not sure."""
    engine.answer(Answer, answering(result(matches(tmp_path), sure=False)))


def asked(engine):
    return engine.last(Answer).request.request


def test_the_search_button_asks_and_shows_what_it_is(qtbot, studio, panel, draw):
    draw()
    qtbot.mouseClick(panel.head.search, LEFT)
    qtbot.waitUntil(lambda: panel.head.name.text() == "Dog")
    assert panel.head.confidence.text() == "31% sure"
    assert "convert a dog into" in panel.head.prompt.text()


def test_a_sure_answer_asks_nothing_back(answered):
    assert not answered.head.guesses.isVisible()


def test_an_unsure_answer_offers_five_classes_and_asks_again_for_the_one_clicked(
    qtbot, studio, unsure, answered, engine
):
    chips = answered.head.guesses.chips
    assert [chip.text() for chip in chips][3] == "teddy bear 9%"
    assert len(chips) == 5
    with qtbot.waitSignal(studio.asking.answered):
        qtbot.mouseClick(chips[1], LEFT)
    assert asked(engine).prompt.startswith("convert a rabbit into")
    assert answered.head.name.text() == "Rabbit"
    assert answered.head.confidence.text() == "as you said"
    assert [chip.isChecked() for chip in answered.head.guesses.chips][:2] == [False, True]


def test_enter_in_the_prompt_asks_with_it(qtbot, studio, answered, engine):
    field = answered.head.prompt
    field.selectAll()
    qtbot.keyClicks(field, "a green teapot")
    with qtbot.waitSignal(studio.asking.answered):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert asked(engine).prompt == "a green teapot"
    assert answered.head.name.text() == "A green teapot"
    assert len(engine.asked(Answer)) == 2


def test_a_long_name_ends_in_dots_and_is_whole_in_the_tooltip(qtbot, studio, answered):
    words = "a small blue car " * 9
    studio.asking.wish(prompt=words.strip())
    with qtbot.waitSignal(studio.asking.answered):
        studio.asking.ask()
    name = answered.head.name
    qtbot.waitUntil(lambda: name.text().endswith("…"))
    assert name.toolTip() == name.accessibleName() == words.strip().capitalize()
    assert name.fontMetrics().horizontalAdvance(name.text()) <= name.width()


def test_a_prompt_that_is_left_shows_its_beginning(qtbot, answered):
    field = answered.head.prompt
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.end(False)
    answered.head.search.setFocus()
    assert field.cursorPosition() == 0


def test_the_small_x_takes_the_prompt_back_to_the_caption(answered, studio):
    field = answered.head.prompt
    studio.asking.wish(prompt="a green teapot")
    assert field.text() == "a green teapot"
    assert field.back.isVisible()
    field.back.trigger()
    assert studio.asking.wishes.prompt == ""
    assert field.text().startswith("convert a dog into")
    assert not field.back.isVisible()


@pytest.mark.parametrize(
    "text", ["", "convert a dog into a high-resolution color image with a white background"]
)
def test_nothing_and_the_caption_itself_are_no_prompt_of_ones_own(qtbot, answered, studio, text):
    studio.asking.wish(prompt="a green teapot")
    field = answered.head.prompt
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field, text)
    field.commit()
    assert studio.asking.wishes.prompt == ""


def test_what_is_being_typed_stays_when_an_answer_comes(qtbot, answered, studio):
    field = answered.head.prompt
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    qtbot.keyClicks(field, "a gre")
    with qtbot.waitSignal(studio.asking.answered):
        studio.asking.ask()
    assert field.text() == "a gre"


def test_search_takes_a_prompt_that_was_not_confirmed(qtbot, answered, studio, engine):
    field = answered.head.prompt
    field.selectAll()
    qtbot.keyClicks(field, "a blue cup")
    with qtbot.waitSignal(studio.asking.answered):
        qtbot.mouseClick(answered.head.search, LEFT)
    assert asked(engine).prompt == "a blue cup"


def test_while_it_is_asked_the_button_cancels_and_the_stage_is_told(
    qtbot, studio, panel, draw, engine
):
    engine.hold(Answer)
    draw()
    studio.asking.ask()
    engine.last(Answer).report(Progress("render", 2, 4, "rendering: a dog"))
    qtbot.waitUntil(lambda: panel.head.status.line.text() == "rendering: a dog")
    assert panel.head.status.bar.value() * 2 == panel.head.status.bar.maximum()
    assert panel.head.search.text() == "Cancel"
    qtbot.mouseClick(panel.head.search, LEFT)
    assert engine.last(Answer).is_cancelled
    assert panel.head.search.text() == "Search"
    assert not panel.head.status.bar.isVisible()


def test_the_time_that_is_left_is_told(qtbot, studio, panel, draw, engine):
    engine.hold(Answer)
    panel.resize(900, 800)
    draw()
    studio.asking.ask()
    engine.last(Answer).report(Progress("encode", 20, 80, "reading pictures", 12.0))
    line = panel.head.status.line
    qtbot.waitUntil(lambda: "12 s left" in line.text())
    assert "20 of 80" in line.text()


def test_a_done_answer_says_how_long_it_took_and_which_models_answered(answered):
    assert answered.head.status.line.text() == "Answered in 1.2 s by the lite models."


def test_a_changed_drawing_makes_the_answer_look_out_of_date(answered, draw):
    draw()
    assert answered.head.status.line.text() == "The drawing has changed. Search again."
    assert not answered.head.name.isEnabled()
    assert answered.picture.photo.is_faded


def test_an_emptied_canvas_is_not_to_be_searched_again(answered, studio):
    studio.asking.wish(strength=0.1)
    studio.drawing.act("clear")
    said = answered.head.status.line.text()
    assert said == "The canvas is empty. Draw something, then search."


def test_other_wishes_make_the_answer_look_out_of_date(answered, studio):
    studio.asking.wish(strength=0.1)
    assert answered.head.status.line.text() == "You have chosen otherwise. Search again."


def test_the_live_switch_follows_and_says_why_it_waits(qtbot, studio, panel, draw):
    qtbot.mouseClick(panel.head.live, LEFT)
    assert studio.asking.live
    assert panel.head.status.line.toolTip().startswith(
        "Live is paused because the drawing is empty"
    )
    with qtbot.waitSignal(studio.asking.answered):
        draw()
    studio.drawing.pause(True)
    assert "drawing is paused" in panel.head.status.line.toolTip()


def test_a_fault_switches_live_off_and_says_so(qtbot, studio, panel, draw, engine):
    engine.fail(Answer, UserError(ErrorKind.engine, "the engine died", "Try again."))
    studio.asking.set_live(True)
    assert panel.head.live.isChecked()
    draw()
    qtbot.waitUntil(lambda: not panel.head.live.isChecked())
    assert panel.head.status.line.toolTip().startswith("Live is off because the last search failed")


def test_all_of_it_speaks_korean_without_a_restart(answered):
    words.speak("ko")
    assert answered.head.name.text() == "개"
    assert answered.head.search.text() == "검색"
    assert answered.head.confidence.text() == "31% 확실"
    assert answered.matches.title.text() == "찾은 사진"
    assert answered.matches.count.text() == "6장 중 6장 표시, 1장 약함"
    assert answered.picture.buttons["save"].toolTip() == "그림 저장…"
    words.speak("en")
    assert answered.head.name.text() == "Dog"

"""Asking: by button, live, by words and by pictures; over a scripted engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import QueryKind
from sketch2image.engine.desktop.tasks import Answer, LookUp, ReadPicture, WarmUp
from tests.ui.answer.conftest import draw, engine, studio, told
from tests.ui.answer.made import answering, found, result
from tests.ui.scripted_engine import FULL, LITE

__all__ = ["draw", "engine", "studio", "told"]

BROKEN = UserError(ErrorKind.engine, "the engine died", "Try again.")


@pytest.fixture
def asking(studio):
    return studio.asking


@pytest.fixture
def asks(qtbot, engine):
    """Waits until so many answers were asked for; gives the jobs."""

    def asks(count: int):
        qtbot.waitUntil(lambda: len(engine.asked(Answer)) == count)
        return [job for job in engine.jobs if isinstance(job.request, Answer)]

    return asks


@pytest.fixture
def ask(qtbot, asking):
    def ask() -> None:
        with qtbot.waitSignal(asking.answered):
            asking.ask()

    return ask


def test_a_question_holds_the_drawing_and_the_wishes(asking, studio, engine, draw, ask):
    draw()
    asking.wish(prompt=" a red dog ", seed=7, strength=0.3, style="anime", gallery="mine")
    ask()
    request = engine.last(Answer).request.request
    assert request.sketch is studio.drawing.sketch
    assert (request.prompt, request.seed, request.strength) == ("a red dog", 7, 0.3)
    assert (request.style, request.gallery, request.k) == ("anime", "mine", 24)


def test_an_empty_drawing_is_not_asked_about(asking, engine, told):
    asking.ask()
    assert engine.asked(Answer) == []
    assert told[-1].text == "The sketch is empty."


def test_an_answer_is_stale_once_the_drawing_is_another_and_fresh_again_after_undo(
    asking, studio, draw, ask
):
    draw()
    ask()
    assert not asking.is_stale
    draw()
    assert asking.is_stale
    studio.drawing.act("undo")
    assert not asking.is_stale


def test_an_answer_is_stale_once_something_else_is_wished_for(asking, draw, ask):
    draw()
    ask()
    asking.wish(strength=0.2)
    assert asking.is_stale


def test_live_has_one_question_on_its_way_and_asks_the_newest_next(
    asking, engine, draw, asks, qtbot
):
    engine.hold(Answer)
    asking.set_live(True)
    draw()
    (first,) = asks(1)
    for _ in range(3):
        draw()
    qtbot.wait(50)
    assert len(engine.asked(Answer)) == 1
    first.give(result())
    _, second = asks(2)
    assert len(second.request.request.sketch.strokes) == 4
    with qtbot.waitSignal(asking.answered):
        second.give(result())
    assert not asking.is_stale


def test_live_does_not_ask_the_same_twice(asking, studio, engine, draw, asks, qtbot):
    asking.set_live(True)
    draw()
    asks(1)
    qtbot.waitUntil(lambda: not asking.is_busy)
    studio.drawing.act("undo")
    studio.drawing.act("redo")
    qtbot.wait(50)
    asking.wish(seed=5)
    jobs = asks(2)
    assert [job.request.request.seed for job in jobs] == [0, 5]


def test_live_is_off_after_a_fault_and_says_why(asking, engine, draw, told, qtbot):
    engine.fail(Answer, BROKEN)
    asking.set_live(True)
    draw()
    qtbot.waitUntil(lambda: not asking.live)
    assert asking.rest == "fault"
    assert told[-1].text == "the engine died"
    draw()
    qtbot.wait(50)
    assert len(engine.asked(Answer)) == 1


def test_a_good_answer_or_switching_on_makes_up_for_a_fault(asking, engine, draw, ask, qtbot):
    engine.fail(Answer, BROKEN)
    asking.set_live(True)
    draw()
    qtbot.waitUntil(lambda: asking.rest == "fault")
    engine.answer(Answer, result())
    ask()
    assert asking.rest == ""
    assert not asking.live
    asking.set_live(True)
    assert asking.live
    assert asking.rest == ""


def test_a_fault_without_live_is_no_rest(asking, engine, draw, told, qtbot):
    engine.fail(Answer, BROKEN)
    draw()
    asking.ask()
    qtbot.waitUntil(lambda: bool(told))
    assert asking.rest == ""
    assert told[-1].action == "Try again"


def test_an_answer_that_comes_after_live_was_switched_off_is_not_shown(
    asking, engine, draw, asks, qtbot
):
    engine.hold(Answer)
    asking.set_live(True)
    draw()
    (job,) = asks(1)
    asking.set_live(False)
    qtbot.waitUntil(lambda: not asking.is_busy)
    job.give(result())
    qtbot.wait(50)
    assert job.is_cancelled
    assert asking.result is None


def test_live_waits_while_the_drawing_is_empty_or_paused(asking, studio, engine, draw, asks, qtbot):
    asking.set_live(True)
    assert asking.rest == "empty"
    studio.drawing.pause(True)
    draw()
    assert asking.rest == "paused"
    qtbot.wait(50)
    assert engine.asked(Answer) == []
    studio.drawing.pause(False)
    asks(1)
    assert asking.rest == ""


def test_live_is_remembered_and_told_when_it_cannot_be(asking, studio, told, home):
    asking.set_live(True)
    assert studio.settings.value("live")
    (home / "settings.toml").unlink()
    (home / "settings.toml").mkdir()
    asking.set_live(False)
    assert not asking.live
    assert told[-1].tone == "error"


def test_the_setting_switches_live(asking, studio):
    studio.settings.set("live", True)
    assert asking.live
    studio.settings.set("live", None)
    assert not asking.live


def test_live_asks_again_when_more_matches_are_wanted(asking, studio, draw, asks, qtbot):
    asking.set_live(True)
    draw()
    asks(1)
    qtbot.waitUntil(lambda: not asking.is_busy)
    studio.settings.set("matches", 40)
    assert asks(2)[1].request.request.k == 40


def test_a_button_asks_at_once_in_live_mode_too(asking, engine, draw, ask, qtbot):
    asking.set_live(True)
    draw()
    ask()
    qtbot.wait(50)
    assert len(engine.asked(Answer)) == 1


def test_a_button_in_live_mode_asks_for_the_newest_and_live_does_not_ask_it_again(
    asking, engine, draw, asks, qtbot
):
    engine.hold(Answer)
    asking.set_live(True)
    draw()
    asks(1)
    draw()
    asking.ask()
    first, second = asks(2)
    assert first.is_cancelled
    with qtbot.waitSignal(asking.answered):
        second.give(result())
    qtbot.wait(50)
    assert len(engine.asked(Answer)) == 2


def test_cancelling_ends_the_question_and_the_next_one_is_answered(
    asking, engine, draw, ask, told, qtbot
):
    engine.hold(Answer)
    draw()
    asking.ask()
    assert asking.is_busy
    asking.cancel()
    assert not asking.is_busy
    assert engine.last(Answer).is_cancelled
    assert asking.result is None
    assert told == []
    engine.answer(Answer, result())
    ask()


def test_a_newer_question_calls_the_older_one_off(asking, engine, draw, asks):
    engine.hold(Answer)
    draw()
    asking.ask()
    draw()
    asking.ask()
    first, second = asks(2)
    assert first.is_cancelled
    assert not second.is_over


def test_another_picture_is_one_with_another_seed(asking, draw, engine, qtbot):
    draw()
    with qtbot.waitSignal(asking.answered):
        asking.reroll()
    assert engine.last(Answer).request.request.seed == asking.wishes.seed != 0


def test_saying_what_it_is_asks_with_the_caption_of_that(asking, draw, engine, qtbot):
    draw()
    with qtbot.waitSignal(asking.answered):
        asking.mean("teddy_bear")
    assert "a teddy bear into" in engine.last(Answer).request.request.prompt


def test_the_prompt_goes_with_the_drawing_it_was_said_of(asking, studio, draw):
    asking.wish(prompt="a red dog")
    draw()
    draw()
    assert asking.wishes.prompt == "a red dog"
    studio.drawing.act("clear")
    assert asking.wishes.prompt == ""


def test_the_prompt_stays_when_the_canvas_gets_another_size(asking, studio, draw):
    draw()
    asking.wish(prompt="a red dog")
    studio.drawing.resize((1280, 960))
    assert asking.wishes.prompt == "a red dog"


def test_words_are_looked_up_in_the_gallery_that_is_searched(asking, engine, qtbot):
    engine.answer(LookUp, found())
    asking.wish(gallery="mine")
    with qtbot.waitSignal(asking.found) as heard:
        asking.ask_words("red apple")
    query = engine.last(LookUp).request.query
    assert (query.gallery, query.text, query.k) == ("mine", "red apple", 24)
    assert heard.args[1] == "“red apple”"


def test_a_picture_is_read_and_looked_up_as_a_photo(asking, engine, qtbot):
    image = np.zeros((4, 4, 3), np.uint8)
    engine.answer(ReadPicture, image)
    engine.answer(LookUp, found())
    with qtbot.waitSignal(asking.found) as heard:
        asking.ask_picture("C:\\photos\\cat.jpg")
    query = engine.last(LookUp).request.query
    assert query.images[0] is image
    assert query.kind is QueryKind.photo
    assert heard.args[1] == "cat.jpg"


def test_a_search_that_failed_can_be_tried_again(asking, engine, told, qtbot):
    engine.fail(LookUp, BROKEN)
    asking.ask_words("cat")
    qtbot.waitUntil(lambda: bool(told))
    engine.answer(LookUp, found())
    with qtbot.waitSignal(asking.found):
        told[-1].act()


def test_what_was_found_gives_way_to_the_answer_of_a_drawing(asking, engine, draw, ask, qtbot):
    engine.answer(LookUp, found())
    with qtbot.waitSignal(asking.found):
        asking.ask_words("cat")
    assert asking.finding.asked == "“cat”"
    draw()
    ask()
    assert asking.finding is None


def test_models_that_a_question_called_off_are_loaded_after_it(qtbot, engine, studio, draw):
    asking = studio.asking
    engine.hold(WarmUp)
    asking.warm_up()
    draw()
    with qtbot.waitSignal(asking.answered):
        asking.ask()
    assert engine.last(WarmUp).is_over is False
    assert len(engine.asked(WarmUp)) == 3


def test_models_are_loaded_after_a_question_that_was_called_off_too(asking, engine, draw):
    engine.hold(WarmUp)
    engine.hold(Answer)
    asking.warm_up()
    draw()
    asking.ask()
    assert engine.last(WarmUp).is_cancelled
    asking.cancel()
    assert not engine.last(WarmUp).is_over


def test_models_that_cannot_be_loaded_are_told_until_they_can(asking, engine, told, qtbot):
    missing = UserError(ErrorKind.model, "the full models are not here", "Pull them.")
    engine.fail(WarmUp, missing)
    with qtbot.waitSignal(
        asking.readiness.changed, check_params_cb=lambda: asking.readiness.failed
    ):
        asking.warm_up()
    assert asking.models is None
    assert (told[-1].text, told[-1].action) == ("the full models are not here", "Try again")
    engine.answer(WarmUp, LITE)
    told[-1].act()
    qtbot.waitUntil(lambda: asking.models == LITE)
    assert not asking.readiness.failed


def test_models_are_looked_at_again_when_others_answered(asking, engine, draw, ask, qtbot):
    engine.answer(WarmUp, FULL)
    engine.answer(Answer, lambda _: replace(result(), tier={"taken": "full", "why": "fetched"}))
    draw()
    ask()
    qtbot.waitUntil(lambda: asking.models == FULL)


def test_other_models_are_loaded_when_the_tier_changes(qtbot, engine, studio):
    studio.settings.set("tier", "lite")
    qtbot.waitUntil(lambda: len(engine.asked(WarmUp)) == 2)


def test_progress_is_told_while_it_is_answered(asking, engine, draw, qtbot):
    from sketch2image.core.progress import Progress

    event = Progress("render", 2, 4, "rendering: a dog")
    engine.answer(Answer, answering(result()), [event])
    draw()
    with qtbot.waitSignal(asking.progressed) as heard:
        asking.ask()
    assert heard.args == [event]

"""Each answer to the phone that the setting names."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.engine.desktop.tasks import Answer, PhoneSent, SendSheet
from sketch2image.engine.sketches import sample_sketch
from sketch2image.ui.model.notices import Notice, Tone
from sketch2image.ui.model.studio import Studio
from tests.ui.phone.phones import ANSWER
from tests.ui.scripted_engine import ScriptedEngine

GONE = UserError(ErrorKind.phone, "phone R5CT not found: no phone is connected", "Plug it in.")


@pytest.fixture
def told(studio: Studio) -> list[Notice]:
    notices: list[Notice] = []
    studio.notices.told.connect(notices.append)
    return notices


@pytest.fixture
def drawn(studio: Studio, engine: ScriptedEngine) -> Studio:
    """A drawing that can be asked about."""
    engine.answer(Answer, ANSWER)
    studio.drawing.put(sample_sketch("apple"))
    return studio


def ask(studio: Studio, qtbot: QtBot) -> None:
    with qtbot.waitSignal(studio.asking.concluded):
        studio.asking.ask()


def test_nothing_is_sent_unless_it_is_wished_for(
    drawn: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    ask(drawn, qtbot)
    assert not engine.asked(SendSheet)


def test_each_answer_that_was_asked_for_is_sent_once_and_the_phone_named(
    drawn: Studio, engine: ScriptedEngine, qtbot: QtBot, told: list[Notice]
):
    drawn.settings.set("push_to", "R5CT")
    engine.answer(SendSheet, PhoneSent("R5CT", "SM-S911N (R5CT)", ("/sdcard/Pictures/a.png",)))
    ask(drawn, qtbot)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1].text == "1 sent to SM-S911N (R5CT)"
    assert told[-1].action == "Show it on the phone"
    assert engine.asked(SendSheet) == [SendSheet("R5CT", ANSWER)]


def test_live_answers_are_not_sent(drawn: Studio, engine: ScriptedEngine, qtbot: QtBot):
    drawn.settings.set("push_to", "R5CT")
    with qtbot.waitSignal(drawn.asking.answered):
        drawn.asking.set_live(True)
    assert not engine.asked(SendSheet)


def test_a_missing_phone_is_told_once_and_quietly(
    drawn: Studio, engine: ScriptedEngine, qtbot: QtBot, told: list[Notice]
):
    drawn.settings.set("push_to", "R5CT")
    engine.fail(SendSheet, GONE)
    for count in (1, 2, 3):
        ask(drawn, qtbot)
        qtbot.waitUntil(lambda count=count: len(engine.asked(SendSheet)) == count)
    qtbot.waitUntil(lambda: bool(told))
    assert [(one.tone, one.topic) for one in told] == [(Tone.info, "posting")]
    assert told[0].hint == "phone R5CT not found: no phone is connected. Plug it in."
    engine.answer(SendSheet, PhoneSent("R5CT", "R5CT", ("/sdcard/Pictures/a.png",)))
    ask(drawn, qtbot)
    qtbot.waitUntil(lambda: len(told) == 2)
    engine.fail(SendSheet, GONE)
    ask(drawn, qtbot)
    qtbot.waitUntil(lambda: len(told) == 3)

"""The models there are, and fetching them."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from sketch2image.core import settings
from sketch2image.core.paths import home as state_folder
from sketch2image.engine.desktop.tasks import ChooseModel, ListModels, ModelRow, PullModels
from sketch2image.ui.model.studio import Studio
from tests.ui.checkpoints.shelf import ALL, BASE, BLIP, SKETCH
from tests.ui.scripted_engine import ScriptedEngine


def listed(studio: Studio, engine: ScriptedEngine, qtbot: QtBot, *rows: ModelRow) -> None:
    engine.answer(ListModels, rows)
    with qtbot.waitSignal(studio.checkpoints.changed):
        studio.checkpoints.refresh()


def test_what_a_model_stands_on_is_fetched_first(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    listed(studio, engine, qtbot, *ALL)
    assert studio.checkpoints.with_needs("turbo-sketch") == (BASE, SKETCH)


def test_what_is_here_is_not_fetched_again(studio: Studio, engine: ScriptedEngine, qtbot: QtBot):
    listed(studio, engine, qtbot, replace(BASE, state="here", fetchable=False), SKETCH)
    assert studio.checkpoints.with_needs("turbo-sketch") == (SKETCH,)


def test_it_says_what_is_being_fetched(studio: Studio, engine: ScriptedEngine):
    engine.hold(PullModels)
    assert studio.checkpoints.pulling == ()
    studio.checkpoints.pull(["turbo-sketch"], ["turbo-sketch"])
    assert studio.checkpoints.pulling == ("turbo-sketch",)
    studio.checkpoints.cancel()
    assert studio.checkpoints.pulling == ()


def test_a_choice_is_read_from_the_settings_that_the_engine_wrote(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    def choose(task: ChooseModel) -> str:
        settings.save("caption_model", task.wish)
        return task.wish

    engine.answer(ChooseModel, choose)
    assert not studio.checkpoints.has_choice(BLIP.part)
    with qtbot.waitSignal(studio.settings.changed) as changed:
        studio.checkpoints.choose(BLIP.part, BLIP.id)
    assert changed.args == ["caption_model"]
    assert studio.checkpoints.has_choice(BLIP.part)


def test_settings_that_are_broken_meanwhile_are_told(
    studio: Studio, engine: ScriptedEngine, qtbot: QtBot
):
    engine.answer(ChooseModel, "blip-large")
    (state_folder() / settings.FILE).write_text("not toml")
    with qtbot.waitSignal(studio.notices.told) as told:
        studio.checkpoints.choose("captioner", "blip-large")
    assert "not valid TOML" in told.args[0].text

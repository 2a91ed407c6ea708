"""The model manager, driven with mouse and keys over a scripted engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.room import free_for_models
from sketch2image.engine.desktop.tasks import (
    ChooseModel,
    ListModels,
    Pulled,
    PullModels,
    RemoveModel,
    WarmUp,
)
from sketch2image.ui import words
from sketch2image.ui.checkpoints import dialog
from sketch2image.ui.checkpoints.dialog import ModelManager
from sketch2image.ui.checkpoints.question import LicenceQuestion
from sketch2image.ui.model.studio import Studio
from tests.ui.behind import answer, nameless, question
from tests.ui.checkpoints.shelf import ALL, BASE, BLIP, LARGE, SKETCH
from tests.ui.scripted_engine import FULL, ScriptedEngine

LEFT = Qt.MouseButton.LeftButton
PULLED = (
    Pulled("sd-turbo", Path("/models/sd-turbo"), ("unet",), 4_000_000_000, (), "hub", "a"),
    Pulled("turbo-sketch", Path("/models/turbo-sketch"), (), 550_000_000, ("weights",), "url", ""),
)


def press(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled()
    assert button.isVisible()
    qtbot.mouseClick(button, LEFT)


def line(manager: ModelManager, model_id: str) -> list[str]:
    """What the table says of a model."""
    manager.table.select(model_id)
    item = manager.table.currentItem()
    return [item.text(column) for column in range(1, manager.table.columnCount())]


def offered(manager: ModelManager) -> set[str]:
    """What can be done with the model that is selected."""
    buttons = manager.details.findChildren(QPushButton)
    return {button.text() for button in buttons if button.isVisible()}


def ask_for_sketch(manager: ModelManager, qtbot: QtBot) -> LicenceQuestion:
    manager.table.select("turbo-sketch")
    press(qtbot, manager.download)
    return question(manager, LicenceQuestion)


@pytest.mark.parametrize(
    ("model_id", "said"),
    [
        ("lite-captioner", ["4 MB", "research use", "came with the program"]),
        ("blip-base", ["990 MB", "BSD-3-Clause", "here, first choice"]),
        ("blip-sketch", ["991 MB", "not stated", "not here"]),
        ("sd-turbo", ["5.16 GB", "Stability AI", "1.16 GB of it here"]),
    ],
)
def test_each_model_says_size_licence_and_state(
    manager: ModelManager, model_id: str, said: list[str]
):
    assert line(manager, model_id)[1:] == said


def test_models_stand_below_what_they_do(manager: ModelManager):
    tops = [manager.table.topLevelItem(number) for number in range(2)]
    assert [top.text(0) for top in tops if top] == ["Naming the sketch", "Making the picture"]


@pytest.mark.parametrize(
    ("model_id", "buttons"),
    [
        ("lite-captioner", set()),
        ("blip-base", {"Use a folder…", "Delete…"}),
        ("blip-large", {"Use", "Use a folder…", "Delete…"}),
        ("blip-sketch", {"Use a folder…"}),
        ("sd-turbo", {"Download…", "Delete…"}),
        ("turbo-sketch", {"Download…", "Use a folder…"}),
    ],
)
def test_only_what_can_be_done_is_offered(manager: ModelManager, model_id: str, buttons: set[str]):
    manager.table.select(model_id)
    assert offered(manager) == buttons


def test_a_model_that_cannot_be_fetched_says_what_to_do(manager: ModelManager):
    manager.table.select("blip-sketch")
    assert manager.details.by_hand.text() == "Put blip_fine_tuning.pth into the folder checkpoints."


def test_the_licence_of_a_model_is_one_click_away(manager: ModelManager):
    manager.table.select("turbo-sketch")
    assert '<a href="https://licences.example/mit">MIT</a>' in manager.details.facts.text()
    assert "needs sd-turbo" in manager.details.facts.text()


def test_every_new_licence_is_asked_with_sizes_and_room(manager: ModelManager, qtbot: QtBot):
    asked = ask_for_sketch(manager, qtbot)
    texts = " ".join(label.text() for label in asked.findChildren(QLabel))
    for part in ("sd-turbo", "licences.example/stability", "turbo-sketch", "licences.example/mit"):
        assert part in texts
    assert asked.total.text().startswith("4.55 GB to download, ")
    assert asked.total.text().endswith(" free on the disk.")


def test_accepting_fetches_and_remembers_the_licences(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot
):
    engine.answer(PullModels, PULLED)
    press(qtbot, ask_for_sketch(manager, qtbot).ok)
    assert engine.asked(PullModels) == [PullModels(("turbo-sketch",), ("sd-turbo", "turbo-sketch"))]
    summary = "Sd-turbo, turbo-sketch is here: 4.55 GB fetched."
    qtbot.waitUntil(lambda: manager.strip.title.text().lower() == summary.lower())


def test_a_licence_that_is_not_accepted_fetches_nothing(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot
):
    asked = ask_for_sketch(manager, qtbot)
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert not asked.isVisible()
    assert not engine.asked(PullModels)


def test_enter_does_not_accept_a_licence_unread(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot
):
    qtbot.keyClick(ask_for_sketch(manager, qtbot), Qt.Key.Key_Return)
    assert not engine.asked(PullModels)


def test_licences_accepted_before_are_not_asked_again(
    manager: ModelManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    rows = [replace(row, accepted=True) for row in ALL]
    engine.answer(ListModels, tuple(rows))
    engine.hold(PullModels)
    studio.checkpoints.refresh()
    qtbot.waitUntil(lambda: all(row.accepted for row in studio.checkpoints.rows))
    manager.table.select("turbo-sketch")
    press(qtbot, manager.download)
    assert engine.asked(PullModels) == [PullModels(("turbo-sketch",), ())]


def test_too_little_room_is_said_before(
    manager: ModelManager, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dialog, "free_for_models", lambda: 1_000_000)
    assert "not enough room" in ask_for_sketch(manager, qtbot).room.text()


def test_a_folder_that_cannot_be_written_is_told(
    manager: ModelManager, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    def refuse() -> int:
        raise UserError(ErrorKind.output, "cannot write to /models", "Choose another folder.")

    monkeypatch.setattr(dialog, "free_for_models", refuse)
    manager.table.select("turbo-sketch")
    press(qtbot, manager.download)
    assert manager.problem.text() == "cannot write to /models. Choose another folder."


def test_the_free_room_is_that_of_the_disk(home: Path):
    assert free_for_models() > 0


def test_a_download_shows_bytes_speed_and_time_and_goes_on_after_a_stop(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot
):
    engine.hold(PullModels)
    press(qtbot, ask_for_sketch(manager, qtbot).ok)
    job = engine.last(PullModels)
    job.report(Progress("render", 1_160_000_000, 5_160_000_000, "sd-turbo/unet", 400.0))
    said = "1.16 GB of 5.16 GB · 10 MB a second · about 7 min left"
    qtbot.waitUntil(lambda: manager.strip.state.text() == said)
    assert not manager.download.isEnabled()
    press(qtbot, manager.strip.stop)
    assert job.is_cancelled
    assert "goes on from there" in manager.strip.hint.text()
    press(qtbot, manager.strip.retry)
    assert len(engine.asked(PullModels)) == 2


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("the hub cannot be reached", "The hub cannot be reached"),
        ("sd-turbo needs 4 GB of disk", "sd-turbo needs 4 GB of disk"),
    ],
)
def test_a_download_that_fails_says_why_and_can_be_tried_again(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot, message: str, shown: str
):
    engine.fail(PullModels, UserError(ErrorKind.model, message, "Try again later."))
    press(qtbot, ask_for_sketch(manager, qtbot).ok)
    qtbot.waitUntil(lambda: manager.strip.title.text() == shown)
    assert manager.strip.hint.text() == "Try again later."
    engine.answer(PullModels, PULLED)
    press(qtbot, manager.strip.retry)
    qtbot.waitUntil(lambda: "4.55 GB fetched" in manager.strip.title.text())


def test_a_model_is_tried_before_it_is_used(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot
):
    engine.hold(ChooseModel)
    manager.table.select("blip-large")
    press(qtbot, manager.use)
    assert manager.strip.title.text() == "Trying blip-large"
    assert engine.asked(ChooseModel) == [ChooseModel("captioner", "blip-large")]
    engine.last(ChooseModel).give("blip-large")
    works = "It works. From now on blip-large names the sketch."
    qtbot.waitUntil(lambda: manager.strip.title.text() == works)


def test_enter_on_a_model_uses_it(manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot):
    engine.hold(ChooseModel)
    manager.table.select("blip-large")
    qtbot.keyClick(manager.table, Qt.Key.Key_Return)
    assert engine.asked(ChooseModel) == [ChooseModel("captioner", "blip-large")]
    assert manager.isVisible()


def test_a_model_that_does_not_work_is_not_used(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot
):
    engine.fail(ChooseModel, UserError(ErrorKind.model, "blip-large cannot be opened"))
    manager.table.select("blip-large")
    press(qtbot, manager.use)
    qtbot.waitUntil(lambda: manager.strip.title.text() == "blip-large cannot be opened")


def test_a_choice_can_be_taken_back(
    manager: ModelManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.answer(ChooseModel, "")
    studio.settings.set("caption_model", "blip-base")
    manager.table.select("blip-large")
    manager.table.select("blip-base")
    press(qtbot, manager.default)
    assert engine.asked(ChooseModel) == [ChooseModel("captioner", "default")]
    qtbot.waitUntil(lambda: "taken back" in manager.strip.title.text())


def test_a_folder_of_ones_own_can_be_used(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    engine.answer(ChooseModel, "/runs/mine/best")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/runs/mine/best")
    manager.table.select("turbo-sketch")
    press(qtbot, manager.own)
    assert engine.asked(ChooseModel) == [ChooseModel("renderer", "/runs/mine/best")]
    works = "It works. From now on /runs/mine/best makes the picture."
    qtbot.waitUntil(lambda: manager.strip.title.text() == works)


def test_deleting_is_asked_first_with_what_it_frees(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot
):
    engine.answer(RemoveModel, 990_000_000)
    manager.table.select("blip-base")
    press(qtbot, manager.delete)
    box = question(manager, QMessageBox)
    assert "990 MB" in box.informativeText()
    assert not engine.asked(RemoveModel)
    qtbot.mouseClick(answer(box, "Delete"), LEFT)
    assert engine.asked(RemoveModel) == [RemoveModel("blip-base")]
    qtbot.waitUntil(lambda: "990 MB freed" in manager.strip.title.text())


def test_the_table_is_read_anew_after_work(
    manager: ModelManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.answer(RemoveModel, 990_000_000)
    engine.answer(ListModels, (LARGE, BASE, SKETCH))
    studio.checkpoints.remove("blip-base")
    qtbot.waitUntil(lambda: BLIP not in studio.checkpoints.rows)
    assert manager.table.row is not None


def test_it_says_which_models_answer_and_why(manager: ModelManager, qtbot: QtBot):
    assert manager.answering.now.text().startswith("The lite models answer")
    assert manager.answering.why.text() == "Why: asked for"


def test_the_tier_can_be_chosen(
    manager: ModelManager, engine: ScriptedEngine, studio: Studio, qtbot: QtBot
):
    engine.answer(WarmUp, FULL)
    choice = manager.answering.choice
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_End)
    assert studio.settings.value("tier") == "full"
    qtbot.waitUntil(lambda: manager.answering.now.text().startswith("The full models answer"))


def test_a_tier_that_cannot_be_kept_is_told(
    manager: ModelManager, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise UserError(ErrorKind.output, "cannot write settings.toml", "Make room.")

    monkeypatch.setattr(studio.settings, "set", refuse)
    qtbot.keyClick(manager.answering.choice, Qt.Key.Key_End)
    assert manager.answering.problem.text() == "cannot write settings.toml Make room."
    assert manager.answering.choice.currentData() == "auto"


def test_every_control_of_it_has_a_name(manager: ModelManager, qtbot: QtBot):
    ask_for_sketch(manager, qtbot)
    assert not nameless(manager)


def test_it_changes_to_korean_without_a_restart(manager: ModelManager):
    words.speak("ko")
    assert manager.windowTitle() == "모델"
    assert line(manager, "lite-captioner")[0] == "스케치 이름 짓기, 369가지"
    assert manager.answering.choice.currentText() == "이 컴퓨터에 맞는 모델"


def test_it_fits_a_small_screen_while_it_fetches(
    manager: ModelManager, engine: ScriptedEngine, qtbot: QtBot
):
    engine.hold(PullModels)
    press(qtbot, ask_for_sketch(manager, qtbot).ok)
    least = manager.minimumSizeHint()
    assert (least.width() <= 1280, least.height() <= 680) == (True, True)

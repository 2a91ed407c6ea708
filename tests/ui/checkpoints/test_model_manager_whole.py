"""The model manager over the real engine process."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from sketch2image.engine.process import ProcessEngine
from sketch2image.models.table import models
from sketch2image.ui.checkpoints import sayings
from sketch2image.ui.checkpoints.dialog import ModelManager
from sketch2image.ui.checkpoints.question import LicenceQuestion
from sketch2image.ui.model.studio import Studio
from tests.models.small_hub import TABLE, WEIGHTS, small_hub
from tests.ui.behind import question
from tests.ui.checkpoints import small_table

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 60_000


def small_engine() -> ProcessEngine:
    return ProcessEngine(small_table.small_worker)


def test_a_model_is_fetched_from_a_real_server_and_deleted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    studio = Studio(small_engine)  # before the small table hides the models it draws with
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(tmp_path / "models"))
    with small_hub(monkeypatch) as server:
        file = tmp_path / "table.toml"
        file.write_text(TABLE.replace("SERVER", server.address))
        monkeypatch.setenv(small_table.TABLE, str(file))
        try:
            fetch_and_delete(studio, tmp_path / "models", qtbot)
        finally:
            studio.close()


def fetch_and_delete(studio: Studio, folder: Path, qtbot: QtBot) -> None:
    manager = ModelManager(studio.checkpoints, studio.settings, studio.asking)
    qtbot.addWidget(manager)
    manager.show()
    qtbot.waitUntil(lambda: manager.table.row is not None, timeout=PATIENCE)
    manager.table.select("tiny")
    qtbot.mouseClick(manager.download, LEFT)
    qtbot.mouseClick(question(manager, LicenceQuestion).ok, LEFT)
    title = manager.strip.title
    qtbot.waitUntil(lambda: title.text().endswith("is here: 2 MB fetched."), timeout=PATIENCE)
    found = [path.read_bytes() for path in folder.rglob("model.safetensors")]
    assert found == [WEIGHTS]
    qtbot.waitUntil(manager.delete.isVisible, timeout=PATIENCE)
    studio.checkpoints.remove("tiny")
    qtbot.waitUntil(lambda: "is deleted" in title.text(), timeout=PATIENCE)
    assert not [*folder.rglob("model.safetensors")]


def test_all_that_the_real_table_says_can_be_said_in_korean():
    assert {row.capability for row in models().values()} == set(sayings.CAPABILITIES)

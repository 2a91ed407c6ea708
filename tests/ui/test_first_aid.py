"""A window that is to open over settings that are not in order."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.settings import FILE, Settings, load
from sketch2image.ui.first_aid import settings_or_aid
from tests.ui.behind import answer


@pytest.fixture
def broken(home: Path, qapp: QApplication) -> Path:
    file = home / FILE
    file.write_text("tier = ")
    return file


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Presses a button of the question as soon as it is asked."""

    def press(text: str) -> None:
        ask = QMessageBox.exec

        def asked(box: QMessageBox) -> int:
            QTimer.singleShot(0, box, answer(box, text).click)
            return ask(box)

        monkeypatch.setattr(QMessageBox, "exec", asked)

    return press


def test_settings_that_are_in_order_are_not_asked_about(qapp: QApplication):
    assert settings_or_aid(load) == Settings()


def test_a_broken_file_is_put_aside(broken: Path, press: Callable[[str], None]):
    press("Put it aside")
    assert settings_or_aid(load) == Settings()
    assert broken.with_name(f"{FILE}.old").read_text() == "tier = "
    assert not broken.exists()


def test_a_broken_file_is_left_to_who_would_rather_mend_it(
    broken: Path, press: Callable[[str], None]
):
    press("Quit")
    assert settings_or_aid(load) is None
    assert broken.read_text() == "tier = "


def test_a_file_that_cannot_be_put_aside_is_said(broken: Path, press: Callable[[str], None]):
    press("Put it aside")
    broken.with_name(f"{FILE}.old").mkdir()
    (broken.with_name(f"{FILE}.old") / "in the way").touch()
    with pytest.raises(UserError) as caught:
        settings_or_aid(load)
    assert caught.value.kind is ErrorKind.output


def test_what_is_wrong_without_a_file_is_said(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(os.environ, "SKETCH2IMAGE_TIER", "wrong")
    with pytest.raises(UserError, match="tier"):
        settings_or_aid(load)

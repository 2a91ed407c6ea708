from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sketch2image.ui.preview import Preview


@pytest.fixture
def preview(monkeypatch: pytest.MonkeyPatch) -> Preview:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    preview = Preview()
    preview.present(np.full((480, 640, 3), (200, 30, 30), np.uint8))
    return preview


def test_shows_the_picture(preview: Preview):
    seen = preview.grab().toImage().pixelColor(320, 240)
    assert (seen.red(), seen.green(), seen.blue()) == (200, 30, 30)


def test_keys_become_commands(preview: Preview):
    QTest.keyClick(preview, Qt.Key.Key_R)
    QTest.keyClick(preview, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert list(preview.commands()) == ["clear", "undo"]
    assert list(preview.commands()) == []


def test_enter_finishes_and_the_window_stays_closed(preview: Preview):
    QTest.keyClick(preview, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert preview.finished()
    preview.present(np.zeros((480, 640, 3), np.uint8))
    assert not preview.isVisible()

"""The QR code on the screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketch2image.ui import theme
from sketch2image.ui.phone.qr import QrCode
from tests.ui.phone.codes import squares


@pytest.mark.parametrize("tone", ["light", "dark"])
def test_a_code_is_crisp_black_on_white_in_both_themes(qapp: QApplication, qtbot: QtBot, tone: str):
    theme.apply(qapp, tone)
    widget = QrCode()
    qtbot.addWidget(widget)
    widget.show_code(squares())
    image = widget.grab().toImage()
    levels = np.array(
        [[image.pixelColor(x, y).lightness() for x in range(264)] for y in range(0, 264, 12)]
    )
    assert set(np.unique(levels)) == {0, 255}
    dots = [[image.pixelColor(12 + 24 * x, 12 + 24 * y).lightness() for x in range(11)]
            for y in range(11)]  # fmt: skip
    assert np.array_equal(np.array(dots) == 0, squares())

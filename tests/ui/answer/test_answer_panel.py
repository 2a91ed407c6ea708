"""The panel as a whole: what stands where nothing is asked yet, keys, and the real engine."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView, QSlider, QSpinBox

from sketch2image.core.paths import sample_gallery
from sketch2image.ui import words
from sketch2image.ui.answer.panel import LEAST_WIDTH

OPERATED = (QAbstractButton, QComboBox, QLineEdit, QListView, QSlider, QSpinBox)
_INNER = ("qt_spinbox_lineedit", "qt_scrollarea_viewport")


def test_it_says_to_draw_and_then_to_search(qtbot, panel, draw):
    assert panel.nothing.isVisible()
    draw()
    assert panel.unasked.isVisible()


def test_the_answer_takes_the_place_of_the_advice(answered):
    assert answered.picture.isVisible()
    assert answered.matches.isVisible()
    assert not answered.unasked.isVisible()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_everything_that_is_operated_has_a_name(answered, language):
    words.speak(language)
    nameless = [
        widget
        for kind in OPERATED
        for widget in answered.findChildren(kind)
        if widget.isVisibleTo(answered)
        and widget.objectName() not in _INNER
        and not isinstance(widget.parent(), QLineEdit)
        and not widget.accessibleName()
    ]
    assert nameless == []


def test_nothing_is_cut_at_the_right_of_a_narrow_window(qtbot, answered):
    answered.resize(LEAST_WIDTH, 680)
    seen = (answered.picture, answered.matches.count, answered.matches.slider)
    qtbot.waitUntil(
        lambda: all(part.visibleRegion().boundingRect().width() == part.width() for part in seen)
    )


def test_the_keyboard_reaches_prompt_search_options_grid_and_past(qtbot, answered):
    qtbot.waitUntil(answered.past.isVisible)
    answered.head.search.setFocus()
    reached = set()
    for _ in range(40):
        qtbot.keyClick(answered.focusWidget(), Qt.Key.Key_Tab)
        reached.add(answered.focusWidget())
    wanted = {
        answered.head.prompt,
        answered.head.live,
        answered.looking.words,
        answered.picture.options.seed,
        answered.picture.options.strength,
        answered.matches.slider,
        answered.matches.grid,
        answered.past.words,
    }
    assert wanted <= reached


def test_it_fits_a_narrow_half_of_a_small_screen(answered):
    assert answered.minimumSizeHint().width() <= 520
    assert answered.minimumSizeHint().height() <= 560


def test_a_real_strawberry_finds_the_samples(qtbot, indexed):
    """The window's own engine process, the lite models and the sample pictures."""
    from sketch2image.engine.sketches import sample_sketch
    from sketch2image.ui.answer.panel import AnswerPanel
    from sketch2image.ui.model.studio import Studio

    studio = Studio()
    panel = AnswerPanel(studio.asking, studio.files, studio.phone, studio.history, studio.drawing)
    qtbot.addWidget(panel)
    panel.resize(560, 900)
    panel.show()
    studio.asking.wish(gallery=str(sample_gallery()))
    studio.drawing.put(sample_sketch("strawberry"))
    with qtbot.waitSignal(studio.asking.answered, timeout=120_000):
        qtbot.mouseClick(panel.head.search, Qt.MouseButton.LeftButton)
    assert panel.head.name.text() == "Strawberry"
    assert panel.matches.model.total == 24
    best = panel.matches.model.shown[0]
    assert "strawberry" in best.path
    assert {name for name, _ in best.parts} == {"sketch", "render", "caption"}
    qtbot.waitUntil(lambda: panel.matches.thumbnails.get(best.path) is not None)
    studio.close()

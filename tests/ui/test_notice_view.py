"""The stack of notices over the lower left corner of the window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.notice_view import NoticeView


@pytest.fixture
def notices():
    return Notices()


@pytest.fixture
def view(qtbot, notices):
    under = QWidget()
    qtbot.addWidget(under)
    under.resize(1280, 720)
    view = NoticeView(notices, under)
    under.show()
    return view


def say(notices: Notices, count: int) -> None:
    for number in range(count):
        text = f"file {number} cannot be read"
        hint = "Check that it is a picture, or take it out of the folder, " * 2
        notices.fail(UserError(ErrorKind.unreadable, text, hint), "Try again", topic=str(number))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_notice_has_room_for_all_its_words(qtbot, notices, view, count):
    say(notices, count)
    qtbot.waitUntil(lambda: all(card.isVisible() for card in view.cards))
    labels = [label for card in view.cards for label in card.findChildren(QLabel) if label.text()]
    assert len(labels) == 2 * count
    qtbot.waitUntil(
        lambda: all(label.height() >= label.heightForWidth(label.width()) for label in labels)
    )
    assert view.geometry().bottom() < 720


def test_a_notice_begins_like_a_sentence(notices, view):
    say(notices, 1)
    first, _ = (label.text() for label in view.cards[0].findChildren(QLabel) if label.text())
    assert first == "File 0 cannot be read"

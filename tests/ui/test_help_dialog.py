"""The help: true to the keys and gestures of the program, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser

from sketch2image.air.profiles import PINCH, Action, Rule, profile
from sketch2image.ui import help as pages
from sketch2image.ui import theme, words
from sketch2image.ui.actions import MENUS
from sketch2image.ui.help.dialog import FAILURES, GESTURES, KEYS, PRIVACY, HelpDialog
from sketch2image.ui.help.hands import Hand
from sketch2image.ui.help.keys import KeysPage
from sketch2image.ui.help.text import TextPage

FOLDER = Path(pages.__file__).parent
RULES = (Rule("01000", Action.draw), Rule(PINCH, Action.undo, 0.5))


def labels(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


@pytest.fixture
def dialog(qtbot) -> HelpDialog:
    made = HelpDialog(profile("default").rules)
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_key_of_the_menus_is_shown(qtbot):
    page = KeysPage()
    qtbot.addWidget(page)
    native = QKeySequence.SequenceFormat.NativeText
    for row in (row for rows in MENUS.values() for row in rows if row and row.keys):
        assert QKeySequence(row.keys).toString(native) in labels(page)
        assert row.text.rstrip("…") in labels(page)


def test_each_gesture_is_drawn_and_said(qtbot):
    dialog = HelpDialog(RULES)
    qtbot.addWidget(dialog)
    hands = [hand.accessibleName() for hand in dialog.findChildren(Hand)]
    assert hands == ["index finger", "thumb and index finger touch"]
    assert "thumb and index finger touch, held for 0.5 s" in labels(dialog)


def test_different_gestures_are_drawn_differently(dialog: HelpDialog):
    hands = dialog.findChildren(Hand)
    pictures = {bytes(hand.grab().toImage().constBits()) for hand in hands}
    assert len(pictures) == len(hands) == len(profile("default").rules)


def test_a_left_hand_is_the_mirror_of_a_right_one(qtbot):
    right, left = (Hand(RULES[0], mirrored) for mirrored in (False, True))
    for hand in (right, left):
        qtbot.addWidget(hand)
        hand.setStyleSheet("background: white")
    assert right.grab().toImage() != left.grab().toImage()


@pytest.mark.parametrize("title", [KEYS, GESTURES, FAILURES, PRIVACY])
def test_every_page_can_be_turned_to(dialog: HelpDialog, title: str):
    dialog.turn_to(title)
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert title in shown


def test_both_languages_have_the_same_pages_and_sections():
    english = sorted((FOLDER / "en").glob("*.md"))
    assert [file.name for file in english] == sorted(f.name for f in (FOLDER / "ko").glob("*.md"))
    for file in english:
        korean = FOLDER / "ko" / file.name
        heads = [
            text.count("\n### ") for text in (file.read_text("utf-8"), korean.read_text("utf-8"))
        ]
        assert heads[0] == heads[1]


def test_the_page_on_privacy_names_the_folder_of_this_machine(dialog: HelpDialog, home: Path):
    texts = [browser.toPlainText() for browser in dialog.findChildren(QTextBrowser)]
    assert any(str(home) in text for text in texts)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_commands_are_those_of_how_the_program_was_started(qtbot, monkeypatch, language):
    words.speak(language)
    monkeypatch.setattr("sketch2image.core.program.is_installed", lambda: True)
    page = TextPage(FAILURES, "failures.md")
    qtbot.addWidget(page)
    assert "sketch2image calibrate" in page.toPlainText()
    assert "main.py" not in page.toPlainText()


def test_texts_follow_language_and_theme(qtbot, qapp: QApplication):
    page = TextPage(PRIVACY, "privacy.md")
    qtbot.addWidget(page)
    assert "What is read" in page.toPlainText()
    words.speak("ko")
    theme.apply(qapp, "dark")
    assert "읽는 것" in page.toPlainText()
    assert page.accessibleName() == "아무것도 밖으로 나가지 않습니다"


def test_no_text_has_a_placeholder_left(qtbot):
    for language in ("en", "ko"):
        words.speak(language)
        for file in (FOLDER / language).glob("*.md"):
            page = TextPage(PRIVACY, file.name)
            qtbot.addWidget(page)
            assert "{" not in page.toPlainText()

"""Korean is shown only where there are glyphs for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from sketch2image.ui import fonts, words
from sketch2image.ui.lines import ERRORS, FOLDER, lines, merged

HELP = Path(fonts.__file__).parent / "help" / "ko"

WITHOUT = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication(["sketch2image"])
from sketch2image.core.errors import UserError
from sketch2image.ui import words
try:
    words.speak("ko")
except UserError as error:
    print(words.language(), error.message, error.hint, sep="|")
"""

ONE_FOLDER = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def writes_korean() -> bool:
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.Korean))


def test_no_text_of_the_window_has_a_box(qapp):
    if not writes_korean():
        pytest.skip("no Korean font is installed here: fonts-nanum")
    texts = [*lines().values(), *merged([FOLDER / ERRORS]).values()]
    texts += [file.read_text("utf-8") for file in HELP.glob("*.md")]
    assert {
        text: boxes for text in texts if (boxes := fonts.missing(text.replace("\n", " ")))
    } == {}


@pytest.mark.usefixtures("qapp")
def test_a_character_that_no_font_has_is_told():
    assert fonts.missing("a\U0010fffdb") == "\U0010fffd"


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig chooses the fonts")
def test_without_a_korean_font_english_stays_and_the_package_is_named(tmp_path: Path):
    (tmp_path / "fonts").mkdir()
    latin = next(
        (f for f in Path("/usr/share/fonts").rglob("*.ttf") if f.stem == "DejaVuSans"), None
    )
    if latin is not None:
        (tmp_path / "fonts" / latin.name).symlink_to(latin)
    config = tmp_path / "fonts.conf"
    config.write_text(ONE_FOLDER.format(fonts=tmp_path / "fonts", cache=tmp_path / "cache"))
    variables = os.environ | {"FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen"}
    variables.pop("QT_QPA_FONTDIR", None)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], env=variables, capture_output=True, text=True, check=True
    )
    language, message, hint = done.stdout.strip().split("|")
    assert language == "en"
    assert "Korean" in message
    assert "fonts-nanum" in hint


@pytest.mark.usefixtures("qapp")
def test_a_language_that_cannot_be_shown_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fonts, "missing", lambda text: text)
    with pytest.raises(fonts.UserError, match="Korean"):
        words.speak("ko")
    assert words.language() == "en"
    assert words.tr("Settings") == "Settings"

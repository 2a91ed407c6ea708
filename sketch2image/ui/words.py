"""Every text a person reads in the window, in English or Korean; the English text is the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from sketch2image.core.errors import UserError
from sketch2image.core.korean import noun
from sketch2image.core.labels import words
from sketch2image.core.program import as_started
from sketch2image.ui import fonts
from sketch2image.ui.binding import Change
from sketch2image.ui.lines import lines, patterns
from sketch2image.ui.particles import settled

Language = Literal["en", "ko"]

_LANGUAGES: Mapping[str, Language] = {"en": "en", "ko": "ko"}

_change = Change()
_qt = QTranslator()
_spoken: Language = "en"


def language() -> Language:
    """The language in force."""
    return _spoken


def system_language() -> Language:
    """The language of the desktop: Korean, or English for all others."""
    return "ko" if QLocale.system().language() is QLocale.Language.Korean else "en"


def speak(wish: str) -> None:
    """Show all texts in another language from now on.

    Args:
        wish: `en` or `ko`; `auto`, or what is no language here, for that of the desktop.

    Raises:
        UserError: no font of this machine writes Korean; the language stays as it is.
    """
    global _spoken
    chosen = _LANGUAGES.get(wish) or system_language()
    if chosen == "ko":
        fonts.check_korean()
    if chosen != _spoken:
        _spoken = chosen
        _translate_qt(chosen)
        _change.happened.emit()


def bind(owner: QObject, apply: Callable[[], None]) -> None:
    """Run `apply`, which sets texts, now and after each change of language while `owner` lives."""
    _change.bind(owner, apply)


def tr(text: str, **values: object) -> str:
    """A text in the language in force.

    Args:
        text: English, with `{name}` where a value belongs.
        values: by name.
    """
    if _spoken == "en":
        return text.format(**values) if values else text
    line = lines().get(text, text)
    return settled(line.format(**values) if values else line)


def N(text: str) -> str:  # noqa: N802
    """The text itself: marks a text of a table, which is handed to `tr` later."""
    return text


def said(error: UserError) -> tuple[str, str]:
    """Message and hint of an error in the language in force."""
    return told(error.message), told(error.hint)


def told(text: str) -> str:
    """What the engine says (errors, progress, reasons), in the language in force.

    A text that `korean/errors.toml` does not know stays English.
    """
    if _spoken == "en" or not text:
        return as_started(text)
    for pattern, korean in patterns().items():
        if found := pattern.fullmatch(text):
            return settled(korean.format(*map(told, found.groups())))
    return as_started(text)


def label_name(label: str) -> str:
    """A class as people call it: `teddy_bear` is a `teddy bear` or a `곰인형`."""
    return (noun(label) if _spoken == "ko" else None) or words(label)


def _translate_qt(chosen: Language) -> None:
    """Let Qt's own buttons, menus and dialogs speak the language too."""
    QCoreApplication.removeTranslator(_qt)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if chosen == "ko" and _qt.load("qtbase_ko", folder):
        QCoreApplication.installTranslator(_qt)

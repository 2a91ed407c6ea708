"""Everything behind the window, opened over a scripted engine, and the questions it asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMessageBox, QWidget

from sketch2image.ui.model.studio import Studio
from tests.ui.scripted_engine import ScriptedEngine

Found = TypeVar("Found", bound=QWidget)


@contextmanager
def studio_over(engine: ScriptedEngine) -> Iterator[Studio]:
    """A studio whose lanes all lead to one scripted engine."""
    studio = Studio(lambda: engine)
    try:
        yield studio
    finally:
        studio.close()


def question(owner: QWidget, kind: type[Found]) -> Found:
    """The question of this kind that is open."""
    return next(one for one in owner.findChildren(kind) if one.isVisible())


def answer(box: QMessageBox, text: str) -> QAbstractButton:
    """The button of a message box with this text."""
    return next(button for button in box.buttons() if button.text() == text)


def nameless(owner: QWidget) -> list[QWidget]:
    """What can be operated but has no name for a screen reader."""
    kinds = (QAbstractButton, QComboBox, QLineEdit)
    parts = [part for kind in kinds for part in owner.findChildren(kind)]
    return [
        part
        for part in parts
        if not part.accessibleName()
        and not isinstance(part.parentWidget(), QComboBox)
        and part.objectName() not in ("qt_tableview_cornerbutton",)
        and type(part).__name__ != "QTableCornerButton"
    ]

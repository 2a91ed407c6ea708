"""Settings that are not in order when the window is to open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QMessageBox

from sketch2image.core.errors import UserError
from sketch2image.core.files import unwritable
from sketch2image.core.paths import home
from sketch2image.core.settings import FILE
from sketch2image.ui.words import said, tr

Opened = TypeVar("Opened")


def settings_or_aid(opening: Callable[[], Opened]) -> Opened | None:
    """What `opening` gives; where settings keep it from opening, the person is asked.

    Returns:
        None when the person would rather mend the file first.

    Raises:
        UserError: it does not open without the file either.
    """
    try:
        return opening()
    except UserError as error:
        if not _settings_file().is_file():
            raise
        if not _put_aside(error):
            return None
    return opening()


def _settings_file() -> Path:
    return home() / FILE


def _put_aside(error: UserError) -> bool:
    box = QMessageBox(QMessageBox.Icon.Warning, tr("Sketch2Image"), said(error)[0])
    box.setInformativeText(
        tr("Put the file aside as {name}.old and begin with the usual settings?", name=FILE)
    )
    aside = box.addButton(tr("Put it aside"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is not aside:
        return False
    file = _settings_file()
    try:
        file.replace(file.with_name(f"{FILE}.old"))
    except OSError as fault:
        raise unwritable(file, fault) from fault
    return True

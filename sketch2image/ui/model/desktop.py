"""What the desktop does with files: open them, show them in their folder, paste them elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from sketch2image.core.errors import ErrorKind, UserError

_REVEALS = {"win32": ("explorer", "/select,"), "darwin": ("open", "-R")}
"""Programs that show a file in its folder, by platform; elsewhere the folder is opened."""


def files(paths: Sequence[str]) -> QMimeData:
    """Files for the clipboard or a drag: their addresses, and their paths as text."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(Path(path).absolute())) for path in paths])
    data.setText("\n".join(paths))
    return data


def open_file(path: str) -> None:
    """Open a file with the program the desktop has for it.

    Raises:
        UserError: it is not there, or there is no such program.
    """
    _check(path)
    _open(path)


def reveal(path: str) -> None:
    """Show a file in its folder.

    Raises:
        UserError: it is not there, or there is no program that shows folders.
    """
    _check(path)
    if sys.platform not in _REVEALS:
        _open(str(Path(path).absolute().parent))
        return
    program, option = _REVEALS[sys.platform]
    if not QProcess.startDetached(program, [option, str(Path(path).absolute())])[0]:
        raise _no_program(path)


def _open(path: str) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).absolute()))):
        raise _no_program(path)


def _check(path: str) -> None:
    if not Path(path).exists():
        hint = "Look for new pictures in the gallery manager."
        raise UserError(ErrorKind.missing_file, f"{path} is no longer there", hint)


def _no_program(path: str) -> UserError:
    hint = "Choose a program for such files in the settings of your desktop."
    return UserError(ErrorKind.dependency, f"no program opens {path}", hint)

"""Showing folders in the file manager of the desktop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(folder: str | Path) -> None:
    """Open a folder where the person looks at files."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(folder).absolute())))

"""A plain window that shows the camera while a hand draws, for the commands `draw` and `go`.

Keys: Enter, Esc or closing the window finish the drawing, R clears, C takes the next color, W the
next width, Ctrl+Z undoes, Ctrl+Shift+Z redoes.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QApplication, QLabel

from sketch2image.core.types import Image
from sketch2image.ui.model.images import to_image

_SHORTCUTS = {
    "R": "clear",
    "C": "next color",
    "W": "next width",
    "Ctrl+Z": "undo",
    "Ctrl+Shift+Z": "redo",
}
_FINISH = ("Return", "Enter", "Escape")


class Preview(QLabel):
    """Implements `engine.drawing.Viewer`; use it in the thread that made it.

    Args:
        title: of the window.
    """

    def __init__(self, title: str = "Sketch2Image") -> None:
        self._app = QApplication.instance() or QApplication(["sketch2image"])
        super().__init__()
        self.setWindowTitle(f"{title} - Enter: done, R: clear, C: color, W: width, Ctrl+Z: undo")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(640, 480)
        self._commands: list[str] = []
        self._finished = False
        for keys, command in _SHORTCUTS.items():
            self._on(keys, lambda command=command: self._commands.append(command))
        for keys in _FINISH:
            self._on(keys, self.close)

    def present(self, image: Image) -> None:
        """Show (H, W, 3) uint8 RGB now, scaled to the window."""
        self.setPixmap(
            QPixmap.fromImage(to_image(image)).scaled(
                self.size(),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        if not self._finished:
            self.show()
        self._app.processEvents()

    def commands(self) -> Iterable[str]:
        """Commands typed since the last call."""
        taken, self._commands = self._commands, []
        return taken

    def finished(self) -> bool:
        """Whether the window was closed."""
        return self._finished

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember that the drawing is finished."""
        self._finished = True
        event.accept()

    def _on(self, keys: str, action: object) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(action)

"""The real window in a process of its own: tells on stdout, for each line on stdin, what it shows.

Started as `python tests/ui/driven.py`; a test moves mouse and keys from outside.
"""

from __future__ import annotations

import json
import sys
import threading

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QMenuBar, QWidget

from sketch2image.ui.app import main


class Teller(QObject):
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self.tell)

    def listen(self) -> None:
        for _ in sys.stdin:
            self.asked.emit()

    def tell(self) -> None:
        seen = [row for widget in QApplication.allWidgets() if (row := described(widget))]
        sys.stdout.write(json.dumps(seen) + "\n")
        sys.stdout.flush()


def described(widget: QWidget) -> dict[str, object] | None:
    """What a person sees of a widget and where on the screen it is; None of what is not seen."""
    if not widget.isVisible():
        return None
    corner = widget.mapToGlobal(QPoint())
    text = getattr(widget, "text", None)
    return {
        "kind": type(widget).__name__,
        "name": widget.accessibleName(),
        "title": widget.windowTitle() if widget.isWindow() else "",
        "text": text() if callable(text) else "",
        "items": items(widget),
        "actions": actions(widget),
        "enabled": widget.isEnabled(),
        "place": [corner.x(), corner.y(), widget.width(), widget.height()],
    }


def items(widget: QWidget) -> list[str]:
    if not isinstance(widget, QAbstractItemView) or widget.model() is None:
        return []
    model = widget.model()
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    return [str(index.data(Qt.ItemDataRole.DisplayRole)) for index in rows]


def actions(widget: QWidget) -> dict[str, list[int]]:
    """Where on the screen each entry of a menu, or of the bar of menus, is to be pressed."""
    if not isinstance(widget, QMenu | QMenuBar):
        return {}
    places = {
        action.text(): widget.mapToGlobal(widget.actionGeometry(action).center())
        for action in widget.actions()
    }
    return {text: [place.x(), place.y()] for text, place in places.items()}


if __name__ == "__main__":
    teller = Teller()
    threading.Thread(target=teller.listen, daemon=True).start()
    sys.exit(main())

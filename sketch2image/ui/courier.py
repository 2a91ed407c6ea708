"""From any thread into the thread of the window."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from threading import Lock

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot


class _Courier(QObject):
    """Never deleted: a thread may emit a signal of it at any time, which no other object bears."""

    brought = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.brought.connect(self._open)

    @Slot(object)
    def _open(self, call: Callable[[], object]) -> None:
        call()


_alone = Lock()


@cache
def _courier() -> _Courier:
    courier = _Courier()
    app = QCoreApplication.instance()
    if app is not None:
        courier.moveToThread(app.thread())
    return courier


def post(receiver: QObject, call: Callable[[], object]) -> None:
    """Let `call` run soon in the thread of the window, unless `receiver` is gone by then."""
    with suppress(RuntimeError):  # Qt itself is gone: the program is at its end
        with _alone:  # the first calls must not make two
            courier = _courier()
        courier.brought.emit(lambda: shiboken6.isValid(receiver) and call())

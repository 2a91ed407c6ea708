"""From nothing to the window on the screen, and back."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from sketch2image.core.errors import UserError
from sketch2image.core.paths import home
from sketch2image.engine.desktop.opening import engine_process
from sketch2image.ui.appearance import application
from sketch2image.ui.courier import post
from sketch2image.ui.display import check_display
from sketch2image.ui.first_aid import settings_or_aid
from sketch2image.ui.first_paint import FirstPaint
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.model.work import EngineFactory
from sketch2image.ui.window import MainWindow

_LOG = logging.getLogger("sketch2image")
_LOG_BYTES = 1_000_000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

Shown = Callable[[MainWindow], object]


def main(shown: Shown | None = None, factory: EngineFactory = engine_process) -> int:
    """Open the window and stay until it is closed.

    Args:
        shown: called once the window has been painted.
        factory: opens engines, see `Studio`.

    Returns:
        The exit code.

    Raises:
        UserError: there is no display, or the settings are not in order.
    """
    check_display()
    app = application()
    _keep_log()
    studio = settings_or_aid(lambda: Studio(factory))
    if studio is None:
        return 2
    window = MainWindow(studio)
    _tell_faults(studio)
    _hear_signals(app, window)
    FirstPaint(window.canvas, lambda: _begin(window, shown))
    window.show()
    return app.exec()


def _begin(window: MainWindow, shown: Shown | None) -> None:
    if shown is not None:
        shown(window)
    if window.isVisible():
        window.studio.begin()
        threading.Thread(target=_enter_menu, daemon=True).start()


def _enter_menu() -> None:
    from sketch2image.engine.desktop_entry import ensure_entry  # not before there is a window

    ensure_entry()


def _keep_log() -> None:
    """Best effort: a folder that cannot be written does not keep the window from opening."""
    qInstallMessageHandler(lambda kind, _, text: _LOG.log(_LEVELS[kind], "Qt: %s", text))
    try:
        folder = home() / "log"
        folder.mkdir(exist_ok=True)
        keeper = RotatingFileHandler(
            folder / "window.log", maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except (OSError, UserError):
        return
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    _LOG.addHandler(keeper)


def _tell_faults(studio: Studio) -> None:
    """Faults of any thread become notices of the window; a fault in telling one does not."""
    alone = threading.Lock()

    def tell(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and alone.acquire(blocking=False):
            try:
                post(studio, partial(studio.notices.fail, error))
            finally:
                alone.release()
        else:
            sys.__excepthook__(kind, error or kind(), trace)

    sys.excepthook = tell
    threading.excepthook = lambda told: tell(told.exc_type, told.exc_value, told.exc_traceback)


def _hear_signals(app: QApplication, window: MainWindow) -> None:
    """Ctrl-C and an end of the session close the window as the person would."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())
    listening = QTimer(app, interval=200)
    listening.timeout.connect(lambda: None)  # lets Python look whether a signal came
    listening.start()

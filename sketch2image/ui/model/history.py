"""Past drawings, newest first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from sketch2image.core.sketch import Sketch
from sketch2image.engine.desktop.history import Kept, forget, keep, kept, open_kept, star
from sketch2image.engine.request import Result
from sketch2image.ui.courier import post
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.questions import is_another


class HistoryModel(QObject):
    """Every drawing that was answered is kept; it can be drawn on again.

    Args:
        drawing: a past drawing becomes the drawing.
        asking: its answers are kept.
        notices: told what went wrong.

    Signals:
        changed: `drawings`.
    """

    changed = Signal()

    def __init__(
        self,
        drawing: DrawingModel,
        asking: AskingModel,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drawing, self._asking, self._notices = drawing, asking, notices
        self._disk = ThreadPoolExecutor(1, "history")
        self._subject: Sketch | None = None
        self._latest: Kept | None = None
        self.drawings: tuple[Kept, ...] = ()
        asking.answered.connect(self._keep)

    def refresh(self) -> None:
        """Look what is kept."""
        self._do(lambda: None)

    def open(self, past: Kept) -> None:
        """Let a past drawing be the drawing; can be undone."""
        self._do(lambda: open_kept(past), self._drawing.put)

    def forget(self, past: Kept) -> None:
        """Delete a past drawing."""
        self._do(lambda: forget(past))

    def star(self, past: Kept, wanted: bool) -> None:
        """Keep a past drawing for good, or let it go when newer ones come."""
        self._do(lambda: star(past, wanted))

    def close(self) -> None:
        """Finish what is being written."""
        self._disk.shutdown(wait=True)

    def _keep(self, result: Result) -> None:
        """A drawing that has grown takes the place of what it was."""
        asked = self._asking.asked
        now = asked.sketch if asked is not None else result.request.sketch
        grown = self._subject is not None and not is_another(self._subject, now)
        self._subject = now
        self._do(lambda: self._write(result, grown))

    def _write(self, result: Result, grown: bool) -> None:
        """Runs in the thread of the disk."""
        before = self._latest if grown else None
        self._latest = keep(result.request.sketch, result, result.request.prompt)
        if before is not None and not self._is_starred(before):
            forget(before)

    def _is_starred(self, past: Kept) -> bool:
        return any(one.path == past.path and one.starred for one in kept())

    def _do(self, work: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        def run() -> None:
            try:
                answer = work()
                came = partial(self._settle, then and partial(then, answer), tuple(kept()), None)
            except Exception as error:  # told in the window's thread
                came = partial(self._settle, None, None, error)
            post(self, came)

        self._disk.submit(run)

    def _settle(
        self,
        then: Callable[[], object] | None,
        drawings: tuple[Kept, ...] | None,
        error: Exception | None,
    ) -> None:
        if error is not None:
            self._notices.fail(error, topic="history")
            return
        self.drawings = drawings or ()
        if then is not None:
            then()
        self.changed.emit()

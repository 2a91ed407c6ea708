"""Small pictures of files, read beside the window's own thread and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.ui.courier import post
from sketch2image.ui.words import N

READERS = 2
"""Threads that read."""

MOST = 300
"""Thumbnails kept, about a quarter of a megabyte each."""

MISSING, DAMAGED = N("no longer there"), N("cannot be read")
"""What is wrong with a file of which there is no thumbnail."""


class Thumbnails(QObject):
    """Thumbnails by path; one that is not there yet is read when it is first asked for.

    Args:
        read: gives the small picture of a file; runs in another thread.
        most: how many are kept.

    Signals:
        came: with a path of which `get` or `fault` knows more now.
    """

    came = Signal(str)

    def __init__(
        self, read: Callable[[str], QImage], most: int = MOST, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._read, self._most = read, most
        self._readers = ThreadPoolExecutor(READERS, "thumbnails")
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._faults: dict[str, str] = {}
        self._asked: set[str] = set()
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self._stop)

    def get(self, path: str) -> QPixmap | None:
        """The thumbnail of a file; None while it is being read, or when there is a fault."""
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        if path not in self._asked and path not in self._faults:
            self._asked.add(path)
            self._readers.submit(self._work, path)
        return None

    def fault(self, path: str) -> str:
        """What is wrong with a file, in English for `tr`; empty while nothing is known."""
        return self._faults.get(path, "")

    def look_again(self) -> None:
        """Files that were missing may be there by now."""
        self._faults.clear()

    def _stop(self) -> None:
        """What nobody will see any longer is not read."""
        self._readers.shutdown(wait=False, cancel_futures=True)

    def _work(self, path: str) -> None:
        image, fault = None, ""
        try:
            image = self._read(path)
        except UserError as error:
            fault = MISSING if error.kind is ErrorKind.missing_file else DAMAGED
        except FileNotFoundError:
            fault = MISSING
        except Exception:  # whatever a file holds, the others are shown
            fault = DAMAGED
        post(self, partial(self._take, path, image, fault))

    def _take(self, path: str, image: QImage | None, fault: str) -> None:
        self._asked.discard(path)
        if image is None:
            self._faults[path] = fault
        else:
            self._kept[path] = QPixmap.fromImage(image)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        self.came.emit(path)

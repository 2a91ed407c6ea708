"""Opening and saving: sketches, pictures, sheets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.engine.desktop.tasks import (
    OpenSketch,
    ReadPicture,
    SaveSheet,
    SaveSketch,
    SaveStrip,
)
from sketch2image.engine.request import Result
from sketch2image.ui.courier import post
from sketch2image.ui.model import desktop
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.images import as_png, to_image
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.places import scratch_file
from sketch2image.ui.model.work import Lane
from sketch2image.ui.words import tr

SKETCH_FILES = ("*.svg", "*.png", "*.jpg", "*.jpeg", "*.webp", "*.heic", "*.bmp")
"""What can be opened as a drawing."""


class FilesModel(QObject):
    """Reads and writes files in an engine process, and says what came of it.

    Args:
        drawing: what is opened becomes the drawing.
        notices: told what was saved where.
        errands: does it.
    """

    def __init__(
        self,
        drawing: DrawingModel,
        notices: Notices,
        errands: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drawing, self._notices, self._errands = drawing, notices, errands

    def open_sketch(self, path: str) -> None:
        """Let a sketch of ours, or a picture of a drawing, be the drawing."""
        self._errands.do(OpenSketch(path), self._opened, tr("opening {name}", name=_name(path)))

    def paste(self, picture: QImage) -> None:
        """Let a picture of the clipboard be the drawing."""
        threading.Thread(target=self._put_down, args=(picture,), daemon=True).start()

    def save_sketch(self, path: str) -> None:
        """Write the drawing as SVG, or as PNG with an SVG beside it."""
        sketch = self._drawing.sketch
        self._errands.do(
            SaveSketch(sketch, path), self._saved, tr("saving {name}", name=_name(path))
        )

    def save_sheet(self, result: Result, path: str) -> None:
        """Write everything of an answer on one page, as PNG."""
        self._errands.do(
            SaveSheet(result, path), self._saved, tr("saving {name}", name=_name(path))
        )

    def save_strip(self, result: Result, path: str) -> None:
        """Write sketch and matches side by side, 224 pixels high, as PNG."""
        self._errands.do(
            SaveStrip(result, path), self._saved, tr("saving {name}", name=_name(path))
        )

    def save_picture(self, picture: Image, path: str) -> None:
        """Write a rendered picture, in the format that the ending of its path names."""
        if to_image(picture).save(path):
            self._saved(path)
            return
        hint = "Choose another folder, and an ending such as .png."
        error = UserError(ErrorKind.output, f"cannot write {path}", hint)
        self._notices.fail(error, topic="saved")

    def copy_picture(self, picture: Image) -> None:
        """Put a rendered picture on the clipboard."""
        QGuiApplication.clipboard().setImage(to_image(picture))
        self._notices.say(tr("The picture is on the clipboard."), topic="copied")

    def copy(self, paths: Sequence[str]) -> None:
        """Put files on the clipboard; one alone also as a picture, as soon as it has been read."""
        QGuiApplication.clipboard().setMimeData(desktop.files(paths))
        if len(paths) == 1:
            self._errands.do(ReadPicture(paths[0]), partial(self._copied, paths[0]), tr("copying"))
        one, more = tr("The picture is on the clipboard."), tr("The pictures are on the clipboard.")
        self._notices.say(one if len(paths) == 1 else more, topic="copied")

    def open_outside(self, path: str) -> None:
        """Open a picture with the program the desktop has for it."""
        self._try(desktop.open_file, path)

    def reveal(self, path: str) -> None:
        """Show a picture in its folder."""
        self._try(desktop.reveal, path)

    def _try(self, act: Callable[[str], None], path: str) -> None:
        try:
            act(path)
        except UserError as error:
            self._notices.fail(error, topic="file")

    def _copied(self, path: str, picture: Image) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard.text() != path:  # something else was copied meanwhile
            return
        data = desktop.files([path])
        data.setImageData(to_image(picture))
        clipboard.setMimeData(data)

    def _put_down(self, picture: QImage) -> None:
        """Runs in a thread of its own."""
        try:
            path = scratch_file("pasted.png")
            write_atomically(path, as_png(picture))
        except UserError as error:
            post(self, partial(self._notices.fail, error, topic="file"))
        else:
            post(self, partial(self.open_sketch, path))

    def _opened(self, sketch: Sketch) -> None:
        self._drawing.put(sketch)

    def _saved(self, paths: str | Sequence[str]) -> None:
        first = paths if isinstance(paths, str) else paths[0]
        self._notices.say(tr("Saved {name}", name=_name(first)), first, topic="saved")


def _name(path: str) -> str:
    return Path(path).name

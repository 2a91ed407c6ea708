"""Makes docs/images/window: the real window led through its states, each grabbed.

    xvfb-run -a -s "-screen 0 1920x1200x24" python tools/window_pictures.py docs/images/window

Takes a minute or two and a state folder of its own; needs a display, which may be one nobody sees.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.paths import HOME_VARIABLE, home, sample_gallery
from sketch2image.engine.sketches import sample_sketch
from sketch2image.ui.app import main
from sketch2image.ui.phone.dialog import CABLELESS, PAIR, TAKE
from sketch2image.ui.window import MainWindow

SMALL, LARGE = (1280, 720), (1920, 1080)
SETTINGS = 'open_camera = false\ncamera = "simulated"\ntheme = "light"\nlanguage = "en"\n'
_PATIENCE, _REST = 90_000, 1500


class Photographer:
    """Waits and grabs while the window goes on.

    Args:
        window: is grabbed.
        folder: where the pictures go.
    """

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window, self.studio = window, window.studio
        self._folder = folder

    def tour(self) -> None:
        """All states, one after the other; the window is closed at the end."""
        for name, widget in self._states():
            rest(_REST)
            save(widget, self._folder / f"{name}.png")
        self.window.close()

    def _states(self) -> Iterator[tuple[str, QWidget]]:
        studio, window, rooms = self.studio, self.window, self.window.rooms
        window.resize(*SMALL)
        until(lambda: studio.asking.models is not None and bool(studio.galleries.galleries))
        yield "first", window
        studio.tour.end()
        studio.camera.start()
        until(lambda: studio.drawing.revision > 8)
        yield "hand", window
        until(lambda: studio.asking.result is not None and not studio.asking.is_busy)
        yield "results", window
        window.resize(*LARGE)
        yield "results-1080", window
        window.resize(*SMALL)
        studio.settings.set("theme", "dark")
        yield "dark", window
        studio.settings.set("theme", "light")
        studio.settings.set("language", "ko")
        yield "korean", window
        yield "settings-ko", rooms.settings()
        yield "phone-ko", rooms.phone(PAIR)
        studio.settings.set("language", "en")
        adding = studio.galleries.add_folder(str(own_pictures()))
        until(lambda: adding.is_over and studio.galleries.has_own)
        yield "galleries", rooms.galleries()
        studio.galleries.choose(str(sample_gallery()))
        yield "models", rooms.models()
        yield "phone", rooms.phone(TAKE)
        studio.phone_page.open()
        until(lambda: studio.phone_page.is_open)
        yield "phone-page", rooms.phone(CABLELESS)
        studio.phone_page.cancel()
        yield "help", rooms.help()
        close_all(window)
        studio.asking.set_live(True)
        studio.drawing.put(sample_sketch("teapot"))
        until(lambda: studio.asking.is_busy)
        yield "live", window
        studio.asking.set_live(False)
        studio.files.open_sketch("/photos/cat.jpg")
        yield "error", window
        studio.drawing.act("clear")
        studio.tour.begin()
        studio.tour.next()
        yield "tour", window


def own_pictures() -> Path:
    """A folder of pictures, two of which cannot be read."""
    folder = home() / "Pictures"
    folder.mkdir()
    for picture in sorted(sample_gallery().glob("*-1.jpg")):
        shutil.copy(picture, folder)
    (folder / "scan-007.jpg").write_bytes(b"not a picture")
    (folder / "unfinished.png").touch()
    return folder


def save(widget: QWidget, file: Path) -> None:
    """Grab a widget as it is on the screen."""
    widget.grab().save(str(file))
    print(file.name, flush=True)


def rest(milliseconds: int) -> None:
    """Let the window go on for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(sign: Callable[[], bool]) -> None:
    """Let the window go on until something is so.

    Raises:
        TimeoutError: it did not become so.
    """
    for _ in range(_PATIENCE // 100):
        if sign():
            return
        rest(100)
    raise TimeoutError(sign)


def close_all(window: MainWindow) -> None:
    """Close what was opened beside the window."""
    for room in window.findChildren(QWidget):
        if room.isWindow() and room.isVisible():
            room.close()


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        os.environ[HOME_VARIABLE] = state
        (home() / "settings.toml").write_text(SETTINGS)
        sys.exit(main(lambda window: QTimer.singleShot(0, Photographer(window, out).tour)))

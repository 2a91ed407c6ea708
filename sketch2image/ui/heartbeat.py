"""The pulse of the window's thread while everything is at work."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from sketch2image.core.paths import HOME_VARIABLE, cache
from sketch2image.core.peek import variable
from sketch2image.core.progress import Progress, Report
from sketch2image.ui.app import application
from sketch2image.ui.model.camera import CameraState
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.window import MainWindow

BEAT_MS = 10
"""How often the thread is asked whether it answers."""


_SETTLING = 6.0


class Pulse(QObject):
    """Notes the milliseconds between two beats of a timer in the thread of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin anew."""
        self.gaps.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def figures(self, name: str) -> dict[str, float]:
        """Median, 99th percentile and longest gap in milliseconds."""
        gaps = np.array(self.gaps)
        return {
            f"{name}_heartbeat_ms_p50": round(float(np.percentile(gaps, 50)), 1),
            f"{name}_heartbeat_ms_p99": round(float(np.percentile(gaps, 99)), 1),
            f"{name}_heartbeat_ms_max": round(float(gaps.max()), 1),
        }

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(1000 * (now - self._last))
        self._last = now


class Rehearsal(QObject):
    """A window in which everything goes on at once.

    Args:
        home: state folder to use.
        pictures: folder that is indexed.
        report: tells how far it is.
    """

    def __init__(self, home: Path, pictures: Path, report: Report) -> None:
        super().__init__()
        _share_cache(home)
        os.environ[HOME_VARIABLE] = str(home)
        os.environ[variable("camera")] = "simulated"
        os.environ[variable("open_camera")] = "false"
        application()
        self._pictures, self._report = pictures, report
        self._studio = Studio()
        self._window = MainWindow(self._studio)
        self._pulse = Pulse()
        self.frames = self.answers = 0
        self.added = 0
        self._studio.camera.seen.connect(self._on_seen)
        self._studio.camera.changed.connect(self._again)
        self._studio.asking.answered.connect(self._on_answer)
        self._studio.galleries.progressed.connect(self._on_added)

    def run(self, seconds: float) -> dict[str, float | str]:
        """Show the window, idle for a sixth of the time, then busy for all of it."""
        self._window.show()
        self._studio.begin()
        self._wait(_SETTLING, "starting")
        idle = self._felt("idle", seconds / 6)
        self._studio.camera.start()
        self._studio.galleries.add_folder(str(self._pictures), "bench")
        busy = self._felt("busy", seconds)
        figures = {"platform": QGuiApplication.platformName(), **idle, **busy}
        figures |= {
            "camera_frames_per_second": round(self.frames / seconds, 1),
            "pictures_indexed": self.added,
            "answers": self.answers,
        }
        self._window.close()
        return figures

    def _felt(self, name: str, seconds: float) -> dict[str, float]:
        self._pulse.start()
        self._wait(seconds, name)
        return self._pulse.figures(name)

    def _wait(self, seconds: float, text: str) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            loop = QEventLoop()
            QTimer.singleShot(min(1000, round(1000 * left)), loop.quit)
            loop.exec()
            passed = round(seconds - max(left, 0))
            self._report(Progress("heartbeat", passed, round(seconds), text, left))

    def _on_seen(self) -> None:
        self.frames += 1
        asking = self._studio.asking
        if not (asking.is_busy or self._studio.drawing.is_empty):
            asking.reroll()

    def _on_answer(self) -> None:
        self.answers += 1

    def _on_added(self, event: Progress) -> None:
        self.added = event.done

    def _again(self) -> None:
        """The simulated drawing is over: draw it again, once the camera has come to rest."""
        if self._studio.camera.state is CameraState.off and self.frames:
            QTimer.singleShot(0, self, self._draw_again)

    def _draw_again(self) -> None:
        if not self._studio.camera.is_on and self._window.isVisible():
            self._studio.camera.start()


def _share_cache(home: Path) -> None:
    """What is compiled once for a person is compiled already."""
    home.mkdir()
    with suppress(OSError):  # a system where links need a permission: compiled anew
        (home / "cache").symlink_to(cache(), target_is_directory=True)

"""The camera, its process, and what can be said of both."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from sketch2image.core.errors import UserError
from sketch2image.core.types import Image
from sketch2image.engine.desktop.camera import (
    CameraEvent,
    CameraLink,
    Ended,
    Lost,
    Opened,
    Opening,
    Seen,
)
from sketch2image.ui.courier import post
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.words import told, tr

DIM = 55.0
"""Mean brightness, 0..255, below which the light is poor for finding hands."""

_BREAK_SECONDS = 1.0
"""From the last frame of a camera until it counts as gone, as the drawing is told."""

_FRAME_SECONDS = 1 / 30

_TOPIC = "camera"


class CameraState(StrEnum):
    """What the camera does."""

    off = "off"
    opening = "opening"
    on = "on"
    lost = "lost"


class CameraModel(QObject):
    """Starts and stops the camera; its hand draws on the drawing.

    Args:
        settings: which camera, which hand.
        drawing: gets every hand that is seen.
        notices: told when the camera is gone.

    Signals:
        changed: `state`, `text`, `has_hand`, `is_dim` or `rate`.
        seen: with each `Seen`, after the drawing has taken it.
    """

    changed = Signal()
    seen = Signal(object)

    def __init__(
        self,
        settings: SettingsModel,
        drawing: DrawingModel,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._drawing, self._notices = settings, drawing, notices
        self._link: CameraLink | None = None
        self.state = CameraState.off
        self.text = ""
        self.image: Image | None = None
        self.last: Seen | None = None
        self.is_dim = False
        self.has_hand = False
        self.rate = 0.0
        self._size = drawing.size
        self._frames = 0
        self._begun = self._time = 0.0
        self._quiet = False
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._count)
        settings.changed.connect(self._on_setting)

    @property
    def is_on(self) -> bool:
        """Whether the camera is wanted, open or not yet."""
        return self._link is not None

    def start(self, quiet: bool = False) -> None:
        """Open the camera of the settings.

        Args:
            quiet: no notice is given where there is none; the person did not ask for it.
        """
        self.stop()
        self._quiet = quiet
        self._turn(CameraState.opening, tr("opening the camera"))
        link: CameraLink
        link = CameraLink(
            self._settings.value("camera"),
            lambda event: post(self, lambda: self._on_event(link, event)),
            hand=self._settings.value("hand"),
            palm=self._settings.value("palm"),
        )
        self._link = link
        self._clock.start()

    def stop(self) -> None:
        """Give the camera back."""
        link, self._link = self._link, None
        if link is not None:
            link.close()
        self._clock.stop()
        self._lose_hand()
        self._begun = self._time + _FRAME_SECONDS
        self.image, self.last, self.has_hand, self.rate = None, None, False, 0.0
        self._turn(CameraState.off, "")

    def toggle(self) -> None:
        """Start it, or stop it."""
        if self.is_on:
            self.stop()
        else:
            self.start()

    def close(self) -> None:
        """Give the camera back for good."""
        self.stop()

    def taken(self) -> None:
        """The picture of the last `seen` is on the screen: send the next one."""
        if self._link is not None:
            self._link.take()

    def _on_event(self, link: CameraLink, event: CameraEvent) -> None:
        if link is not self._link:
            return
        if isinstance(event, Seen):
            self._on_seen(event)
        elif isinstance(event, Opening):
            self._turn(CameraState.opening, _line(event))
        elif isinstance(event, Opened):
            self._drawing.resize(event.size)
            self._notices.settle(_TOPIC)
            self._quiet = False
            self._size = event.size
            self._turn_on()
        elif isinstance(event, Lost):
            self._on_lost(event.error)
        elif isinstance(event, Ended):
            self._on_end(event.error)

    def _on_seen(self, seen: Seen) -> None:
        self.last = seen
        self._frames += 1
        if self.state is not CameraState.on:
            self._turn_on()
        if seen.image is not None:
            self.image = seen.image
        self._time = self._begun + seen.time
        self._drawing.see(seen.hand, self._time)
        before = self.has_hand, self.is_dim
        self.has_hand, self.is_dim = seen.hand is not None, seen.brightness < DIM
        self.seen.emit(seen)
        if (self.has_hand, self.is_dim) != before:
            self.changed.emit()

    def _on_lost(self, error: UserError) -> None:
        if self.state is not CameraState.lost and not self._quiet:
            self._notices.fail(error, tr("Draw with the mouse"), self.stop, _TOPIC)
        if self.last is not None:
            self._lose_hand()
        self.image, self.last, self.has_hand = None, None, False
        self._turn(CameraState.lost, tr("no camera"))

    def _lose_hand(self) -> None:
        """Twice, so that it counts as gone and its stroke is finished, within one break."""
        for _ in range(2):
            self._time += _BREAK_SECONDS / 3
            self._drawing.see(None, self._time)

    def _on_end(self, error: Exception | None) -> None:
        self.stop()
        if error is not None:
            self._notices.fail(error, tr("Start the camera again"), self.start, _TOPIC)
        else:
            text = tr("The recording is over.")
            self._notices.say(text, "", tr("Play it again"), self.start, _TOPIC)

    def _on_setting(self, name: str) -> None:
        if name in ("camera", "hand", "palm") and self.is_on:
            self.start()

    def _count(self) -> None:
        self.rate, self._frames = float(self._frames), 0
        self.changed.emit()

    def _turn_on(self) -> None:
        self._turn(CameraState.on, "{}x{}".format(*self._size))

    def _turn(self, state: CameraState, text: str) -> None:
        self.state, self.text = state, text
        self.changed.emit()


def _line(opening: Opening) -> str:
    text, progress = told(opening.text), opening.progress
    return f"{text} {progress.done / progress.total:.0%}" if progress.total else text

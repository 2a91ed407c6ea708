"""The left half of the window over the real models; the camera's process is played by the test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from sketch2image.air.hand import Hand
from sketch2image.engine.desktop.camera_events import CameraEvent, Opened, Seen
from sketch2image.engine.setups import setup_from
from sketch2image.ui import theme
from sketch2image.ui.canvas.panel import CanvasPanel
from sketch2image.ui.model import camera as camera_model
from sketch2image.ui.model.camera import CameraModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.settings import SettingsModel

SIZE = (640, 480)
RATE = 30.0
GRAY = np.full((480, 640, 3), 120, np.uint8)
HANDS = Path(__file__).with_name("hands.json")
"""Rendered hands as MediaPipe sees them: one finger, two fingers, thumb and little finger."""


class ScriptedLink:
    """A camera whose events come from the test."""

    def __init__(self, camera: str, on_event: Callable[[CameraEvent], None], **_: object) -> None:
        self.camera = camera
        self.credit = 1
        self.tell = on_event

    def take(self) -> None:
        self.credit += 1

    def close(self) -> None:
        self.tell = lambda event: None


@dataclass
class Desk:
    """The panel with all that stands behind it."""

    panel: CanvasPanel
    drawing: DrawingModel
    camera: CameraModel
    settings: SettingsModel
    links: list[ScriptedLink]
    frames: int = 0

    @property
    def view(self):
        return self.panel.view

    def open(self) -> None:
        self.camera.start()
        self.tell(Opened(SIZE))

    def see(self, hand: Hand | None = None, image=None, stranger=None, brightness=120.0) -> None:
        """One more frame."""
        self.frames += 1
        time = self.frames / RATE
        self.tell(Seen(time, hand, stranger, brightness, 0.01, image))

    def tell(self, event: CameraEvent) -> None:
        self.links[-1].tell(event)
        QApplication.processEvents()

    def hold(self, hand: Hand | None, seconds: float) -> None:
        for _ in range(round(seconds * RATE)):
            self.see(hand)

    def picture(self):
        """The panel's canvas as (H, W, 3)."""
        return pixels(self.view.grab().toImage())


def near(picture: np.ndarray, point: tuple[int, int], reach: int = 2) -> np.ndarray:
    """The pixels around one."""
    x, y = point
    return picture[y - reach : y + reach + 1, x - reach : x + reach + 1]


def pixels(image) -> np.ndarray:
    """(H, W, 3) RGB of a QImage."""
    image = image.convertToFormat(image.Format.Format_RGB32)
    held = np.frombuffer(image.constBits(), np.uint8)
    return held.reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)


def moved(hand: Hand, across: float, down: float) -> Hand:
    return replace(hand, landmarks=hand.landmarks + np.float32([across, down, 0]))


@pytest.fixture(scope="session")
def hands() -> dict[str, Hand]:
    told = json.loads(HANDS.read_text("utf-8"))
    return {
        name: Hand(
            np.array(seen["landmarks"], np.float32),
            np.array(seen["world"], np.float32),
            "Right",
            0.95,
            (0.0, 0.0, 1.0, 1.0),
        )
        for name, seen in told.items()
    }


@pytest.fixture(scope="session")
def light(qapp) -> None:
    theme.apply(qapp, "light")


@pytest.fixture
def desk(qtbot, light, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    links: list[ScriptedLink] = []

    def linked(camera: str, on_event: Callable[[CameraEvent], None], **rest: object):
        links.append(ScriptedLink(camera, on_event, **rest))
        return links[-1]

    monkeypatch.setattr(camera_model, "CameraLink", linked)
    notices, settings = Notices(), SettingsModel()
    drawing = DrawingModel(setup_from(), notices)
    camera = CameraModel(settings, drawing, notices)
    panel = CanvasPanel(drawing, camera, settings)
    panel.resize(700, 740)
    panel.show()
    qtbot.waitExposed(panel)
    yield Desk(panel, drawing, camera, settings, links)
    panel.close()
    panel.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    camera.close()
    drawing.close()

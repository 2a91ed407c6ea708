"""What the window makes of the camera's events; the link is scripted, the drawing is real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.camera import CameraEvent, Ended, Lost, Opened, Opening, Seen
from sketch2image.engine.setups import setup_from
from sketch2image.ui.model import camera as module
from sketch2image.ui.model.camera import CameraModel, CameraState
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.notices import Notice, Notices
from sketch2image.ui.model.settings import SettingsModel
from tests.engine.desktop.posed_hands import posed

GONE = UserError(ErrorKind.camera, "camera 0 gives no more frames", "Check its cable.")


class ScriptedLink:
    """Says what a test says."""

    made: ClassVar[list[ScriptedLink]] = []

    def __init__(self, camera: str, on_event: Callable[[CameraEvent], None], **wishes: object):
        self.camera, self.say, self.wishes = camera, on_event, wishes
        self.closed, self.taken = False, 0
        ScriptedLink.made.append(self)

    def take(self) -> None:
        self.taken += 1

    def close(self) -> None:
        self.closed = True


class Desk:
    """A camera model with what it talks to."""

    def __init__(self) -> None:
        self.notices = Notices()
        self.settings = SettingsModel()
        self.drawing = DrawingModel(setup_from(), self.notices)
        self.camera = CameraModel(self.settings, self.drawing, self.notices)
        self.told: list[Notice] = []
        self.settled: list[str] = []
        self.notices.told.connect(self.told.append)
        self.notices.settled.connect(self.settled.append)

    def hear(self, *events: CameraEvent) -> None:
        for event in events:
            ScriptedLink.made[-1].say(event)
        QCoreApplication.processEvents()


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(module, "CameraLink", ScriptedLink)
    ScriptedLink.made.clear()
    desk = Desk()
    yield desk
    desk.camera.close()
    desk.drawing.close()


def seen(time: float = 0.1, brightness: float = 120.0, image: object = None) -> Seen:
    return Seen(time, None, None, brightness, 0.0, image)  # type: ignore[arg-type]


def hand_draws(desk: Desk) -> None:
    """The beginning of a line; the finger is still up."""
    for frame in range(30):
        hand = posed("draw", 100.0 + 10 * frame, 200.0)
        desk.hear(Seen(frame / 30, hand, None, 120.0, 0.0, None))
    assert desk.drawing.easel.canvas.is_drawing


def test_it_opens_the_camera_of_the_settings(desk: Desk):
    desk.settings.set("camera", "2")
    desk.settings.set("hand", "left")
    desk.camera.start()
    (link,) = ScriptedLink.made
    assert (link.camera, link.wishes["hand"]) == ("2", "left")
    assert desk.camera.state is CameraState.opening


def test_progress_of_the_hand_model_is_told(desk: Desk):
    desk.camera.start()
    desk.hear(Opening("fetching", Progress("hand", 1, 4, "fetching the hand model")))
    assert desk.camera.text == "fetching 25%"


def test_the_canvas_takes_the_size_of_the_camera(desk: Desk):
    desk.camera.start()
    desk.hear(Opened((1280, 720)))
    assert desk.drawing.size == (1280, 720)
    assert desk.camera.state is CameraState.on


def test_credit_goes_to_the_link(desk: Desk):
    desk.camera.start()
    picture = np.zeros((4, 6, 3), np.uint8)
    desk.hear(Opened((640, 480)), seen(image=picture))
    assert desk.camera.image is picture
    desk.camera.taken()
    assert ScriptedLink.made[0].taken == 1


def test_poor_light_is_noticed_and_passes(desk: Desk):
    desk.camera.start()
    desk.hear(Opened((640, 480)), seen(0.1, 20.0))
    assert desk.camera.is_dim
    desk.hear(seen(0.2, 120.0))
    assert not desk.camera.is_dim


def test_a_lost_camera_is_told_once_and_taken_back_when_it_returns(desk: Desk):
    desk.camera.start()
    desk.hear(Opened((640, 480)), seen())
    desk.hear(Lost(GONE), Lost(GONE))
    assert desk.camera.state is CameraState.lost
    assert [notice.text for notice in desk.told] == ["camera 0 gives no more frames"]
    desk.hear(Opened((640, 480)))
    assert desk.camera.state is CameraState.on
    assert desk.settled[-1] == "camera"


@pytest.mark.parametrize("ends", [Lost(GONE), Ended(GONE), Ended(None)])
def test_a_stroke_that_the_hand_was_drawing_is_kept_when_the_camera_is_gone(
    desk: Desk, ends: CameraEvent
):
    desk.camera.start()
    desk.hear(Opened((640, 480)))
    hand_draws(desk)
    desk.hear(ends)
    assert not desk.drawing.easel.canvas.is_drawing
    assert len(desk.drawing.sketch.strokes) == 1
    assert desk.camera.last is None


def test_closing_finishes_the_stroke_that_the_hand_was_drawing(desk: Desk):
    desk.camera.start()
    desk.hear(Opened((640, 480)))
    hand_draws(desk)
    desk.camera.close()
    assert len(desk.drawing.sketch.strokes) == 1


def test_a_camera_nobody_asked_for_may_be_missing(desk: Desk):
    desk.camera.start(quiet=True)
    desk.hear(Lost(GONE))
    assert desk.camera.state is CameraState.lost
    assert desk.told == []
    desk.hear(Opened((640, 480)), Lost(GONE))
    assert len(desk.told) == 1


def test_a_camera_process_that_died_can_be_started_again(desk: Desk):
    desk.camera.start()
    desk.hear(Opened((640, 480)), Ended(UserError(ErrorKind.engine, "it stopped", "Start it.")))
    assert desk.camera.state is CameraState.off
    assert desk.told[-1].action == "Start the camera again"
    desk.told[-1].act()  # type: ignore[misc]
    assert len(ScriptedLink.made) == 2
    assert desk.camera.is_on


def test_the_end_of_a_recording_is_no_error(desk: Desk):
    desk.camera.start()
    desk.hear(Opened((640, 480)), Ended(None))
    assert desk.told[-1].text == "The recording is over."
    assert not desk.camera.is_on


def test_another_camera_in_the_settings_is_opened_at_once(desk: Desk):
    desk.camera.start()
    desk.settings.set("camera", "1")
    first, second = ScriptedLink.made
    assert first.closed
    assert second.camera == "1"


def test_an_old_link_is_not_listened_to(desk: Desk):
    desk.camera.start()
    old = ScriptedLink.made[0]
    desk.camera.stop()
    old.say(Opened((1280, 720)))
    QCoreApplication.processEvents()
    assert desk.camera.state is CameraState.off
    assert desk.drawing.size == (640, 480)


def test_toggling_stops_and_starts(desk: Desk):
    desk.camera.toggle()
    assert desk.camera.is_on
    desk.camera.toggle()
    assert not desk.camera.is_on
    assert ScriptedLink.made[0].closed


def test_times_go_on_when_another_camera_starts_at_zero(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    times: list[float] = []
    see = desk.drawing.see
    monkeypatch.setattr(
        desk.drawing, "see", lambda hand, time: (times.append(time), see(hand, time))
    )
    for _ in range(2):
        desk.camera.start()
        desk.hear(Opened((640, 480)), seen(0.0), seen(0.5))
    assert times == sorted(set(times))

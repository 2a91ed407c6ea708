"""A camera and the real landmarker in a process of their own."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from sketch2image.air.profiles import profile
from sketch2image.air.setup import Setup
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.engine.desktop.camera import (
    CameraEvent,
    CameraLink,
    Ended,
    Lost,
    Opened,
    Opening,
    Seen,
)
from sketch2image.engine.desktop.easel import Easel
from sketch2image.engine.parts import lite
from tests.engine.desktop import fake_cameras

PATIENCE = 60.0
NO_CAMERA = "97"
TAKEN = 20

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")

Event = TypeVar("Event", bound=CameraEvent)


class Listener:
    """Keeps what a link tells, in order."""

    def __init__(self) -> None:
        self.queue: queue.SimpleQueue[CameraEvent] = queue.SimpleQueue()

    def __call__(self, event: CameraEvent) -> None:
        self.queue.put(event)

    def events(self) -> Iterator[CameraEvent]:
        """All events until the process has ended."""
        while True:
            event = self.queue.get(timeout=PATIENCE)
            yield event
            if isinstance(event, Ended):
                return

    def first(self, kind: type[Event]) -> Event:
        return next(event for event in self.events() if isinstance(event, kind))

    @property
    def end(self) -> UserError | None:
        return self.first(Ended).error


def seen_in(events: list[CameraEvent]) -> list[Seen]:
    return [event for event in events if isinstance(event, Seen)]


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_gone(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def film() -> list[CameraEvent]:
    """All that a link tells of a hand that draws bread; images are taken `TAKEN` times."""
    listener, told, taken = Listener(), [], 0
    with CameraLink("simulated", listener, subject="bread") as link:
        for event in listener.events():
            told.append(event)
            if isinstance(event, Seen) and event.image is not None and taken < TAKEN:
                taken += 1
                link.take()
    return told


def test_the_hand_in_the_process_draws_bread_on_the_easel(film: list[CameraEvent]):
    easel = Easel(Setup(profile("default")))
    states = [easel.see(seen.hand, seen.time) for seen in seen_in(film)]
    assert lite().captioner.caption(easel.canvas.sketch()).label == "bread"
    assert "done" in {state.fired for state in states}


def test_a_film_is_opened_once_and_ends_without_an_error(film: list[CameraEvent]):
    assert [event.size for event in film if isinstance(event, Opened)] == [(640, 480)]
    assert isinstance(film[0], Opening)
    assert isinstance(film[-1], Ended)
    assert film[-1].error is None


def test_images_come_on_credit_and_hands_always(film: list[CameraEvent]):
    frames = seen_in(film)
    assert sum(frame.image is not None for frame in frames) == TAKEN + 1
    assert all(frame.image is None for frame in frames[-10:])
    assert sum(frame.hand is not None for frame in frames) > len(frames) / 2


def test_an_image_is_the_frame_that_its_brightness_and_hand_were_read_from(
    film: list[CameraEvent],
):
    images = [frame for frame in seen_in(film) if frame.image is not None]
    for frame in images:
        assert frame.image is not None
        assert frame.image.shape == (480, 640, 3)
        assert abs(frame.image.mean() - frame.brightness) < 2
    assert not np.array_equal(images[0].image, images[-1].image)  # type: ignore[arg-type]


def test_frames_come_in_order_and_never_before_their_time(film: list[CameraEvent]):
    frames = seen_in(film)
    assert all(before.time < after.time for before, after in pairwise(frames))
    assert all(frame.lag >= 0 for frame in frames)


@posix
def test_a_camera_that_comes_late_and_is_pulled_out_is_opened_again():
    listener = Listener()
    opener = fake_cameras.plugged_in_late_and_pulled_out_once
    with CameraLink("0", listener, opener=opener) as link:
        told = []
        for event in listener.events():
            told.append(event)
            if isinstance(event, Lost):
                os.kill(link.pid, signal.SIGINT)  # Ctrl-C in the terminal is for the window
            if isinstance(event, Seen):
                link.take()
    turns = [type(event) for event in told if not isinstance(event, Opening | Seen)]
    assert turns == [Lost, Opened, Lost, Opened, Ended]
    times = [frame.time for frame in seen_in(told)]
    assert times == sorted(set(times))
    assert times[-1] > 1
    assert next(f.image.shape for f in seen_in(told) if f.image is not None) == (540, 960, 3)


def test_a_camera_that_is_not_there_is_said_and_the_link_can_be_closed():
    listener = Listener()
    link = CameraLink(NO_CAMERA, listener)
    error = listener.first(Lost).error
    assert error.kind is ErrorKind.camera
    assert NO_CAMERA in error.message
    assert "simulated" in error.hint
    link.close()
    link.close()
    link.take()
    wait_until_gone(link.pid)
    assert listener.queue.empty()


@posix
def test_a_process_that_does_not_answer_is_ended_all_the_same():
    listener = Listener()
    link = CameraLink(NO_CAMERA, listener)
    listener.first(Lost)
    os.kill(link.pid, signal.SIGSTOP)
    link.close()
    wait_until_gone(link.pid)


@posix
def test_a_killed_process_is_said_to_have_stopped():
    listener = Listener()
    with CameraLink(NO_CAMERA, listener) as link:
        listener.first(Lost)
        os.kill(link.pid, signal.SIGKILL)
        error = listener.end
        assert error is not None
        assert error.kind is ErrorKind.engine
        link.take()


def test_a_fault_of_ours_is_said_like_a_crash_and_written_to_stderr(
    capfd: pytest.CaptureFixture[str],
):
    listener = Listener()
    with CameraLink("0", listener, opener=fake_cameras.broken):
        error = listener.end
    assert error is not None
    assert error.kind is ErrorKind.engine
    assert "a fault of ours" in capfd.readouterr().err


def test_a_video_is_played_to_its_end_and_nothing_is_written_to_stderr(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    from sketch2image.core.opencv import cv2

    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (320, 240))
    for shade in range(0, 150, 25):
        writer.write(np.full((240, 320, 3), shade, np.uint8))
    writer.release()
    listener = Listener()
    with CameraLink(str(path), listener):
        told = list(listener.events())
    assert told[-1] == Ended(None)
    frames = seen_in(told)
    assert frames
    assert all(frame.hand is None for frame in frames)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("camera", ["none.mp4", __file__])
def test_a_file_that_cannot_be_played_ends_the_link_with_what_to_do(camera: str):
    listener = Listener()
    with CameraLink(camera, listener):
        error = listener.end
    assert error is not None
    assert camera in error.message
    assert error.hint


def test_a_hand_model_that_cannot_be_had_ends_the_link(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SKETCH2IMAGE_HAND_MODEL", "nowhere.task")
    listener = Listener()
    with CameraLink("simulated", listener):
        error = listener.end
    assert error is not None
    assert "nowhere.task" in error.message


LEFT_ALONE = f"""
import sys, threading
from sketch2image.engine.desktop.camera import CameraLink, Lost

def tell(event):
    if isinstance(event, Lost):
        heavy = {{"mediapipe", "cv2", "onnxruntime", "PIL"}} & set(sys.modules)
        print(*sorted(heavy), flush=True)

if __name__ == "__main__":
    link = CameraLink("{NO_CAMERA}", tell)
    threading.Event().wait()
"""


def test_the_parent_imports_nothing_heavy_and_takes_the_process_along_when_it_dies(
    tmp_path: Path,
):
    script = tmp_path / "parent.py"
    script.write_text(LEFT_ALONE)
    places = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=places) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().split() == []
        parent.kill()
        parent.communicate(timeout=PATIENCE)  # the pipe stays open as long as the process lives

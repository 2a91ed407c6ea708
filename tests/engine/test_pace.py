"""Films in real time: a slow reader misses frames, it never lags."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from sketch2image.air.hand import Hand
from sketch2image.air.session import DrawLoop
from sketch2image.air.setup import Setup
from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame
from sketch2image.core.sketch import Sketch
from sketch2image.engine.pace import Paced
from sketch2image.engine.sources import simulated

RATE = 200.0


class Film(Closing):
    """Blank frames at the times given; may be lost at the end."""

    live = False
    size = (8, 6)

    def __init__(self, times: list[float], lost: bool = False) -> None:
        self._times = iter(times)
        self._lost = lost
        self.closed = False

    def read(self) -> Frame | None:
        time = next(self._times, None)
        if time is None and self._lost:
            raise UserError(ErrorKind.camera, "the stream was lost", "Start again.")
        return None if time is None else Frame(np.zeros((6, 8, 3), np.uint8), time)

    def close(self) -> None:
        self.closed = True


def regular(frames: int) -> list[float]:
    return [index / RATE for index in range(frames)]


class SlowTracker:
    """Sees no hand, and takes so long over it that `behind` further frames come meanwhile."""

    def __init__(self, film: Paced, behind: int, frames: int) -> None:
        self._film = film
        self._behind = behind
        self._frames = frames
        self.seen: list[float] = []

    def read(self, frame: Frame) -> Hand | None:
        self.seen.append(frame.time)
        enough = min(self._film.emitted + self._behind, self._frames)
        while self._film.emitted < enough:
            time.sleep(0.001)
        return None


def test_frames_come_at_their_own_times_and_keep_them():
    times = [2.0, 2.01, 2.05, 2.06, 2.1]
    with Paced(Film(times)) as film:
        assert film.live
        assert film.size == (8, 6)
        start = time.perf_counter()
        for frame in iter(film.read, None):
            passed = time.perf_counter() - start
            assert passed > frame.time - 2.0 - 1e-3
            assert frame.time in times
            assert film.age(frame) > -1e-3
        assert frame.time == 2.1
        assert film.read() is None


def test_the_film_waits_for_its_first_reader():
    with Paced(Film(regular(3))) as film:
        time.sleep(0.1)
        assert film.emitted == 0
        assert film.read().time == 0


def test_every_frame_is_read_or_counted_as_dropped():
    with Paced(Film(regular(40))) as film:
        read = [frame.time for frame in iter(film.read, None)]
        assert read == sorted(set(read))
        assert film.emitted == 40
        assert film.dropped == 40 - len(read)


def test_a_slow_loop_misses_frames_and_never_lags():
    times = regular(120)
    with Paced(Film(times)) as film:
        tracker = SlowTracker(film, behind=5, frames=len(times))
        loop = DrawLoop(Sketch(film.size), tracker, Setup())
        behind = []
        emitted = film.emitted
        while (frame := film.read()) is not None:
            behind.append(emitted - 1 - round(frame.time * RATE))
            loop.update(frame)
            emitted = film.emitted
        assert max(behind) <= 0, "an older frame than the newest was read"
        assert film.emitted == len(times)
        assert film.dropped == len(times) - len(tracker.seen)
        assert film.dropped >= 3 * len(tracker.seen)
        assert tracker.seen[-1] == times[-1]


def test_a_lost_source_is_told():
    film = Paced(Film(regular(1), lost=True))
    assert film.read().time == 0
    with pytest.raises(UserError, match="was lost"):
        film.read()
    film.close()
    assert film.read() is None


@pytest.mark.parametrize("begin", [True, False])
def test_closing_ends_the_wait_and_closes_the_source(begin: bool):
    source = Film([0.0, 3600.0])
    film = Paced(source)
    if begin:
        film.read()
    threading.Timer(0.05, film.close).start() if begin else film.close()
    assert film.read() is None
    film.close()
    assert source.closed


def test_a_paced_camera_gives_the_pictures_of_the_camera_itself():
    camera = simulated("cup", 0)
    with Paced(simulated("cup", 0)) as film:
        first = film.read()
        second = film.read()
    assert np.array_equal(first.image, camera.frame(round(first.time * 30)).image)
    assert np.array_equal(second.image, camera.frame(round(second.time * 30)).image)

"""Only the newest frame of a stream is kept."""

from __future__ import annotations

import queue
import threading

import numpy as np
import pytest

from sketch2image.air.newest import Newest
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame

LOST = UserError(ErrorKind.camera, "the camera was lost", "Check its cable.")


class Feed:
    """Gives out what the test puts in: frames by number, an error, or None for the end."""

    def __init__(self) -> None:
        self._items: queue.Queue[int | Exception | None] = queue.Queue()
        self._asked = threading.Semaphore(0)

    def __call__(self) -> Frame | None:
        self._asked.release()
        item = self._items.get()
        if isinstance(item, Exception):
            raise item
        return None if item is None else Frame(np.zeros((2, 2, 3), np.uint8), float(item))

    def put(self, *items: int | Exception | None) -> None:
        """Hand in frames; all but the last have been taken when it returns."""
        for item in items:
            self._asked.acquire()
            self._items.put(item)

    def settle(self) -> None:
        """Wait until the last frame was taken and the next one is asked for."""
        self._asked.acquire()
        self._asked.release()


@pytest.fixture
def feed() -> Feed:
    return Feed()


@pytest.fixture
def newest(feed: Feed):
    newest = Newest(feed, "test")
    yield newest
    feed.put(None)
    assert newest.close(5)


def test_the_newest_frame_is_read_and_the_others_are_counted_as_dropped(feed: Feed, newest: Newest):
    feed.put(0, 1, 2)
    feed.settle()
    assert newest.read().time == 2
    assert (newest.came, newest.dropped) == (3, 2)
    feed.put(3)
    assert newest.read().time == 3
    assert (newest.came, newest.dropped) == (4, 2)


def test_patience_ends_the_wait(newest: Newest):
    assert newest.read(0.01) is None


def test_the_last_frame_is_read_before_the_end():
    feed = Feed()
    newest = Newest(feed, "test")
    feed.put(0, 1, None)
    assert newest.read().time == 1
    assert newest.read() is None
    assert newest.close(5)


@pytest.mark.parametrize("error", [LOST, ZeroDivisionError("a fault of ours")])
def test_what_goes_wrong_reaches_the_reader_after_the_last_frame(error: Exception):
    feed = Feed()
    newest = Newest(feed, "test")
    feed.put(7, error)
    assert newest.read().time == 7
    for _ in range(2):
        with pytest.raises(type(error), match=str(error).split("\n")[0]):
            newest.read()
    assert newest.close(5)
    assert newest.read() is None


def test_closing_wakes_the_reader_and_throws_away_what_it_missed(feed: Feed):
    newest = Newest(feed, "test")
    read = []
    reader = threading.Thread(target=lambda: read.append(newest.read()))
    reader.start()
    assert not newest.close(0.01), "its thread still waits for the camera"
    reader.join()
    assert read == [None]
    feed.put(5)
    assert newest.close(5)
    assert newest.read() is None
    assert newest.came == 0

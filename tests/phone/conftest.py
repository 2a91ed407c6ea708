"""Pretend phones that the real adb server is connected to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import connect, reconnect

_CAMERA = "/sdcard/DCIM/Camera"
_NAMES = (
    "a.jpg",
    "B.JPEG",
    "c d.png",
    "한국 사진.heic",
    "; rm -rf .jpg",
    'it\'s "q".webp',
    "line\nbreak.jpg",
    "film.mp4",
)


@pytest.fixture
def galaxy(adb: int) -> Iterator[Galaxy]:
    """A connected phone with seven pictures of odd names and a film in its camera folder."""
    with Galaxy() as phone:
        for i, name in enumerate(_NAMES):
            phone.tree.write(f"{_CAMERA}/{name}", bytes([i]) * (9000 + i), 1_700_000_000 + i)
        connect(adb, phone)
        yield phone


@pytest.fixture
def second_galaxy(adb: int) -> Iterator[Galaxy]:
    """Another connected phone, with one picture."""
    with Galaxy("R5CT20FGHIJ", "SM-F731N") as phone:
        phone.tree.write(f"{_CAMERA}/other.jpg", b"other" * 1000, 1_700_000_100)
        connect(adb, phone)
        yield phone


@pytest.fixture
def reconnected(adb: int) -> Callable[[Galaxy], None]:
    """Put the cable of a dropped phone back, and wait until it is usable."""
    return lambda phone: reconnect(adb, phone)

"""The real window with the real engine on a screen nobody sees, used with mouse and keyboard."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sketch2image.core.settings import save
from tests.ui.seat import Row, Seat, can_sit, has, screen

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(not can_sit(), reason="not run: xvfb: xdotool not found"),
]


CUT_OFF = ["unshare", "--net"]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as display:
        yield display


@pytest.fixture
def seat(display: str, indexed: Path, tmp_path: Path) -> Iterator[Seat]:
    (indexed / "tour.done").touch()
    save("open_camera", False)
    seat = Seat(display, {})
    yield seat
    seat.close()


def canvas(seat: Seat) -> tuple[int, int, int, int]:
    x, y, width, height = seat.find(kind="AirCanvas")["place"]
    return x, y, width, height


def house(seat: Seat) -> None:
    """A teepee of one stroke and a door of another, drawn with the mouse."""
    x, y, width, height = canvas(seat)
    strokes = [
        [(0.3, 0.75), (0.3, 0.45), (0.5, 0.2), (0.7, 0.45), (0.7, 0.75), (0.3, 0.75)],
        [(0.45, 0.75), (0.45, 0.55), (0.55, 0.55), (0.55, 0.75)],
    ]
    for stroke in strokes:
        places = [(round(x + a * width), round(y + b * height)) for a, b in stroke]
        seat.mouse("mousemove", *places[0], "mousedown", 1)
        for place in places[1:]:
            seat.mouse("mousemove", *place, "sleep", 0.05)
        seat.mouse("mouseup", 1)


def matches(rows: list[Row]) -> list[str]:
    """Names of the matches on show, once there are any."""
    grid = next((row for row in rows if row["kind"] == "MatchGrid"), None)
    return re.findall(r"[\w-]+\.jpg", " ".join(grid["items"])) if grid else []


def test_drawing_with_the_mouse_searching_and_changing_the_language(seat: Seat):
    seat.wait_for(lambda rows: any(has(row, {"text": "lite models"}) for row in rows))
    house(seat)
    seat.mouse("key", "Return")
    found = seat.wait_for(matches)
    assert len(found) == 24
    seat.mouse("key", "ctrl+z")
    seat.click(seat.find(kind="QToolButton", text="Settings"))
    seat.find(kind="SettingsDialog", title="Settings")
    seat.mouse("key", "Escape")
    seat.choose("View", "한국어")
    seat.find(kind="QToolButton", text="설정")
    assert matches(seat.seen()) == found


@pytest.fixture(scope="module")
def connections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every process of the drawing hand's window writes down whom it connects to."""
    return tmp_path_factory.mktemp("watched") / "connections"


@pytest.fixture(scope="module")
def drawn(
    display: str, sample_index: Path, connections: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seat]:
    """A window whose simulated hand draws; its network leads nowhere where that is allowed."""
    home = tmp_path_factory.mktemp("drawn")
    shutil.copytree(sample_index / "galleries", home / "galleries")
    (home / "tour.done").touch()
    extra = {
        "SKETCH2IMAGE_HOME": str(home),
        "SKETCH2IMAGE_CAMERA": "simulated",
        "PYTHONPATH": str(Path(__file__).parents[1] / "web" / "watched"),
        "WATCHED_CONNECTIONS": str(connections),
    }
    seat = Seat(display, extra, wrapper=CUT_OFF if may_be_cut_off() else [])
    yield seat
    seat.close()


def test_the_simulated_hand_draws_a_strawberry_and_it_is_found(drawn: Seat):
    assert drawn.wait_for(matches)[0].startswith("strawberry")
    drawn.find(text="Strawberry")


def test_nothing_has_left_this_computer(drawn: Seat, connections: Path):
    drawn.wait_for(matches)
    reached = connections.read_text().splitlines() if connections.exists() else []
    assert [place for place in reached if not place.startswith(("/", "127.0.0.1"))] == []


def test_it_ends_with_all_its_processes(drawn: Seat):
    drawn.wait_for(matches)
    children = children_of(drawn.window.pid)
    assert len(children) >= 2
    drawn.close()
    assert drawn.window.returncode == 0
    end = time.monotonic() + 10  # the one that watches over shared memory leaves last
    while any(map(is_there, children)) and time.monotonic() < end:
        time.sleep(0.1)
    assert [pid for pid in children if is_there(pid)] == []


def test_what_was_drawn_survives_a_kill(display: str, indexed: Path):
    (indexed / "tour.done").touch()
    save("open_camera", False)
    first = Seat(display, {})
    house(first)
    drafts = indexed / "drafts"
    first.wait_for(lambda _: drafts.is_dir() and any(drafts.glob("*.svg")))
    first.window.send_signal(signal.SIGKILL)
    first.window.wait()
    second = Seat(display, {})
    try:
        second.find(text="Your last drawing is back.")
    finally:
        second.close()


def may_be_cut_off() -> bool:
    """Whether a process may be given a network of its own here; mostly that takes root."""
    return bool(shutil.which(CUT_OFF[0])) and not subprocess.run([*CUT_OFF, "true"]).returncode


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def children_of(pid: int) -> list[int]:
    """Its processes, by the kernel's list."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in lists for child in file.read_text().split()]

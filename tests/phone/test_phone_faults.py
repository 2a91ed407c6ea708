"""After each fault nothing is lost, nothing half-done has a final name, and the next try completes.

Always once; `pytest tests/phone/test_phone_faults.py --slow` does all ten times in a row.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sketch2image.core.errors import UserError
from sketch2image.phone.device import Phone, find_phone, needed_phone
from sketch2image.phone.folders import SENT_TO
from sketch2image.phone.push import push
from sketch2image.phone.sync import Synced, Wish, pictures_of, sync
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import connect, reconnect, wait_for_state

CAMERA = "/sdcard/DCIM/Camera"
FULL = "/storage/emulated/0/DCIM/Camera"
PUSHED = b"the answer" * 20_000

Fault = Callable[[Galaxy], None]

RUNS = [0, *(pytest.param(run, marks=pytest.mark.slow) for run in range(1, 10))]


def switched(**switches: object) -> Fault:
    def switch(galaxy: Galaxy) -> None:
        for name, value in switches.items():
            setattr(galaxy.faults, name, value)

    return switch


def unplugged(galaxy: Galaxy) -> None:
    galaxy.drop()


def dated_backward(galaxy: Galaxy) -> None:
    galaxy.faults.clock = -400 * 24 * 3600
    galaxy.tree.write(f"{CAMERA}/new.jpg", b"taken with the clock set back", 0)


def dated_forward(galaxy: Galaxy) -> None:
    galaxy.faults.clock = 50 * 365 * 24 * 3600
    galaxy.tree.write(f"{CAMERA}/new.jpg", b"taken with the clock set forward", 2**32 - 1)


def named_for_harm(galaxy: Galaxy) -> None:
    for name in ("; rm -rf ~.jpg", "$(reboot).jpg", "`reboot`.jpg", "' OR 1=1 --.jpg", "&.png"):
        galaxy.tree.write(f"{CAMERA}/{name}", name.encode(), 1_700_000_000)


SILENT = "did not answer"
BORNE = ""
"""What is said of a fault that does not keep the work from being done: nothing."""

PULLING = {
    "unplugged": (unplugged, SILENT),
    "disconnect at the first byte": (switched(cut_sending_after=0), SILENT),
    "disconnect in a picture": (switched(cut_sending_after=30_000), SILENT),
    "disconnect at the list": (switched(cut_at_command="content query"), SILENT),
    "a phone that hangs": (switched(silent=True), SILENT),
    "a slow link": (switched(seconds_per_mib=2.0), BORNE),
    "wrong sizes": (
        switched(wrong_sizes={f"{FULL}/a.jpg": 3, f"{FULL}/B.JPEG": 10**9}),
        BORNE,
    ),
    "pictures that end early": (
        switched(short_reads={f"{FULL}/a.jpg": 100, f"{FULL}/B.JPEG": 0}),
        BORNE,
    ),
    "no MediaStore": (switched(media_store=False), BORNE),
    "the clock set back": (dated_backward, BORNE),
    "the clock set forward": (dated_forward, BORNE),
    "names for harm": (named_for_harm, BORNE),
}
PUSHING = {
    "unplugged": (unplugged, SILENT),
    "disconnect at the first byte": (switched(cut_receiving_after=0), SILENT),
    "disconnect in the picture": (switched(cut_receiving_after=100_000), SILENT),
    "disconnect at the check": (switched(cut_at_command="sha256sum"), SILENT),
    "disconnect at the renaming": (switched(cut_at_command="mv"), SILENT),
    "disconnect at the scan": (switched(cut_at_command="scan_file"), BORNE),
    "a full storage": (switched(room=50_000), "No space left"),
    "a phone that hangs": (switched(silent=True), SILENT),
    "a slow link": (switched(seconds_per_mib=5.0), BORNE),
    "damage on the way": (switched(corrupt_pushes=True), "damaged"),
    "no checksum programs": (switched(checksum_tools=set[str]()), BORNE),
    "the clock set back": (switched(clock=-400 * 24 * 3600), BORNE),
    "names for harm": (named_for_harm, BORNE),
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sketch2image.phone.adb.PATIENCE", 0.5)
    monkeypatch.setattr("sketch2image.phone.media._PAUSES", (0.0,))


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    file = tmp_path / "sheet.png"
    file.write_bytes(PUSHED)
    return file


def connected() -> Phone:
    return needed_phone("auto")


def mended(galaxy: Galaxy, port: int) -> None:
    galaxy.faults.__init__()
    reconnect(port, galaxy)


def attempted(work: Callable[[], object], words: str) -> None:
    """A fault is borne, or told in words with what to do."""
    if not words:
        work()
        return
    with pytest.raises(UserError, match=words) as caught:
        work()
    assert caught.value.hint


def whole(galaxy: Galaxy) -> set[bytes]:
    """Content of the phone's pictures."""
    paths = [path for path in galaxy.tree.paths(CAMERA) if not path.endswith(".mp4")]
    return {galaxy.tree.read(path) for path in paths}


def taken(folder: Path) -> Iterator[bytes]:
    """Content of every file that has a final name."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.name.endswith(".part"):
            yield file.read_bytes()


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("fault", PULLING)
def test_a_sync_outlives(fault: str, run: int, adb: int, galaxy: Galaxy):
    galaxy.tree.write(f"{CAMERA}/old.jpg", b"taken before" * (run + 1), 1_600_000_000)
    phone = connected()
    first = sync(phone, wish=Wish(original=True))
    before = whole(galaxy)
    galaxy.tree.write(f"{CAMERA}/a.jpg", b"changed" * 2000, 1_700_009_000)
    befall, words = PULLING[fault]
    befall(galaxy)
    attempted(lambda: sync(phone, wish=Wish(mirror=True)), words)
    held = set(taken(first.folder))
    assert held <= before | whole(galaxy)
    assert b"taken before" * (run + 1) in held
    mended(galaxy, adb)
    last = sync(connected())
    assert set(taken(first.folder)) == whole(galaxy)
    assert last.failed == ()
    assert not list(first.folder.rglob("*.part"))
    assert sync(connected()).pulled == 0


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("fault", PUSHING)
def test_a_push_outlives(fault: str, run: int, adb: int, galaxy: Galaxy, answer: Path):
    phone = connected()
    before = {path: galaxy.tree.read(path) for path in galaxy.tree.paths()}
    befall, words = PUSHING[fault]
    befall(galaxy)
    attempted(lambda: push(phone, answer), words)
    shown = [path for path in galaxy.tree.paths(SENT_TO) if "/." not in path]
    assert all(galaxy.tree.read(path) == PUSHED for path in shown)
    mended(galaxy, adb)
    done = push(connected(), answer)
    assert done.uri
    assert set(galaxy.tree.paths(SENT_TO)) == {*shown, done.path}
    assert all(galaxy.tree.read(path) == content for path, content in before.items())
    assert answer.read_bytes() == PUSHED
    assert run >= 0


@pytest.mark.parametrize("run", RUNS)
def test_a_phone_that_takes_back_its_permission(run: int, adb: int, galaxy: Galaxy):
    first = synced_from(connected())
    galaxy.faults.authorized = False
    galaxy.drop()
    reconnect_as(adb, galaxy, "unauthorized")
    with pytest.raises(UserError, match="is unauthorized"):
        find_phone(galaxy.address)
    galaxy.faults.authorized = True
    wait_for_state(adb, galaxy, "device")
    galaxy.tree.write(f"{CAMERA}/new.jpg", b"new" * (run + 1), 1_700_009_000)
    assert synced_from(connected()).pulled == 1
    assert set(taken(first.folder)) == whole(galaxy)


@pytest.mark.parametrize("run", RUNS)
def test_two_phones_are_never_mixed_up(
    run: int, galaxy: Galaxy, second_galaxy: Galaxy, answer: Path
):
    with pytest.raises(UserError, match="several phones"):
        needed_phone("auto")
    for one in (galaxy, second_galaxy):
        phone = needed_phone(one.address)
        assert set(taken(synced_from(phone).folder)) == whole(one)
        assert one.tree.read(push(phone, answer).path) == PUSHED
    assert run >= 0


KILLED = """
import sys
from sketch2image.phone.device import needed_phone
from sketch2image.phone.sync import sync
print("begun", flush=True)
sync(needed_phone("auto"), lambda event: print(event.done, flush=True))
"""


@pytest.mark.parametrize("run", RUNS)
def test_a_killed_sync_leaves_no_half_picture(run: int, galaxy: Galaxy):
    galaxy.faults.seconds_per_mib = 15.0
    process = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == "2":
            break
    time.sleep(0.01 * run)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    folder = pictures_of(connected())
    assert len(list(taken(folder))) >= 2
    assert set(taken(folder)) <= whole(galaxy)
    galaxy.faults.seconds_per_mib = 0.0
    assert synced_from(connected()).pulled <= 5
    assert set(taken(folder)) == whole(galaxy)
    assert not list(folder.rglob("*.part"))


def synced_from(phone: Phone) -> Synced:
    return sync(phone)


def reconnect_as(port: int, galaxy: Galaxy, state: str) -> None:
    connect(port, galaxy, state)

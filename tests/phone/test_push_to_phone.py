from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.phone.device import Phone, needed_phone
from sketch2image.phone.folders import SENT_TO
from sketch2image.phone.push import push
from sketch2image.phone.viewer import SAMSUNG_GALLERY, open_on
from tests.phone.galaxy.answer import Answer
from tests.phone.galaxy.content import content
from tests.phone.galaxy.device import Device
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.shell import COMMANDS
from tests.phone.galaxy.toybox import mv


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "sheet $(rm).PNG"
    file.write_bytes(b"picture" * 30_000)
    return file


def connected() -> Phone:
    return needed_phone("auto")


def pushed(galaxy: Galaxy) -> list[str]:
    return galaxy.tree.paths(SENT_TO)


def test_a_picture_arrives_whole_under_a_new_name_and_is_scanned(galaxy: Galaxy, picture: Path):
    done = push(connected(), picture)
    assert re.fullmatch(rf"{SENT_TO}/\d{{8}}-\d{{6}}-[0-9a-f]{{8}}\.png", done.path)
    assert galaxy.tree.read(done.path) == picture.read_bytes()
    assert pushed(galaxy) == [done.path]
    (row,) = [row for row in galaxy.media.rows() if row["_data"] == done.path]
    assert done.uri == f"content://media/external/images/media/{row['_id']}"


def test_nothing_is_written_over(galaxy: Galaxy, picture: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("time.strftime", lambda _: "20261129-120000")
    paths = [push(connected(), picture).path for _ in range(3)]
    assert len(set(paths)) == 3
    assert sorted(paths) == pushed(galaxy)


def test_progress_counts_its_bytes(galaxy: Galaxy, picture: Path):
    told: list[Progress] = []
    push(connected(), picture, told.append)
    counted = [event for event in told if event.total]
    assert [event.total for event in counted] == [210_000] * 4
    assert counted[0].text == "sending sheet $(rm).PNG"
    assert len(pushed(galaxy)) == 1


@pytest.mark.parametrize("ways", [{"scan_volume"}, {"broadcast"}])
def test_one_way_to_scan_is_enough(galaxy: Galaxy, picture: Path, ways: set[str], quick: None):
    galaxy.faults.scans = ways
    assert push(connected(), picture).uri


def test_a_name_taken_at_the_last_moment_is_left_alone(
    galaxy: Galaxy, picture: Path, monkeypatch: pytest.MonkeyPatch
):
    def late(device: Device, words: list[str]) -> Answer:
        galaxy.tree.write(words[-1], b"another's", 1_700_000_000)
        return mv(device, words)

    monkeypatch.setitem(COMMANDS, "mv", late)
    with pytest.raises(UserError, match="the name was just taken"):
        push(connected(), picture)
    (path,) = pushed(galaxy)
    assert galaxy.tree.read(path) == b"another's"


@pytest.mark.usefixtures("galaxy")
def test_warnings_of_a_phones_programs_are_no_errors(
    picture: Path, monkeypatch: pytest.MonkeyPatch
):
    def warning(device: Device, words: list[str]) -> Answer:
        return replace(content(device, words), stderr="WARNING: linker: unused DT entry\n")

    monkeypatch.setitem(COMMANDS, "content", warning)
    assert push(connected(), picture).uri


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does not wait for a MediaStore that takes its time; the one here takes none."""
    monkeypatch.setattr("sketch2image.phone.media._PAUSES", (0.0,))


@pytest.mark.usefixtures("quick")
def test_a_picture_that_no_way_scans_is_there_all_the_same(galaxy: Galaxy, picture: Path):
    galaxy.faults.scans = set()
    done = push(connected(), picture)
    assert (done.uri, pushed(galaxy)) == ("", [done.path])
    galaxy.faults.media_store = False
    assert push(connected(), picture).uri == ""


@pytest.mark.parametrize("tools", [{"md5sum"}, set()])
def test_without_a_checksum_program_the_content_is_still_compared(
    galaxy: Galaxy, picture: Path, tools: set[str]
):
    galaxy.faults.checksum_tools = tools
    assert push(connected(), picture).uri
    galaxy.faults.corrupt_pushes = True
    with pytest.raises(UserError, match="damaged"):
        push(connected(), picture)
    assert len(pushed(galaxy)) == 1


@pytest.mark.usefixtures("galaxy")
def test_what_is_no_picture_is_not_sent(tmp_path: Path):
    with pytest.raises(UserError, match="cannot be read: no such file") as missing:
        push(connected(), tmp_path / "none.png")
    assert missing.value.kind is ErrorKind.unreadable
    with pytest.raises(UserError, match="is no picture"):
        push(connected(), tmp_path / "notes.txt")


def test_a_stopped_push_leaves_nothing(galaxy: Galaxy, picture: Path):
    def stop(event: Progress) -> None:
        if event.done:
            raise Cancelled

    with pytest.raises(Cancelled):
        push(connected(), picture, stop)
    assert pushed(galaxy) == []


def test_what_a_cut_left_on_the_phone_goes_with_the_next_push(
    galaxy: Galaxy, picture: Path, reconnected: Callable[[Galaxy], None]
):
    other = f"{SENT_TO}/.0000aa-20261129-120000-11112222.png.part"
    galaxy.tree.write(other, b"another computer's", 1_700_000_000)
    galaxy.faults.cut_receiving_after = 100_000
    with pytest.raises(UserError, match="did not answer"):
        push(connected(), picture)
    assert len(pushed(galaxy)) == 2
    reconnected(galaxy)
    assert pushed(galaxy) != [other]
    done = push(connected(), picture)
    assert pushed(galaxy) == sorted([other, done.path])


def test_a_picture_is_opened_in_samsungs_gallery(galaxy: Galaxy, picture: Path):
    first, second = push(connected(), picture), push(connected(), picture)
    galaxy.tree.write(f"{SENT_TO}/edited.png", b"a person's", 1_900_000_000)
    assert open_on(connected()) == second.path
    assert open_on(connected(), first.path) == first.path
    assert open_on(connected(), "DCIM/Camera/a.jpg").endswith("/0/DCIM/Camera/a.jpg")
    uris = [second.uri, first.uri]
    assert galaxy.opened[:2] == [(uri, SAMSUNG_GALLERY) for uri in uris]


def test_without_samsungs_gallery_any_viewer_opens_it(galaxy: Galaxy, picture: Path):
    galaxy.packages = {"com.example.viewer"}
    done = push(connected(), picture)
    open_on(connected())
    assert galaxy.opened == [(done.uri, "")]


@pytest.mark.usefixtures("quick")
def test_what_cannot_be_opened_is_said(galaxy: Galaxy):
    with pytest.raises(UserError, match="nothing was sent"):
        open_on(connected())
    with pytest.raises(UserError, match=r"no picture DCIM/Camera/x\.jpg"):
        open_on(connected(), "DCIM/Camera/x.jpg")
    galaxy.faults.scans = set()
    galaxy.tree.write("/sdcard/Pictures/new.png", b"new", 1_700_000_000, scanned=False)
    with pytest.raises(UserError, match="does not know Pictures/new"):
        open_on(connected(), "Pictures/new.png")
    with pytest.raises(UserError, match="path too long"):
        open_on(connected(), f"{'x/' * 600}a.jpg")
    galaxy.faults.media_store = False
    with pytest.raises(UserError, match=r"cannot be asked: .*content"):
        open_on(connected(), "DCIM/Camera/a.jpg")

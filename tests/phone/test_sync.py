from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.phone.device import Phone, needed_phone
from sketch2image.phone.sync import NEW_PICTURES, Synced, Wish, pictures_of, sync
from tests.phone.galaxy.answer import Answer
from tests.phone.galaxy.content import content
from tests.phone.galaxy.device import Device
from tests.phone.galaxy.files import File
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.shell import COMMANDS

CAMERA = "/sdcard/DCIM/Camera"
MIRROR = Wish(mirror=True)


def connected() -> Phone:
    return needed_phone("auto")


def synced(wish: Wish = NEW_PICTURES) -> Synced:
    return sync(connected(), wish=wish)


def here(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_pictures_of_any_name_come_once(galaxy: Galaxy):
    first, second = synced(), synced()
    assert (first.pulled, first.pictures, first.failed) == (7, 7, ())
    assert (second.pulled, second.pictures, second.bytes) == (0, 7, 0)
    assert len(galaxy.served) == 7
    camera = first.folder / "DCIM" / "Camera"
    contents = {file.read_bytes() for file in camera.iterdir()}
    assert contents == {bytes([i]) * (9000 + i) for i in range(7)}
    assert int((camera / "a.jpg").stat().st_mtime) == 1_700_000_000
    assert {"a.jpg", "B.JPEG", "c d.png", "한국 사진.heic", "; rm -rf .jpg"} <= {
        file.name for file in camera.iterdir()
    }


def test_names_that_some_system_refuses_are_changed_and_stay_apart(galaxy: Galaxy):
    names = ["a?.jpg", "a*.jpg", "a_.jpg", "Con.jpg", "aux", f"{'긴' * 83}.jpg", f"{'긴' * 82}.jpg"]
    for name in names:
        galaxy.tree.write(f"/sdcard/Odd/{name}/x.png", name.encode(), 1_700_000_000)
    done = synced(Wish(("Odd",)))
    folders = list((done.folder / "Odd").iterdir())
    contents = {(folder / "x.png").read_text() for folder in folders}
    assert contents == set(names)
    local = {folder.name for folder in folders}
    assert "a_.jpg" in local
    assert not local & set(names) - {"a_.jpg"}
    assert not [name for name in local if re.search(r'[?*"<>|:]|^(con|aux)\b', name, re.IGNORECASE)]
    assert max(len(name.encode()) for name in local) <= 210


def test_the_newest_come_first_and_progress_tells_files_bytes_and_time(galaxy: Galaxy):
    told: list[Progress] = []
    sync(connected(), told.append)
    assert galaxy.served[0].endswith("line\nbreak.jpg")
    assert [event.done for event in told] == sorted(event.done for event in told)
    assert (told[-1].done, told[-1].total) == (7, 7)
    assert told[-1].text == "0.1 of 0.1 MB  a.jpg"
    assert told[-1].seconds_left == 0
    assert all("\n" not in event.text for event in told)


def test_what_changed_is_taken_again(galaxy: Galaxy):
    folder = synced().folder
    galaxy.tree.write(f"{CAMERA}/a.jpg", b"new", 1_800_000_000)
    assert synced().pulled == 1
    assert (folder / "DCIM/Camera/a.jpg").read_bytes() == b"new"


def test_a_picture_changed_here_is_kept_beside_the_phones_new_one(galaxy: Galaxy):
    folder = synced().folder / "DCIM" / "Camera"
    mine = b"mine" * 2250
    (folder / "a.jpg").write_bytes(mine)
    assert synced().pulled == 0
    galaxy.tree.write(f"{CAMERA}/a.jpg", b"theirs", 1_800_000_000)
    assert synced().pulled == 1
    assert (folder / "a.jpg").read_bytes() == mine
    assert {file.read_bytes() for file in folder.glob("a-*.jpg")} == {b"theirs"}
    assert synced().pulled == 0


def test_a_changed_picture_that_came_but_was_not_noted_is_not_taken_twice(galaxy: Galaxy):
    folder = synced().folder / "DCIM" / "Camera"
    galaxy.tree.write(f"{CAMERA}/a.jpg", b"new", 1_800_000_000)
    (folder / "a.jpg").write_bytes(b"new")
    os.utime(folder / "a.jpg", (1_800_000_000, 1_800_000_000))
    assert (synced().pulled, len(here(folder))) == (0, 7)


@pytest.mark.usefixtures("galaxy")
def test_a_picture_deleted_here_comes_again():
    folder = synced().folder
    (folder / "DCIM/Camera/a.jpg").unlink()
    assert synced().pulled == 1


def test_a_lost_record_takes_nothing_twice(galaxy: Galaxy):
    folder = synced().folder
    record = folder.with_name(f"{folder.name}.sqlite3")
    for file in folder.parent.glob(f"{record.name}*"):
        file.unlink()
    assert synced().pulled == 0
    record.write_bytes(b"not a database" * 1000)
    for file in folder.parent.glob(f"{record.name}-*"):
        file.unlink()
    assert synced().pulled == 0
    assert len(galaxy.served) == 7
    assert record.with_suffix(".damaged").exists()


def test_a_lost_record_takes_another_picture_of_that_name_for_another(galaxy: Galaxy):
    folder = pictures_of(connected()) / "DCIM" / "Camera"
    folder.mkdir(parents=True)
    for name, mine in (("a.jpg", b"mine"), ("B.JPEG", bytes(9001))):
        (folder / name).write_bytes(mine)
    assert synced().pulled == 7
    assert (folder / "a.jpg").read_bytes() == b"mine"
    assert (folder / "B.JPEG").read_bytes() == bytes(9001)
    assert len(here(folder)) == 9
    assert len(galaxy.served) == 7


@pytest.mark.usefixtures("galaxy")
def test_a_record_damaged_within_is_put_aside():
    folder = synced().folder
    record = folder.with_name(f"{folder.name}.sqlite3")
    content = bytearray(record.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    record.write_bytes(content)
    assert synced().pulled == 0
    assert record.with_suffix(".damaged").exists()


@pytest.mark.usefixtures("galaxy")
def test_a_record_that_another_program_holds_is_not_damaged(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sketch2image.phone.record._PATIENCE", 0.01)
    folder = synced().folder
    record = folder.with_name(f"{folder.name}.sqlite3")
    with closing(sqlite3.connect(record, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert "database is locked" in refused()
    assert not record.with_suffix(".damaged").exists()
    assert synced().pulled == 0


def test_a_picture_that_is_gone_does_not_keep_the_others_back(galaxy: Galaxy):
    galaxy.tree.remove(f"{CAMERA}/c d.png", scanned=False)
    done = synced()
    assert done.pulled == 6
    assert [(Path(path).name, reason) for path, reason in done.failed] == [
        ("c d.png", "open failed: No such file or directory")
    ]


def test_nothing_is_deleted_here_unless_asked_for(galaxy: Galaxy):
    folder = synced().folder
    galaxy.tree.remove(f"{CAMERA}/a.jpg")
    assert synced().deleted == 0
    assert "DCIM/Camera/a.jpg" in here(folder)
    done = synced(MIRROR)
    assert (done.deleted, done.pictures) == (1, 6)
    assert "DCIM/Camera/a.jpg" not in here(folder)
    assert not [line for line in galaxy.ran if line.startswith("rm")]


def test_asked_to_delete_it_keeps_what_is_yours_and_what_it_cannot_be_sure_of(galaxy: Galaxy):
    galaxy.tree.write("/sdcard/Pictures/other.jpg", b"other", 1_700_000_000)
    folder = synced(Wish(("DCIM/Camera", "Pictures"))).folder
    (folder / "DCIM/Camera/a.jpg").write_bytes(b"mine")
    (folder / "DCIM/Camera/added by hand.jpg").write_bytes(b"mine too")
    for path in galaxy.tree.paths():
        if not path.endswith("B.JPEG"):
            galaxy.tree.remove(path)
    assert synced(MIRROR).deleted == 5
    assert here(folder) == [
        "DCIM/Camera/B.JPEG",
        "DCIM/Camera/a.jpg",
        "DCIM/Camera/added by hand.jpg",
        "Pictures/other.jpg",
    ]


@pytest.mark.parametrize("first_missed", ["/Camera", "/a.jpg"])
def test_a_storage_taken_out_before_or_while_it_is_looked_at_deletes_nothing(
    galaxy: Galaxy, monkeypatch: pytest.MonkeyPatch, first_missed: str
):
    before = here(synced().folder)
    galaxy.tree.remove(f"{CAMERA}/a.jpg")
    find, missed = galaxy.files.find, list[str]()

    def taken_out(path: str) -> File | None:
        if path.endswith(first_missed):
            missed.append(path)
        return None if missed else find(path)

    monkeypatch.setattr(galaxy.files, "find", taken_out)
    done = synced(MIRROR)
    assert missed
    assert (done.deleted, here(done.folder)) == (0, before)


def test_a_picture_that_mediastore_forgot_is_not_taken_for_deleted(galaxy: Galaxy):
    folder = synced().folder
    galaxy.tree.remove(f"{CAMERA}/a.jpg")
    galaxy.tree.write(f"{CAMERA}/a.jpg", b"\0" * 9000, 1_700_000_000, scanned=False)
    assert synced(MIRROR).deleted == 0
    assert "DCIM/Camera/a.jpg" in here(folder)


@pytest.mark.parametrize("storage", ["", "/sdcard/", "/storage/self/primary/", "/mnt/sdcard/"])
def test_other_folders_are_taken_with_the_folders_in_them(galaxy: Galaxy, storage: str):
    galaxy.tree.write("/sdcard/Pictures/trip/day 1/x.png", b"x", 1_700_000_000)
    galaxy.tree.write("/sdcard/Pictures/trip/.thumbnails/y.png", b"y", 1_700_000_000)
    galaxy.tree.write("/sdcard/Pictures0/z.png", b"z", 1_700_000_000)
    done = synced(Wish((f"{storage}Pictures",)))
    assert here(done.folder) == ["Pictures/trip/day 1/x.png"]


def test_answers_that_were_sent_do_not_come_back_unless_asked_for(galaxy: Galaxy):
    galaxy.tree.write("/sdcard/Pictures/x.png", b"x", 1_700_000_000)
    galaxy.tree.write("/sdcard/Pictures/Sketch2Image/sheet.png", b"sheet", 1_700_000_000)
    assert synced(Wish(("Pictures",))).pictures == 1
    assert synced(Wish(("Pictures/Sketch2Image",))).pictures == 1


def test_a_folder_with_wildcards_and_quotes_in_its_name(galaxy: Galaxy):
    galaxy.tree.write('/sdcard/it\'s 100%_"o"/x.png', b"x", 1_700_000_000)
    galaxy.tree.write('/sdcard/it\'s 100%_"o"/new.png', b"new", 1_700_000_000, scanned=False)
    galaxy.tree.write("/sdcard/it's 100 years/y.png", b"y", 1_700_000_000)
    assert synced(Wish(('it\'s 100%_"o"',))).pictures == 1  # as MediaStore has it


def test_a_name_that_looks_like_a_row_of_mediastore(galaxy: Galaxy):
    name = "x.jpg\nRow: 99 _id=5, _size=1, date_modified=1, _data=y.jpg"
    galaxy.tree.write(f"{CAMERA}/{name}", b"a row", 1_700_000_000)
    done = synced()
    assert (done.pulled, done.failed) == (8, ())


@pytest.mark.usefixtures("galaxy")
@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("DCIM/Nowhere", "no folder DCIM/Nowhere"),
        ("../../../data", "no folder of a phone's storage"),
        ("/etc", "no folder of a phone's storage"),
        (" ", "no folder of a phone's storage"),
    ],
)
def test_a_folder_that_is_none_is_said(folder: str, words: str):
    with pytest.raises(UserError, match=words) as caught:
        synced(Wish((folder,)))
    assert caught.value.kind is ErrorKind.input


def test_a_new_phone_has_no_camera_folder_yet(galaxy: Galaxy):
    for path in galaxy.tree.paths():
        galaxy.tree.remove(path)
    assert synced().pictures == 0


def test_as_the_original_did_it_only_jpg_in_the_camera_folder_itself(galaxy: Galaxy):
    galaxy.tree.write(f"{CAMERA}/deeper/e.jpg", b"e", 1_700_000_000)
    galaxy.tree.write(f"{CAMERA}/.trashed-1-f.jpg", b"f", 1_700_000_000)
    done = synced(Wish(original=True))
    names = ["; rm -rf .jpg", "a.jpg"]
    assert (done.pictures, here(done.folder)[:2]) == (3, [f"DCIM/Camera/{name}" for name in names])


def test_without_mediastore_the_folders_are_read(galaxy: Galaxy):
    galaxy.faults.media_store = False
    galaxy.tree.write(f"{CAMERA}/deeper/e.jpg", b"e", 1_700_000_000)
    galaxy.tree.write(f"{CAMERA}/.trashed-1-f.jpg", b"f", 1_700_000_000)
    assert (synced().pulled, synced().pulled) == (8, 0)


@pytest.mark.usefixtures("galaxy")
def test_a_mediastore_that_fails_among_its_rows_is_not_believed(monkeypatch: pytest.MonkeyPatch):
    def failing(device: Device, words: list[str]) -> Answer:
        rows = content(device, words).stdout.partition("Row: 3 ")[0]
        return Answer(rows, "Error while accessing provider:media\njava.lang.Exception\n")

    monkeypatch.setitem(COMMANDS, "content", failing)
    assert synced().pulled == 7


def test_names_that_are_not_utf_8_are_told_and_keep_nothing_back(galaxy: Galaxy):
    galaxy.faults.media_store = False
    for path in ("\udcff.jpg", "\udcfe/e.jpg"):
        galaxy.tree.write(f"{CAMERA}/{path}", b"x", 1_700_000_000)
    done = synced(MIRROR)
    assert done.pulled == 7
    assert {reason for _, reason in done.failed} == {"its name is not UTF-8"}
    assert len(done.failed) == 2


@pytest.mark.parametrize(
    ("told", "date"), [(None, 1_700_000_000), (-1, 1_700_000_000), (10**12, 2**32 - 1)]
)
def test_a_date_that_mediastore_does_not_know_is_asked_of_the_file(
    galaxy: Galaxy, monkeypatch: pytest.MonkeyPatch, told: int | None, date: int
):
    rows = [row | {"date_modified": told} for row in galaxy.media.rows()]
    monkeypatch.setattr(galaxy.media, "rows", lambda: rows)
    camera = synced().folder / "DCIM" / "Camera"
    assert int((camera / "a.jpg").stat().st_mtime) == date


def test_a_size_that_mediastore_has_wrong_is_no_fault_and_not_taken_again(galaxy: Galaxy):
    full = "/storage/emulated/0/DCIM/Camera"
    galaxy.faults.wrong_sizes = {f"{full}/a.jpg": 1, f"{full}/B.JPEG": 0, f"{full}/c d.png": -1}
    first, second = synced(), synced()
    assert (first.pulled, first.failed, second.pulled) == (7, (), 0)
    assert (first.folder / "DCIM/Camera/a.jpg").stat().st_size == 9000


@pytest.mark.parametrize("date", [0, 1, 2**31, 2**32 - 1])
def test_a_date_of_any_clock_is_kept(galaxy: Galaxy, date: int):
    galaxy.tree.write(f"{CAMERA}/a.jpg", b"dated", date)
    folder = synced().folder
    assert int((folder / "DCIM/Camera/a.jpg").stat().st_mtime) == date
    assert synced().pulled == 0


@pytest.mark.usefixtures("galaxy")
def test_what_came_before_a_stop_is_kept():
    def stop(event: Progress) -> None:
        if event.done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        sync(connected(), stop)
    folder = pictures_of(connected())
    assert len(here(folder)) == 3
    assert synced().pulled == 4


@pytest.mark.usefixtures("galaxy")
def test_two_syncs_at_once_do_not_meet():
    def again(event: Progress) -> None:
        if event.done == 1:
            with pytest.raises(UserError, match="another process"):
                synced()

    assert sync(connected(), again).pulled == 7


def refused() -> str:
    with pytest.raises(UserError) as caught:
        synced()
    assert caught.value.kind is ErrorKind.output
    assert "did not answer" not in str(caught.value)
    return caught.value.message


@pytest.mark.usefixtures("galaxy")
def test_a_picture_that_cannot_be_written_is_no_fault_of_the_phone():
    folder = pictures_of(connected()) / "DCIM"
    folder.parent.mkdir(parents=True)
    folder.write_text("a file")
    assert "cannot write" in refused()
    assert here(folder.parent) == ["DCIM"]


def test_what_cannot_be_cleaned_away_is_said(galaxy: Galaxy):
    (synced().folder / "x.part").mkdir()
    galaxy.tree.write(f"{CAMERA}/new.jpg", b"new", 1_700_000_000)
    assert "x.part" in refused()


@pytest.mark.parametrize("name", ["", "phone"])
@pytest.mark.usefixtures("galaxy")
def test_a_state_folder_that_cannot_be_made_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
):
    taken = tmp_path / "home" / name
    taken.parent.mkdir(exist_ok=True)
    taken.write_text("a file")
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(tmp_path / "home"))
    assert f"cannot write {taken}" in refused()

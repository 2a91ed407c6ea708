from __future__ import annotations

import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import adbutils
import pytest
from adb_server import AdbServer, FakePhone

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.phone.device import Phone, find_phone, survey
from sketch2image.phone.share import FOLDER, push
from sketch2image.phone.sync import sync

CAMERA = "/sdcard/DCIM/Camera"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[AdbServer]:
    with AdbServer() as running:
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(running.port))
        yield running
        running.shutdown()


@pytest.fixture
def fake(server: AdbServer) -> FakePhone:
    fake = FakePhone()
    for i, name in enumerate(("a.jpg", "B.JPEG", "c d.png", "한국 사진.heic", "; rm -rf .jpg")):
        fake.files[f"{CAMERA}/{name}"] = (bytes([i]) * (9000 + i), 1_700_000_000 + i)
    fake.files[f"{CAMERA}/film.mp4"] = (b"film", 1_700_000_000)
    server.phones["R5CT"] = fake
    return fake


def connected() -> Phone:
    phone, _ = find_phone("auto")
    assert phone is not None
    return phone


def test_no_server_is_said_and_none_is_started(monkeypatch: pytest.MonkeyPatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(free.getsockname()[1]))
    found = survey()
    assert not found.ready
    assert "not running" in found.detail
    assert "adb start-server" in found.hint


def test_the_real_adb_server_without_a_phone(monkeypatch: pytest.MonkeyPatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    adb = subprocess.Popen(
        [adbutils.adb_path(), "-P", str(port), "nodaemon", "server"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(port))
        deadline = time.monotonic() + 10
        while "not running" in survey().detail and time.monotonic() < deadline:
            time.sleep(0.1)
        assert survey().detail == "no phone is connected"
        assert find_phone("auto") == (None, "no phone is connected")
    finally:
        adb.kill()
        adb.wait()


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ({}, "no phone is connected"),
        ({"R5CT": "unauthorized"}, "allow this computer"),
        ({"R5CT": "offline"}, "Unplug"),
        ({"R5CT": "device", "R58M": "device"}, "--phone SERIAL"),
    ],
)
def test_each_state_says_what_to_do(server: AdbServer, states: dict[str, str], words: str):
    server.phones.update({serial: FakePhone(state) for serial, state in states.items()})
    found = survey()
    assert not found.ready
    assert words in f"{found.detail} {found.hint}"
    with pytest.raises(UserError):
        find_phone("auto", required=True)


def test_a_named_phone_is_taken_among_several(server: AdbServer):
    server.phones.update({"R5CT": FakePhone(), "R58M": FakePhone()})
    phone, _ = find_phone("R58M")
    assert phone is not None
    assert phone.serial == "R58M"
    with pytest.raises(UserError, match="Connected: R5CT, R58M"):
        find_phone("X")


def test_sync_takes_pictures_once(fake: FakePhone):
    first, second = sync(connected()), sync(connected())
    assert (first.pulled, second.pulled, second.pictures) == (5, 0, 5)
    assert (first.folder / "B.JPEG").read_bytes() == fake.files[f"{CAMERA}/B.JPEG"][0]
    assert int((first.folder / "a.jpg").stat().st_mtime) == 1_700_000_000
    assert not (first.folder / "film.mp4").exists()


def test_sync_takes_what_changed(fake: FakePhone):
    folder = sync(connected()).folder
    fake.files[f"{CAMERA}/a.jpg"] = (b"new", 1_800_000_000)
    assert sync(connected()).pulled == 1
    assert (folder / "a.jpg").read_bytes() == b"new"


def test_a_cut_leaves_no_half_file_and_the_next_sync_completes(fake: FakePhone):
    fake.cut_after = 20_000
    with pytest.raises(UserError, match="did not answer"):
        sync(connected())
    fake.cut_after = None
    done = sync(connected())
    assert 0 < done.pulled < 5
    sizes = sorted(file.stat().st_size for file in done.folder.iterdir())
    assert sizes == [9000, 9001, 9002, 9003, 9004]


def test_push_arrives_under_a_new_name_and_is_scanned(fake: FakePhone, tmp_path: Path):
    picture = tmp_path / "sheet.png"
    picture.write_bytes(b"picture" * 3000)
    path = push(connected(), picture)
    assert path.startswith(f"{FOLDER}/")
    assert fake.files[path][0] == picture.read_bytes()
    assert not any(name.endswith(".part") for name in fake.files)
    assert fake.commands[-1][:2] == ["content", "call"]
    assert fake.commands[-1][-1].endswith(Path(path).name)


def test_a_full_phone_keeps_no_half_picture(fake: FakePhone, tmp_path: Path):
    picture = tmp_path / "sheet.png"
    picture.write_bytes(b"picture" * 3000)
    fake.room = 500
    with pytest.raises(UserError, match="only 500 of 21000 bytes"):
        push(connected(), picture)
    assert not any(name.startswith(FOLDER) for name in fake.files)


@pytest.mark.parametrize("port", ["x", "", "-1", "0", "99999"])
def test_a_port_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, port: str):
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", port)
    found = survey()
    assert not found.ready
    assert f"ANDROID_ADB_SERVER_PORT={port} is not a port" in found.detail
    assert "5037" in found.hint
    assert find_phone("auto") == (None, found.detail)
    with pytest.raises(UserError, match="is not a port"):
        find_phone("R5CT")


@pytest.mark.parametrize("reply", [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"OKAYnone", b"FAILnone"])
def test_a_port_of_another_program_is_said(monkeypatch: pytest.MonkeyPatch, reply: bytes):
    class Other(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(reply)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(other.server_address[1]))
        found = survey()
        assert not found.ready
        assert "is not adb" in found.detail
        assert "another port" in found.hint
        assert find_phone("auto")[0] is None
        other.shutdown()


def refused(phone: Phone) -> str:
    with pytest.raises(UserError) as caught:
        sync(phone)
    assert caught.value.kind is ErrorKind.output
    assert "did not answer" not in str(caught.value)
    return caught.value.message


@pytest.mark.usefixtures("fake")
def test_a_picture_that_cannot_be_written_is_no_fault_of_the_phone():
    folder = sync(connected()).folder
    (folder / "a.jpg").unlink()
    (folder / "a.jpg").mkdir()
    assert f"cannot write {folder / 'a.jpg'}" in refused(connected())
    assert not list(folder.glob(".*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.usefixtures("fake")
def test_a_full_disk_is_no_fault_of_the_phone():
    folder = sync(connected()).folder
    (folder / "a.jpg").unlink()
    (folder / ".a.jpg.part").symlink_to("/dev/full")
    assert "no space left" in refused(connected())
    assert not (folder / "a.jpg").exists()


@pytest.mark.parametrize("name", ["", "phone"])
@pytest.mark.usefixtures("fake")
def test_a_state_folder_that_cannot_be_made_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
):
    taken = tmp_path / "home" / name
    taken.parent.mkdir(exist_ok=True)
    taken.write_text("a file")
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(tmp_path / "home"))
    assert f"cannot write {taken}" in refused(connected())


def test_a_picture_shorter_than_listed_is_not_kept(fake: FakePhone):
    fake.lost = 100
    with pytest.raises(UserError, match=r"bytes of .* came from the phone"):
        sync(connected())
    fake.lost = 0
    assert sync(connected()).pulled == 5

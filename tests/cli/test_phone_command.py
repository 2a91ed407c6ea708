"""`phone ...` with the real adb server and a phone of ours behind it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sketch2image.core.paths import sample_gallery
from sketch2image.phone.adb import server_answers, stop_server
from tests.phone.galaxy.device import Device
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import connect
from tests.phone.page.caller import Caller
from tests.phone.wireless.pairing import Pairing, Trust
from tests.phone.wireless.phone import WirelessPhone

MAIN = Path(__file__).resolve().parents[2] / "main.py"
CAMERA = "/sdcard/DCIM/Camera"
SENT = "/storage/emulated/0/Pictures/Sketch2Image/"
CODE = "482913"


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A port where adb does not run yet, and ends when it was started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(free.getsockname()[1]))
    monkeypatch.setenv("HOME", str(tmp_path))
    for quiet in ("ADB_MDNS", "ADB_USB", "ADB_LOCAL_TRANSPORT_MAX_PORT"):
        monkeypatch.setenv(quiet, "0")
    yield
    stop_server()


def refused(said, *words: str) -> None:
    assert said.code == 2
    assert set(said.document) == {"error"}
    (line,) = said.err.splitlines()
    for word in words:
        assert word in line


@pytest.mark.usefixtures("adb")
def test_without_a_phone_devices_says_what_to_do(cli: Callable):
    said = cli("phone", "devices", "--json")
    assert said.code == 0
    document = said.document
    assert list(document) == ["state", "detail", "hint", "ready", "devices"]
    assert (document["state"], document["ready"], document["devices"]) == ("none", False, [])
    assert cli("phone", "devices").out == f"{document['detail']}\n{document['hint']}\n"


def test_devices_has_a_row_for_each_connection(cli: Callable, adb: int, galaxy: Galaxy):
    with Galaxy("R5CT20FGHIJ", "SM-F731N") as second:
        second.faults.authorized = False
        connect(adb, second, "unauthorized")
        rows = cli("phone", "devices").out.splitlines()
        found = cli("phone", "devices", "--json").document
    ready = next(row for row in rows if galaxy.address in row)
    locked = next(row for row in rows if second.address in row)
    assert ready.split() == ["SM-S911N", galaxy.address, "ready", "wifi"]
    assert "unauthorized" in locked
    assert "allow this computer" in locked
    assert (found["state"], found["ready"]) == ("ready", True)
    states = {one["serial"]: one["state"] for one in found["devices"]}
    assert states == {galaxy.address: "device", second.address: "unauthorized"}


def test_of_several_phones_one_has_to_be_named(cli: Callable, adb: int, galaxy: Galaxy):
    picture = sample_gallery() / "cup-1.jpg"
    with Galaxy("R5CT20FGHIJ", "SM-F731N") as second:
        connect(adb, second)
        found = cli("phone", "devices", "--json").document
        assert found["state"] == "several"
        assert {one["identity"] for one in found["devices"]} == {"R5CT10ABCDE", "R5CT20FGHIJ"}
        refused(cli("phone", "push", picture, "--json"), "several phones", "--phone SERIAL")
        cli("phone", "push", picture, "--phone", "R5CT20FGHIJ")
        assert len(second.tree.paths("/sdcard/Pictures")) == 1
    assert not galaxy.tree.paths("/sdcard/Pictures")


@pytest.mark.usefixtures("no_server")
def test_adb_is_not_started_unasked(cli: Callable):
    assert cli("phone", "devices", "--json").document["state"] == "no_server"
    refused(cli("phone", "sync", "--json"), "adb server is not running", "phone devices --start")
    refused(cli("phone", "open", "--no-start", "--json"), "adb server is not running")
    assert cli("phone", "stop", "--json").document == {"stopped": False}
    assert not server_answers()


@pytest.mark.usefixtures("no_server")
def test_adb_is_started_when_told_to_until_it_is_told_to_stop(cli: Callable):
    said = cli("phone", "devices", "--start", "--json")
    assert said.document["state"] == "none"
    assert "phone stop" in said.err
    again = cli("phone", "devices", "--start")
    assert again.err == ""
    assert cli("phone", "stop", "--json").document == {"stopped": True}
    assert not server_answers()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.usefixtures("no_server")
def test_at_a_terminal_it_asks_before_adb_is_started():
    import pty

    main, side = pty.openpty()
    asked = subprocess.Popen(
        [sys.executable, MAIN, "phone", "devices"], stdin=side, stdout=subprocess.PIPE, stderr=side
    )
    os.close(side)
    told = b""
    while b"[Y/n]" not in told:
        told += os.read(main, 1024)
    assert b"adb is not running. Start it?" in told
    assert not server_answers()
    os.write(main, b"n\n")
    said, _ = asked.communicate()
    os.close(main)
    assert b"not running" in said
    assert not server_answers()


def test_sync_takes_pictures_and_makes_them_searchable(cli: Callable, galaxy: Galaxy, home: Path):
    galaxy.tree.write(f"{CAMERA}/; rm -rf .jpg", b"no picture", 1_700_000_009)
    document = cli("phone", "sync", "--json").document
    folder = home / "phone" / "R5CT10ABCDE"
    assert document["folder"] == str(folder)
    assert (document["pulled"], document["pictures"], document["added"]) == (5, 5, 4)
    assert (document["deleted"], document["failed"], document["gallery"]) == (0, [], "phone")
    (unread,) = document["unreadable"]
    assert "rm -rf" in unread["path"]
    (result,) = cli("search", "--text", "cup", "--gallery", "phone", "--json").document["results"]
    assert Path(result["matches"][0]["path"]).name.startswith("cup-")
    again = cli("phone", "sync", "--no-index", "--json").document
    assert (again["pulled"], again["bytes"], again["gallery"]) == (0, 0, None)


def test_sync_deletes_here_only_when_told_to(cli: Callable, galaxy: Galaxy, home: Path):
    taken = home / "phone" / "R5CT10ABCDE" / "DCIM" / "Camera" / "cup-1.jpg"
    cli("phone", "sync", "--no-index")
    galaxy.tree.remove(f"{CAMERA}/cup-1.jpg")
    assert cli("phone", "sync", "--no-index", "--json").document["deleted"] == 0
    assert taken.is_file()
    assert cli("phone", "sync", "--no-index", "--delete", "--json").document["deleted"] == 1
    assert not taken.exists()


def test_sync_tells_what_it_could_not_take(cli: Callable, galaxy: Galaxy):
    galaxy.faults.short_reads[f"{CAMERA}/apple-1.jpg"] = 100
    said = cli("phone", "sync", "--no-index")
    assert said.code == 0
    assert "not taken: /storage/emulated/0/DCIM/Camera/apple-1.jpg" in said.out
    assert "tries them again" in said.out
    galaxy.faults.short_reads.clear()
    assert cli("phone", "sync", "--no-index", "--json").document["pulled"] == 1


def test_sync_takes_the_folders_named_or_those_of_the_setting(
    cli: Callable, galaxy: Galaxy, home: Path
):
    galaxy.tree.write("/sdcard/Pictures/My Trip/a.PNG", b"a", 1_700_000_000)
    words = ("phone", "sync", "--no-index", "--json")
    assert cli(*words, "--folder", "Pictures/My Trip").document["pulled"] == 1
    (home / "settings.toml").write_text('phone_folders = "Pictures/My Trip, DCIM/Camera"\n')
    assert cli(*words).document["pictures"] == 5
    refused(cli(*words, "--folder", "Pictures/None"), "no folder Pictures/None")
    refused(cli(*words, "--folder", "DCIM", "--original"), "--original does not go with --folder")


def test_sync_as_the_original_takes_jpg_alone(cli: Callable, galaxy: Galaxy):
    galaxy.tree.write(f"{CAMERA}/UPPER.JPG", b"a", 1_700_000_000)
    galaxy.tree.write(f"{CAMERA}/other.png", b"a", 1_700_000_000)
    document = cli("phone", "sync", "--original", "--no-index", "--json").document
    assert document["pulled"] == 4


def test_ctrl_c_keeps_what_was_taken(cli: Callable, galaxy: Galaxy, home: Path):
    for i in range(20):
        galaxy.tree.write(f"{CAMERA}/large-{i}.jpg", bytes([i]) * (1 << 18), 1_800_000_000 + i)
    galaxy.faults.seconds_per_mib = 0.5

    def press() -> None:
        while len(galaxy.served) < 3:
            time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()
    said = cli("phone", "sync", "--no-index", "--json")
    assert said.code == 130
    assert said.document["error"]["kind"] == "cancelled"
    assert str(home / "phone" / "R5CT10ABCDE") in said.err
    kept = sorted((home / "phone").rglob("large-*.jpg"))
    assert kept
    assert all(file.stat().st_size == 1 << 18 for file in kept)
    galaxy.faults.seconds_per_mib = 0
    rest = cli("phone", "sync", "--no-index", "--json").document
    assert rest["pulled"] == 24 - len(kept)


def test_push_sends_and_opens_and_open_shows_it_again(cli: Callable, galaxy: Galaxy):
    pictures = [sample_gallery() / "cup-1.jpg", sample_gallery() / "apple-1.jpg"]
    document = cli("phone", "push", *pictures, "--open", "--json").document
    assert (document["serial"], document["opened"]) == (galaxy.address, True)
    assert "SM-S911N" in document["name"]
    for picture, pushed in zip(pictures, document["pushed"], strict=True):
        assert pushed["path"].startswith(SENT)
        assert galaxy.tree.read(pushed["path"]) == picture.read_bytes()
    assert galaxy.opened == [(document["pushed"][1]["uri"], "com.sec.android.gallery3d")]
    shown = cli("phone", "open", f"{CAMERA}/cup-2.jpg", "--json").document
    assert shown["path"] == "/storage/emulated/0/DCIM/Camera/cup-2.jpg"
    assert len(galaxy.opened) == 2


def test_nothing_is_pushed_where_one_file_is_no_picture(
    cli: Callable, galaxy: Galaxy, tmp_path: Path
):
    words = ("phone", "push", sample_gallery() / "cup-1.jpg", "--json")
    refused(cli(*words, tmp_path / "gone.jpg"), "gone.jpg cannot be read")
    refused(cli(*words, MAIN), "no picture")
    assert not galaxy.tree.paths("/sdcard/Pictures")


@pytest.mark.usefixtures("adb")
def test_a_phone_on_the_network_is_paired_and_connected(cli: Callable):
    trust = Trust()
    with WirelessPhone(trust, Device("R5CT10ABCDE", "SM-S911N")) as phone:
        refused(cli("phone", "connect", phone.address, "--json"), "Pair with it first")
        with Pairing(trust, CODE) as pairing:
            paired = cli("phone", "pair", pairing.address, CODE, "--json").document
        assert (paired["guid"], paired["serial"]) == (trust.guid, "")
        assert "phone connect ADDRESS" in paired["note"]
        assert cli("phone", "connect", phone.address, "--json").document == {
            "serial": phone.address
        }
        assert cli("phone", "devices", "--json").document["ready"]


@pytest.mark.usefixtures("adb")
def test_pairing_with_wrong_words(cli: Callable):
    refused(cli("phone", "pair", "127.0.0.1:1", "--json"), "code", "pair ADDRESS CODE")
    refused(cli("phone", "pair", "127.0.0.1:1", "12345", "--json"), "'12345' is not")
    refused(cli("phone", "pair", "nowhere", CODE, "--json"), "'nowhere' is not an address")
    refused(cli("phone", "connect", "127.0.0.1:1", "--json"), "nothing answers")


def test_the_page_takes_pictures_into_the_gallery(home: Path):
    offered = sample_gallery() / "apple-1.jpg"
    words = ["phone", "page", offered, "--host", "127.0.0.1", "--json"]
    serving = subprocess.Popen(
        [sys.executable, MAIN, *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert serving.stderr
    with Caller(serving.stderr.readline().strip()) as phone:
        phone.claim()
        assert phone.send("cup.jpg", (sample_gallery() / "cup-1.jpg").read_bytes()).is_success
        phone.done()
    said, rest = serving.communicate()
    document = json.loads(said)
    assert serving.returncode == 0
    assert "received cup.jpg" in rest
    assert document["reason"] == "done"
    assert document["received"] == [str(home / "phone" / "received" / "cup.jpg")]
    assert (document["gallery"], document["added"]) == ("phone", 1)


def test_a_page_that_cannot_be_opened(cli: Callable, tmp_path: Path):
    words = ("phone", "page", "--host", "127.0.0.1", "--json")
    refused(cli(*words, tmp_path / "gone.png"), "gone.png")
    refused(cli(*words, "--minutes", "0"), "0 minutes")
    refused(cli("phone", "page", "--host", "203.0.113.7", "--json"), "cannot serve at 203.0.113.7")

"""The pretend phone, seen by the real adb client and server."""

from __future__ import annotations

import shlex
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import adbutils
import pytest

from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import connect, states, wait_for_state

CAMERA = "/sdcard/DCIM/Camera"
IMAGES = "content://media/external/images/media"
Ask = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ask(adb: int, galaxy: Galaxy) -> Ask:
    """Run the real adb client for the phone."""

    def run(*words: str | Path, phone: Galaxy = galaxy) -> subprocess.CompletedProcess[str]:
        command = [adbutils.adb_path(), "-P", str(adb), "-s", phone.address, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, timeout=20)

    return run


@pytest.fixture
def shell(ask: Ask) -> Ask:
    """Run a command of the phone, each word quoted."""
    return lambda *words: ask("shell", shlex.join(words))


def phone_of(port: int, galaxy: Galaxy) -> adbutils.AdbDevice:
    return adbutils.AdbClient(port=port).device(galaxy.address)


@contextmanager
def sync_connection(port: int, galaxy: Galaxy) -> Iterator[adbutils.AdbConnection]:
    with phone_of(port, galaxy).open_transport() as connection:
        connection.send_command("sync:")
        connection.check_okay()
        yield connection


def send_request(connection: adbutils.AdbConnection, verb: bytes, path: str) -> None:
    connection.conn.sendall(verb + struct.pack("<I", len(path.encode())) + path.encode())


def test_a_shell_line_has_its_output_its_errors_and_its_exit_status(shell: Ask, galaxy: Galaxy):
    assert shell("echo", "it's; $HOME").stdout == "it's; $HOME\n"
    missing = shell("sha256sum", f"{CAMERA}/none.jpg")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.endswith("No such file or directory\n")
    assert shell("nonesuch").returncode == 127
    assert shell("getprop", "ro.product.model").stdout == "SM-S911N\n"
    assert galaxy.ran[0] == shlex.join(["echo", "it's; $HOME"])


@pytest.mark.parametrize("line", ["echo a; rm b", "echo $(date)", "rm *", "echo a | cat", "a 'b"])
def test_a_sign_that_is_not_quoted_is_refused(ask: Ask, line: str):
    refused = ask("shell", line)
    assert (refused.returncode, refused.stdout) == (127, "")
    assert "syntax error" in refused.stderr


def test_the_old_shell_service_sends_plain_output(adb: int, galaxy: Galaxy):
    assert phone_of(adb, galaxy).shell("echo 'a b'") == "a b"


def test_files_of_odd_names_come_and_go_unchanged(ask: Ask, galaxy: Galaxy, tmp_path: Path):
    names = [path.removeprefix(f"{CAMERA}/") for path in galaxy.tree.paths(CAMERA)]
    assert len(names) == 8
    for name in names:
        assert ask("pull", "-a", f"{CAMERA}/{name}", tmp_path / name).returncode == 0
        assert (tmp_path / name).read_bytes() == galaxy.tree.read(f"{CAMERA}/{name}")
        assert (tmp_path / name).stat().st_mtime == galaxy.tree.mtime(f"{CAMERA}/{name}")
    pushed = ask("push", *(tmp_path / name for name in names), "/sdcard/Pictures/")
    assert pushed.returncode == 0, pushed.stderr
    for name in names:
        assert galaxy.tree.read(f"/storage/emulated/0/Pictures/{name}") == (
            galaxy.tree.read(f"{CAMERA}/{name}")
        )
        assert galaxy.tree.mtime(f"/sdcard/Pictures/{name}") == galaxy.tree.mtime(
            f"{CAMERA}/{name}"
        )
    assert galaxy.served == [f"{CAMERA}/{name}" for name in names]


def test_a_folder_is_listed_by_both_forms_of_the_protocol(ask: Ask, adb: int, galaxy: Galaxy):
    listed = ask("ls", CAMERA).stdout
    entries = {entry.path: entry for entry in phone_of(adb, galaxy).sync.iter_directory(CAMERA)}
    assert {".", "..", "a.jpg", "line\nbreak.jpg"} <= entries.keys()
    assert entries["B.JPEG"].size == 9001
    assert f"{9001:08x} {1_700_000_001:08x} B.JPEG\n" in listed
    assert len(entries) == 10


def test_many_requests_share_one_connection(adb: int, galaxy: Galaxy):
    with sync_connection(adb, galaxy) as connection:
        for verb in (b"STAT", b"RECV", b"RECV"):
            send_request(connection, verb, f"{CAMERA}/a.jpg")
        told = connection.read_exact(16)
        assert struct.unpack("<4sIII", told) == (b"STAT", 0o100660, 9000, 1_700_000_000)
        content = b"DATA" + struct.pack("<I", 9000) + bytes(9000) + b"DONE" + bytes(4)
        assert connection.read_exact(2 * len(content)) == 2 * content


def test_several_streams_share_one_cable(ask: Ask, adb: int, galaxy: Galaxy):
    with sync_connection(adb, galaxy) as connection:
        assert ask("shell", "echo meanwhile").stdout == "meanwhile\n"
        send_request(connection, b"STAT", f"{CAMERA}/a.jpg")
        assert connection.read_exact(4) == b"STAT"


def test_a_file_that_is_not_there_ends_the_connection_with_the_reason(adb: int, galaxy: Galaxy):
    with sync_connection(adb, galaxy) as connection:
        send_request(connection, b"RECV", f"{CAMERA}/none.jpg")
        reason = b"open failed: No such file or directory"
        assert connection.read_until_close(None) == b"FAIL" + struct.pack("<I", 38) + reason


def test_media_store_is_asked_in_sql(shell: Ask, galaxy: Galaxy):
    def query(where: str) -> str:
        answer = shell(
            "content", "query", "--uri", IMAGES, "--projection", "_data:_size:relative_path",
            "--where", where, "--sort", "_size DESC",
        )  # fmt: skip
        return answer.stdout + answer.stderr

    assert query("_display_name LIKE '%.jpeg'") == (
        "Row: 0 _data=/storage/emulated/0/DCIM/Camera/B.JPEG, _size=9001, "
        "relative_path=DCIM/Camera/\n"
    )
    assert query("_display_name='it''s \"q\".webp'").count("Row: ") == 1
    assert query("_display_name='it's'").startswith("Error while accessing provider:media\n")
    assert query("mime_type='video/mp4'") == "No result found.\n"
    galaxy.faults.wrong_sizes[f"{CAMERA}/B.JPEG"] = 5
    assert "_size=5," in query("_display_name='B.JPEG'")
    galaxy.faults.media_store = False
    assert "not found" in query("1")


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("scan_file", "content call --uri content://media/ --method scan_file --arg"),
        ("scan_volume", "content call --uri content://media/ --method scan_volume --arg external"),
        ("broadcast", "am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d"),
    ],
)
def test_a_pushed_picture_is_known_after_a_scan_that_works_and_can_be_opened(
    shell: Ask, galaxy: Galaxy, way: str, words: str
):
    path = "/storage/emulated/0/Pictures/new.png"
    galaxy.tree.write(path, b"new", 1_700_000_060, scanned=False)
    where = {"scan_file": [path], "scan_volume": [], "broadcast": [f"file://{path}"]}[way]
    galaxy.faults.scans.remove(way)
    shell(*words.split(), *where)
    assert path not in {row["_data"] for row in galaxy.media.rows()}
    galaxy.faults.scans = {way}
    shell(*words.split(), *where)
    known = {row["_data"]: f"{IMAGES}/{row['_id']}" for row in galaxy.media.rows()}
    view = ("am", "start", "-a", "android.intent.action.VIEW", "-t", "image/png", "-d", known[path])
    assert shell(*view).stdout.startswith("Starting: Intent {")
    assert "unable to resolve" in shell(*view[:-1], f"{IMAGES}/1").stderr
    assert "unable to resolve" in shell(*view, "-p", "com.example").stderr
    assert galaxy.opened == [(known[path], "")]


def test_files_are_moved_without_overwriting_and_deleted_rows_are_stale(shell: Ask, galaxy: Galaxy):
    assert shell("mkdir", "-p", "/sdcard/Pictures/New").returncode == 0
    assert shell("mv", "-n", f"{CAMERA}/a.jpg", f"{CAMERA}/B.JPEG").returncode == 0
    assert len(galaxy.tree.read(f"{CAMERA}/B.JPEG")) == 9001
    assert shell("mv", "-n", f"{CAMERA}/a.jpg", "/sdcard/Pictures/New/b c.jpg").returncode == 0
    assert galaxy.tree.paths("/sdcard/Pictures") == ["/sdcard/Pictures/New/b c.jpg"]
    assert shell("rm", "-f", f"{CAMERA}/a.jpg", f"{CAMERA}/B.JPEG").returncode == 0
    assert {"a.jpg", "B.JPEG"} <= {row["_display_name"] for row in galaxy.media.rows()}


def test_a_full_phone_refuses_and_keeps_no_half_file(ask: Ask, galaxy: Galaxy, tmp_path: Path):
    (tmp_path / "big.jpg").write_bytes(bytes(200_000))
    for room, reason in ((0, "couldn't create file"), (100_000, "write failed")):
        galaxy.faults.room = room
        refused = ask("push", tmp_path / "big.jpg", "/sdcard/Pictures/big.jpg")
        assert refused.returncode == 1
        assert f"{reason}: No space left on device" in refused.stderr
        assert galaxy.tree.paths("/sdcard/Pictures") == []
        assert galaxy.faults.room == room


def test_a_phone_that_does_not_know_the_computer_is_unauthorized_until_it_is_allowed(adb: int):
    with Galaxy() as galaxy:
        galaxy.faults.authorized = False
        connect(adb, galaxy, "unauthorized")
        galaxy.faults.authorized = True
        wait_for_state(adb, galaxy, "device")


def test_two_phones_are_told_apart(ask: Ask, adb: int, galaxy: Galaxy, second_galaxy: Galaxy):
    assert states(adb) == {galaxy.address: "device", second_galaxy.address: "device"}
    serials = [
        ask("shell", "getprop ro.serialno", phone=phone).stdout for phone in (galaxy, second_galaxy)
    ]
    assert serials == ["R5CT10ABCDE\n", "R5CT20FGHIJ\n"]


def test_a_cut_while_pulling_is_seen_by_the_client_and_mended(
    ask: Ask, adb: int, galaxy: Galaxy, reconnected: Callable[[Galaxy], None], tmp_path: Path
):
    galaxy.faults.cut_sending_after = 4000
    galaxy.refuse = True
    assert ask("pull", f"{CAMERA}/a.jpg", tmp_path).returncode == 1
    assert states(adb)[galaxy.address] == "offline"
    galaxy.refuse = False
    reconnected(galaxy)
    assert ask("pull", f"{CAMERA}/a.jpg", tmp_path).returncode == 0
    assert (tmp_path / "a.jpg").stat().st_size == 9000


def test_a_cut_while_pushing_leaves_a_half_file(
    ask: Ask, galaxy: Galaxy, reconnected: Callable[[Galaxy], None], tmp_path: Path
):
    (tmp_path / "big.jpg").write_bytes(bytes(200_000))
    galaxy.faults.cut_receiving_after = 70_000
    assert ask("push", tmp_path / "big.jpg", "/sdcard/Pictures/big.jpg").returncode == 1
    assert len(galaxy.tree.read("/sdcard/Pictures/big.jpg")) == 70_000
    reconnected(galaxy)
    assert ask("push", tmp_path / "big.jpg", "/sdcard/Pictures/big.jpg").returncode == 0
    assert len(galaxy.tree.read("/sdcard/Pictures/big.jpg")) == 200_000


def test_a_cut_before_a_command_leaves_it_undone(ask: Ask, shell: Ask, galaxy: Galaxy):
    galaxy.faults.cut_at_command = "rm -f"
    assert shell("rm", "-f", f"{CAMERA}/a.jpg").returncode != 0
    assert f"{CAMERA}/a.jpg" in galaxy.tree.paths()


def test_a_silent_phone_answers_when_it_finds_its_voice(adb: int, galaxy: Galaxy):
    galaxy.faults.silent = True
    asking = subprocess.Popen(
        [adbutils.adb_path(), "-P", str(adb), "-s", galaxy.address, "shell", "echo late"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        asking.wait(timeout=0.3)
    galaxy.faults.silent = False
    assert asking.communicate(timeout=20)[0] == b"late\n"


def test_content_can_end_early_or_be_damaged(ask: Ask, galaxy: Galaxy, tmp_path: Path):
    galaxy.faults.short_reads[f"{CAMERA}/a.jpg"] = 10
    ask("pull", f"{CAMERA}/a.jpg", tmp_path)
    assert (tmp_path / "a.jpg").read_bytes() == bytes(10)
    galaxy.faults.corrupt_pushes = True
    ask("push", tmp_path / "a.jpg", "/sdcard/Pictures/a.jpg")
    assert galaxy.tree.read("/sdcard/Pictures/a.jpg") == b"\xff" * 10

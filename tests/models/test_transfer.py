"""One file over HTTP, against a server that does everything wrong that servers do."""

from __future__ import annotations

import hashlib
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.models.fetching.partial import Partial
from sketch2image.models.fetching.redirects import TransferError, check_redirect
from sketch2image.models.fetching.transfer import Got, download
from sketch2image.models.fetching.web import Announced
from tests.models.file_server import FileServer, Served, running

CONTENT = random.Random(5).randbytes(3_000_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
WHOLE = Announced(len(CONTENT), SHA256)
HALF = 1_500_000


@pytest.fixture
def server() -> Iterator[FileServer]:
    with running() as one:
        yield one


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "weights.bin"


def fetch(server: FileServer, target: Path, want: Announced = WHOLE, **options) -> Got:
    moved = options.pop("moved", lambda _: None)
    options = {"pauses": (0, 0), "timeout": 0.5, **options}
    return download(f"{server.address}/file", target, want, moved, **options)


def part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def leave_part(target: Path, content: bytes) -> None:
    target.parent.mkdir()
    part(target).write_bytes(content)


def nothing_wrong(target: Path) -> None:
    assert target.read_bytes() == CONTENT
    assert [file.name for file in target.parent.iterdir()] == [target.name]


def test_a_file_comes_whole_and_leaves_nothing_else(server, target):
    server.files["/file"] = Served(CONTENT, commit="f" * 40)
    assert fetch(server, target) == Got(len(CONTENT), SHA256, "f" * 40)
    nothing_wrong(target)


def test_a_cut_connection_is_taken_up_where_it_broke_off(server, target):
    server.files["/file"] = Served(CONTENT, cuts=[1_000_000, 700_000])
    fetch(server, target)
    nothing_wrong(target)
    assert [one.range for one in server.gets()] == ["", "bytes=1000000-", "bytes=1700000-"]


def test_a_server_that_falls_silent_is_asked_again(server, target):
    server.files["/file"] = Served(CONTENT, stalls=[900_000])
    fetch(server, target)
    nothing_wrong(target)
    assert server.gets()[1].range == "bytes=900000-"


def test_a_server_without_ranges_starts_anew(server, target):
    server.files["/file"] = Served(CONTENT, ranges=False, cuts=[HALF])
    fetch(server, target)
    nothing_wrong(target)


def test_a_connection_that_never_lasts_keeps_what_came_and_says_so(server, target):
    server.files["/file"] = Served(CONTENT, cuts=[HALF, 0, 0, 0])
    with pytest.raises(TransferError, match="broke off") as caught:
        fetch(server, target)
    assert "same command" in caught.value.hint
    assert part(target).read_bytes() == CONTENT[:HALF]
    assert not target.exists()
    server.files["/file"] = Served(CONTENT)
    fetch(server, target)
    nothing_wrong(target)


def test_a_busy_server_is_asked_again(server, target):
    server.files["/file"] = Served(CONTENT, codes=[503, 429])
    fetch(server, target)
    nothing_wrong(target)


def test_a_busy_server_says_how_long_to_wait(server, target):
    def stop(size: int) -> None:
        if size == 0:
            raise Cancelled

    server.files["/file"] = Served(CONTENT, codes=[429], headers={"Retry-After": "60"})
    with pytest.raises(Cancelled):
        fetch(server, target, moved=stop)
    assert len(server.gets()) == 1
    server.files["/file"] = Served(CONTENT, codes=[429], headers={"Retry-After": "soon"})
    fetch(server, target)
    nothing_wrong(target)


def test_a_server_that_is_not_there_is_said(target, server):
    with pytest.raises(TransferError, match="broke off"):
        download("http://127.0.0.1:9/file", target, WHOLE, lambda _: None, (0,), 0.5)


def test_a_file_that_changed_meanwhile_is_not_glued_together(server, target):
    server.files["/file"] = Served(bytes(HALF), etag='"old"', cuts=[HALF - 1, 0, 0])
    with pytest.raises(TransferError):
        fetch(server, target, Announced())
    server.files["/file"] = Served(CONTENT, etag='"new"')
    fetch(server, target, Announced())
    nothing_wrong(target)
    assert server.gets()[-1].range == f"bytes={HALF - 1}-"


def test_a_changed_file_is_noticed_even_when_the_server_overlooks_the_question(server, target):
    server.files["/file"] = Served(bytes(HALF), etag='"old"', cuts=[HALF - 1, 0, 0])
    with pytest.raises(TransferError):
        fetch(server, target, Announced())
    server.files["/file"] = Served(CONTENT, etag='"new"', obeys=False)
    fetch(server, target, Announced())
    nothing_wrong(target)


@pytest.mark.parametrize("want", [Announced(), WHOLE])
def test_another_piece_than_the_one_asked_for_is_not_glued_on(server, target, want):
    server.files["/file"] = Served(CONTENT, cuts=[HALF], shifts=[1000])
    fetch(server, target, want)
    nothing_wrong(target)
    assert [one.range for one in server.gets()] == ["", f"bytes={HALF}-", ""]


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Content-Type": "text/html; charset=utf-8"}, "web page"),
        ({"Content-Encoding": "gzip"}, "compressed"),
    ],
)
def test_an_answer_that_is_not_the_file_itself_is_refused(server, target, headers, words):
    server.files["/file"] = Served(b"<html>Log in</html>", headers=headers)
    with pytest.raises(TransferError, match=words) as caught:
        fetch(server, target, Announced())
    assert "\n" not in str(caught.value)
    assert not target.exists()


def test_a_file_that_is_larger_than_it_should_be_is_not_fetched_to_its_end(server, target):
    server.files["/file"] = Served(CONTENT)
    counted = []
    with pytest.raises(TransferError, match="more than 1000 bytes"):
        fetch(server, target, Announced(1000), moved=counted.append)
    assert max(counted) < HALF
    assert sum(counted) == part(target).stat().st_size == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
def test_a_full_disk_is_said_and_what_fitted_is_kept(server, target):
    with room_for(HALF), pytest.raises(UserError, match="cannot write"):
        write_in_small_pieces(target)
    server.files["/file"] = Served(CONTENT)
    kept = part(target).read_bytes()
    assert 0 < len(kept) <= HALF
    assert kept == CONTENT[: len(kept)]
    fetch(server, target)
    nothing_wrong(target)


def write_in_small_pieces(target: Path) -> None:
    """So small that they wait in memory, and are written when the file is closed."""
    with Partial(target, lambda _: None) as begun:
        for start in range(0, len(CONTENT), 1000):
            begun.write(CONTENT[start : start + 1000])


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("join", [os.link, os.symlink])
def test_a_remainder_that_is_another_file_too_leaves_that_file_alone(
    server, target, tmp_path, join
):
    other = tmp_path / "other"
    other.write_bytes(bytes(HALF))
    target.parent.mkdir()
    join(other, part(target))
    server.files["/file"] = Served(CONTENT)
    fetch(server, target)
    nothing_wrong(target)
    assert other.read_bytes() == bytes(HALF)


def test_a_server_that_cannot_name_its_content_is_not_resumed_without_a_digest(server, target):
    server.files["/file"] = Served(CONTENT, etag="", cuts=[HALF])
    fetch(server, target, Announced())
    nothing_wrong(target)
    assert [one.range for one in server.gets()] == ["", ""]


def test_what_an_earlier_run_left_is_resumed_when_the_digest_is_known(server, target):
    leave_part(target, CONTENT[:HALF])
    server.files["/file"] = Served(CONTENT)
    fetch(server, target)
    nothing_wrong(target)
    assert [one.range for one in server.gets()] == [f"bytes={HALF}-"]


def test_a_remainder_of_another_file_is_thrown_away_and_fetched_anew(server, target):
    leave_part(target, bytes(HALF))
    server.files["/file"] = Served(CONTENT)
    fetch(server, target)
    nothing_wrong(target)
    assert [one.range for one in server.gets()] == [f"bytes={HALF}-", ""]


def test_a_remainder_longer_than_the_file_starts_anew(server, target):
    leave_part(target, CONTENT + b"too much")
    server.files["/file"] = Served(CONTENT)
    fetch(server, target)
    nothing_wrong(target)


def test_a_remainder_that_is_whole_already_needs_no_byte(server, target):
    leave_part(target, CONTENT)
    server.files["/file"] = Served(CONTENT)
    fetch(server, target, Announced(0, SHA256))
    nothing_wrong(target)
    leave = [one.range for one in server.gets()]
    assert leave == [f"bytes={len(CONTENT)}-"]


@pytest.mark.parametrize(
    "want",
    [
        Announced(len(CONTENT), "0" * 64),
        Announced(len(CONTENT) + 1, ""),
        Announced(0, "0" * 8),
    ],
)
def test_wrong_bytes_never_get_the_name(server, target, want):
    server.files["/file"] = Served(CONTENT)
    with pytest.raises(TransferError):
        fetch(server, target, want)
    assert not target.exists()


def test_the_digest_that_the_hub_announces_is_held_to(server, target):
    server.files["/file"] = Served(location="/store", linked=b"another")
    server.files["/store"] = Served(CONTENT)
    with pytest.raises(TransferError, match="not the expected file"):
        fetch(server, target, Announced())
    assert not target.exists()


def test_a_store_cannot_take_back_what_the_hub_announced(server, target):
    server.files["/file"] = Served(location="/store", linked=CONTENT)
    server.files["/store"] = Served(bytes(HALF), linked=bytes(HALF))
    with pytest.raises(TransferError, match="not the expected file"):
        fetch(server, target, Announced())
    assert not target.exists()


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(server, target):
    target.parent.mkdir()
    target.write_bytes(b"old")
    server.files["/file"] = Served(b"wrong")
    with pytest.raises(TransferError):
        fetch(server, target)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("code", "words"),
    [(404, "not there"), (401, "accepted its licence"), (403, "HF_TOKEN"), (410, "any more")],
)
def test_a_refusal_is_one_line_that_says_what_to_do(server, target, code, words):
    server.files["/file"] = Served(codes=[code])
    with pytest.raises(TransferError) as caught:
        fetch(server, target)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(server.gets()) == 1


def test_a_transfer_that_was_stopped_goes_on_later(server, target):
    server.files["/file"] = Served(CONTENT)
    came = 0

    def stop_at_half(size: int) -> None:
        nonlocal came
        came += size
        if came > HALF:
            raise Cancelled

    with pytest.raises(Cancelled):
        fetch(server, target, moved=stop_at_half)
    kept = part(target).stat().st_size
    assert HALF < kept < len(CONTENT)
    fetch(server, target)
    nothing_wrong(target)
    assert server.gets()[-1].range == f"bytes={kept}-"


def test_waiting_for_a_server_can_be_stopped(server, target):
    def stop(size: int) -> None:
        if size == 0:
            raise Cancelled

    server.files["/file"] = Served(codes=[503])
    with pytest.raises(Cancelled):
        fetch(server, target, moved=stop, pauses=(60,))


def test_the_count_ends_at_the_size_of_the_file_whatever_happens(server, target):
    leave_part(target, bytes(HALF))
    server.files["/file"] = Served(CONTENT, cuts=[HALF // 2, 1000], ranges=False)
    counted = []
    fetch(server, target, moved=counted.append)
    assert sum(counted) == len(CONTENT)


def test_the_token_goes_to_the_hub_and_to_nobody_it_points_at(server, target, monkeypatch):
    with running() as elsewhere:
        elsewhere.files["/file"] = Served(CONTENT)
        server.files["/file"] = Served(location="/moved")
        server.files["/moved"] = Served(location=f"{elsewhere.address}/file")
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        monkeypatch.setenv("HF_TOKEN", "secret")
        fetch(server, target)
        assert [one.authorization for one in server.asked] == ["Bearer secret"] * 2
        assert [one.authorization for one in elsewhere.asked] == [""]
    nothing_wrong(target)


@pytest.mark.parametrize("token", ["secret\n", " secret"])
def test_blanks_around_the_token_are_no_part_of_it(server, target, monkeypatch, token):
    server.files["/hub/file"] = Served(CONTENT)
    monkeypatch.setenv("HF_ENDPOINT", f"{server.address}/hub/")
    monkeypatch.setenv("HF_TOKEN", token)
    download(f"{server.address}/hub/file", target, WHOLE, lambda _: None)
    assert server.asked[0].authorization == "Bearer secret"


def test_what_is_no_token_is_said_and_not_shown(server, target, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "sec\nret")
    with pytest.raises(TransferError, match="HF_TOKEN") as caught:
        fetch(server, target)
    assert "ret" not in str(caught.value)
    assert not server.asked


@pytest.mark.parametrize("end", ["ftp://127.0.0.1/file", "file:///file", "http://[", "/\\[x"])
def test_a_server_that_sends_on_to_no_web_address_is_not_followed(server, target, end):
    server.files["/file"] = Served(location=end)
    with pytest.raises(TransferError):
        fetch(server, target)
    assert not target.exists()


def test_a_safe_address_is_never_left_for_an_unsafe_one():
    check_redirect("https://a.example/1", "https://b.example/2")
    check_redirect("http://a.example/1", "https://b.example/2")
    with pytest.raises(TransferError, match="not followed"):
        check_redirect("https://a.example/1", "http://a.example/1")


def test_another_server_never_gets_the_token(server, target, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "secret")
    server.files["/file"] = Served(CONTENT)
    fetch(server, target)
    assert server.asked[0].authorization == ""


def test_no_network_is_asked_when_the_person_wants_none(server, target, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    server.files["/file"] = Served(CONTENT)
    with pytest.raises(UserError, match="HF_HUB_OFFLINE"):
        fetch(server, target)
    assert not server.asked


def test_a_place_that_cannot_be_written_is_said(server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    server.files["/file"] = Served(CONTENT)
    with pytest.raises(UserError, match="cannot write"):
        fetch(server, tmp_path / "file" / "weights.bin")

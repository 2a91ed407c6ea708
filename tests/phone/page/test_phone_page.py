"""The page on the local network, asked by hand: who gets in, what comes in, what goes out."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections import namedtuple
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import BinaryIO

import httpx
import pytest
from PIL import Image

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.progress import Progress, silent
from sketch2image.phone.page.options import PageOptions, Reason
from sketch2image.phone.page.page import PhonePage
from tests.phone.page.caller import Caller
from tests.phone.page.conftest import LOOPBACK, Clock, Standing, encoded

TAKEN = 1_700_000_000_000
"""Milliseconds since 1970."""


def files(inbox: Path) -> set[str]:
    return {file.name for file in inbox.iterdir()}


# Who gets in


def test_looking_at_the_link_does_not_use_it_up(page: PhonePage):
    with Caller(page.url) as preview, Caller(page.url) as phone:
        assert preview.get("").status_code == 200
        assert page.visitors == 0
        assert phone.claim() == 204
    assert page.visitors == 1


def test_a_second_browser_is_told_that_the_code_was_used(standing: Standing):
    with Caller(standing.page.url) as second:
        assert second.claim() == 403
        told = second.get("", **{"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.8"})
        assert told.status_code == 403
        assert "이미 쓴 코드입니다" in told.text
        assert 'data-state="used"' in told.text
        assert second.get("news").status_code == 403
        assert second.send("a.jpg", b"x").status_code == 403
        assert second.done() == 403
    assert standing.caller.get("").status_code == 200
    assert standing.caller.claim() == 204


def test_the_cookie_is_for_this_page_alone(page: PhonePage):
    with Caller(page.url) as phone:
        cookie = phone.client.post("claim").headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict"} <= set(cookie.split("; "))
    assert f"path={phone.url.path}".lower() in cookie
    assert "domain" not in cookie


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/wrong/", "/{token}x/", "//{token}/"])
def test_other_addresses_hold_nothing(standing: Standing, path: str):
    stranger = standing.caller
    token = stranger.url.path.strip("/")
    answer = stranger.client.get(f"{stranger.origin}{path.format(token=token)}")
    assert (answer.status_code, answer.content) == (404, b"")


def test_who_guesses_closes_the_page(inbox: Path):
    with PhonePage(PageOptions(inbox, host=LOOPBACK)) as page, Caller(page.url) as stranger:
        wrong = stranger.url.path[1:-1][::-1]
        for _ in range(20):
            assert stranger.client.get(f"{stranger.origin}/{wrong}/").status_code == 404
        assert page.wait(silent).reason is Reason.guessed


@pytest.mark.parametrize("host", ["rebound.example", "localhost:{port}", "127.0.0.1"])
def test_another_host_name_leads_nowhere(standing: Standing, host: str):
    caller = standing.caller
    assert caller.get("", Host=host.format(port=caller.url.port)).status_code == 404


@pytest.mark.parametrize("origin", ["http://other.example", "null", ""])
def test_other_pages_cannot_send(standing: Standing, photo: bytes, origin: str):
    assert standing.caller.send("evil.jpg", photo, Origin=origin).status_code == 403
    assert "evil.jpg" not in files(standing.inbox)


@pytest.mark.parametrize("method", ["DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(standing: Standing, method: str):
    assert standing.caller.client.request(method, "news").status_code == 405


def test_browsers_load_keep_and_tell_nothing(standing: Standing):
    for place in ("", "page.js", "colors.css", "news", "nothing", "offered/7/file"):
        headers = standing.caller.get(place).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "language"),
    [("ko", "ko"), ("de,en;q=0.5,ko;q=0.7", "ko"), ("ko;q=0,en", "en"), ("fr", "ko"), ("", "ko")],
)
def test_the_page_speaks_the_language_of_the_browser(standing: Standing, asked: str, language: str):
    text = standing.caller.get("", **{"Accept-Language": asked}).text
    assert f'<html lang="{language}">' in text


# What comes in


def test_a_picture_arrives_whole_with_its_date(inbox: Path, photo: bytes):
    heard: list[Path] = []
    options = PageOptions(inbox, host=LOOPBACK)
    with PhonePage(options, heard.append) as page, Caller(page.url) as phone:
        phone.claim()
        answer = phone.send("IMG 1.jpg", photo, TAKEN)
        assert answer.json() == {"name": "IMG 1.jpg", "new": True}
        assert page.received == heard == [inbox / "IMG 1.jpg"]
    assert heard[0].read_bytes() == photo
    assert heard[0].stat().st_mtime == TAKEN / 1000


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.jpg", "x.jpg"),
        ("..\\..\\C:x.jpg", "C_x-"),
        ("; rm -rf ~.jpg", "; rm -rf ~.jpg"),
        ("사진 1.jpg", "사진 1.jpg"),
        ("..", "_-"),
        ("", "picture.jpeg"),
        ("no ending", "no ending.jpeg"),
        (".hidden.jpg", "_.hidden-"),
        ("a\nb\0.jpg", "a_b_-"),
        ("가" * 200 + ".jpg", "가가가"),
    ],
)
def test_any_name_is_made_safe(standing: Standing, name: str, kept: str):
    content = encoded("JPEG", seed=100 + len(files(standing.inbox)))
    arrived = standing.caller.send(name, content).json()["name"]
    assert arrived.startswith(kept)
    assert arrived.endswith((".jpg", ".jpeg"))
    assert (standing.inbox / arrived).read_bytes() == content
    assert {path.name for path in standing.inbox.parent.iterdir()} == {"inbox"}


def test_another_picture_of_the_same_name_lies_beside(standing: Standing):
    contents = [encoded("JPEG", seed) for seed in (11, 12)]
    names = [standing.caller.send("same.jpg", content).json()["name"] for content in contents]
    assert len(set(names)) == 2
    assert [(standing.inbox / name).read_bytes() for name in names] == contents


def test_the_same_picture_is_kept_once(standing: Standing):
    content = encoded("JPEG", seed=13)
    (standing.inbox / "before.jpg").write_bytes(content)
    answer = standing.caller.send("again.jpg", content)
    assert answer.json() == {"name": "before.jpg", "new": False}
    assert "again.jpg" not in files(standing.inbox)
    assert standing.inbox / "before.jpg" not in standing.page.received


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF", "AVIF"])
def test_every_kind_of_phone_picture_is_taken(standing: Standing, kind: str):
    named = standing.caller.send(f"b.{kind}", encoded(kind, seed=3)).json()
    bare = standing.caller.send("a", encoded(kind, seed=4)).json()
    assert named == {"name": f"b.{kind}", "new": True}
    assert bare == {"name": f"a.{kind.lower()}", "new": True}


def test_what_is_no_picture_is_refused(standing: Standing, photo: bytes):
    caller = standing.caller
    for content in (b"<script>alert(1)</script>", photo[: len(photo) // 2]):
        answer = caller.send("none.jpg", content)
        assert (answer.status_code, answer.json()) == (415, {"error": "no_picture"})
    assert caller.send("none.jpg", b"").json() == {"error": "empty"}
    assert not {name for name in files(standing.inbox) if "none" in name or "part" in name}


def test_a_cut_upload_leaves_no_file(caller: Caller, inbox: Path, photo: bytes):
    head = caller.head("PUT", "upload?name=a.jpg", len(photo))
    with caller.connect() as phone:
        phone.sendall(head + photo[:100])
        while not list(inbox.glob(".*.part")):
            caller.news()
    while files(inbox):
        caller.news()
    assert caller.send("a.jpg", photo).json()["new"]


def test_a_size_that_is_not_told_is_refused(standing: Standing, photo: bytes):
    answer = standing.caller.send("untold.jpg", iter([photo]))
    assert answer.json() == {"error": "bad_request"}
    assert "untold.jpg" not in files(standing.inbox)


@pytest.mark.parametrize(
    ("limited", "error"),
    [
        (partial(PageOptions, bytes_max=100), "too_large"),
        (partial(PageOptions, bytes_all=100), "too_many"),
        (partial(PageOptions, uploads_max=0), "too_many"),
    ],
)
def test_a_limit_holds(inbox: Path, photo: bytes, limited: Callable[..., PageOptions], error: str):
    with PhonePage(limited(inbox, host=LOOPBACK)) as page, Caller(page.url) as phone:
        phone.claim()
        assert phone.send("a.jpg", photo).json() == {"error": error}
    assert not files(inbox)


def test_what_was_refused_does_not_count(inbox: Path, photo: bytes):
    options = PageOptions(inbox, host=LOOPBACK, uploads_max=1)
    with PhonePage(options) as page, Caller(page.url) as phone:
        phone.claim()
        phone.send("a.jpg", b"no picture")
        assert phone.send("a.jpg", photo).status_code == 200
        assert phone.send("b.jpg", encoded("JPEG", seed=2)).json() == {"error": "too_many"}


def test_a_disk_with_little_room_takes_nothing(
    standing: Standing, photo: bytes, monkeypatch: pytest.MonkeyPatch
):
    usage = namedtuple("usage", "total used free")(1 << 40, 1 << 40, 1 << 20)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: usage)
        answer = standing.caller.send("full.jpg", photo)
    assert (answer.status_code, answer.json()) == (507, {"error": "no_room"})
    assert "full.jpg" not in files(standing.inbox)


def test_a_disk_that_fills_up_on_the_way_keeps_no_half(
    standing: Standing, photo: bytes, monkeypatch: pytest.MonkeyPatch
):
    def full(file: BinaryIO, chunks: object) -> None:
        file.write(photo[:9])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = files(standing.inbox)
    with monkeypatch.context() as patch:
        patch.setattr("sketch2image.phone.page.inbox._write", full)
        assert standing.caller.send("filling.jpg", photo).json() == {"error": "no_room"}
    assert files(standing.inbox) == before
    assert standing.caller.send("filling.jpg", photo).json()["name"] == "filling.jpg"


def test_a_fault_of_ours_is_not_hidden(inbox: Path, photo: bytes):
    def broken(_: Path) -> None:
        raise ZeroDivisionError

    with PhonePage(PageOptions(inbox, host=LOOPBACK), broken) as page, Caller(page.url) as phone:
        phone.claim()
        assert phone.send("a.jpg", photo).status_code == 500
        with pytest.raises(ZeroDivisionError):
            page.wait(silent)


# What goes out


def test_an_offered_file_is_taken_whole(inbox: Path, tmp_path: Path, photo: bytes):
    sheet = tmp_path / "모음 1.jpg"
    sheet.write_bytes(photo)
    options = PageOptions(inbox, (sheet,), host=LOOPBACK)
    with PhonePage(options) as page, Caller(page.url) as phone:
        phone.claim()
        (row,) = phone.news()["offered"]
        kept = phone.get(f"offered/{row['id']}/file?save")
        seen = phone.get(f"offered/{row['id']}/file")
        small = phone.get(f"offered/{row['id']}/thumbnail")
        phone.done()
        outcome = page.wait(silent)
    assert (row["name"], row["bytes"]) == (sheet.name, len(photo))
    assert kept.content == seen.content == photo
    assert kept.headers["content-type"] == small.headers["content-type"] == "image/jpeg"
    assert kept.headers["content-disposition"].startswith("attachment; filename*=utf-8''")
    assert seen.headers["content-disposition"].startswith("inline")
    assert (outcome.taken, outcome.reason) == ((sheet,), Reason.done)


def test_a_file_that_was_cut_is_not_taken(inbox: Path, tmp_path: Path):
    (tmp_path / "film.mp4").write_bytes(bytes(30 << 20))
    options = PageOptions(inbox, (tmp_path / "film.mp4",), host=LOOPBACK)
    with PhonePage(options) as page, Caller(page.url) as phone:
        phone.claim()
        with phone.connect() as cut:
            cut.sendall(phone.head("GET", "offered/1/file?save"))
            assert cut.recv(100).startswith(b"HTTP/1.1 200")
        for _ in range(20):
            phone.news()
        phone.done()
        assert page.wait(silent).taken == ()


def test_a_thumbnail_is_small(standing: Standing, tmp_path: Path):
    Image.new("RGB", (3000, 1500), "teal").save(tmp_path / "large.png")
    standing.page.offer(tmp_path / "large.png")
    row = standing.caller.news()["offered"][0]
    small = standing.caller.get(f"offered/{row['id']}/thumbnail").content
    assert Image.open(io.BytesIO(small)).size == (720, 360)


def test_news_wait_for_what_is_offered_later(standing: Standing, tmp_path: Path, photo: bytes):
    page, caller = standing.page, standing.caller
    revision = str(caller.news()["revision"])
    (tmp_path / "new.jpg").write_bytes(photo)
    with ThreadPoolExecutor(1) as pool:
        news = pool.submit(caller.news, revision)
        page.offer(tmp_path / "new.jpg")
        first = news.result()["offered"][0]
    (tmp_path / "new.jpg").write_bytes(encoded("JPEG", seed=2))
    page.offer(tmp_path / "new.jpg")
    rows = [row for row in caller.news()["offered"] if row["name"] == "new.jpg"]
    assert len(rows) == 1
    assert rows[0]["id"] != first["id"]


def test_what_a_browser_might_run_is_only_saved(standing: Standing, tmp_path: Path):
    for name in ("a.svg", "a.html", "a.bin"):
        (tmp_path / name).write_text("<svg/>")
        standing.page.offer(tmp_path / name)
    rows = standing.caller.news()["offered"][:3]
    assert [row["name"] for row in rows] == ["a.bin", "a.html", "a.svg"]
    for row in rows:
        answer = standing.caller.get(f"offered/{row['id']}/file")
        assert answer.headers["content-disposition"].startswith("attachment")


def test_a_file_that_is_gone_is_not_offered(standing: Standing, tmp_path: Path):
    page, caller = standing.page, standing.caller
    (tmp_path / "gone.png").write_bytes(b"not one")
    page.offer(tmp_path / "gone.png")
    place = f"offered/{caller.news()['offered'][0]['id']}"
    assert caller.get(f"{place}/thumbnail").status_code == 404
    (tmp_path / "gone.png").unlink()
    assert "gone.png" not in [row["name"] for row in caller.news()["offered"]]
    assert caller.get(f"{place}/file").status_code == 404
    with pytest.raises(UserError, match="no such file"):
        page.offer(tmp_path / "gone.png")


# How it ends


def test_it_closes_after_a_while_without_use(inbox: Path):
    clock = Clock()
    options = PageOptions(inbox, host=LOOPBACK, minutes_idle=5)
    with PhonePage(options, clock=clock) as page, Caller(page.url) as phone:
        phone.claim()
        clock.now = 200
        assert phone.news()["secondsLeft"] == 100
        phone.client.get("news", params={"touched": ""})
        clock.now = 400
        assert page.seconds_left == 100
        clock.now = 501
        assert page.wait(silent).reason is Reason.idle
        with pytest.raises(httpx.ConnectError):
            phone.news()


def test_the_port_is_free_again(inbox: Path):
    with PhonePage(PageOptions(inbox, host=LOOPBACK)) as page:
        port = int(page.url.split(":")[2].split("/")[0])
        with pytest.raises(UserError, match=f"cannot serve at {LOOPBACK}:{port}"):
            PhonePage(PageOptions(inbox, host=LOOPBACK, port=port))
    with PhonePage(PageOptions(inbox, host=LOOPBACK, port=port)) as second:
        assert f":{port}/" in second.url


def test_closing_waits_for_nobody_and_tells_the_phone(
    inbox: Path, photo: bytes, capfd: pytest.CaptureFixture[str]
):
    with PhonePage(PageOptions(inbox, host=LOOPBACK)) as page, Caller(page.url) as phone:
        phone.claim()
        revision = phone.news()["revision"]
        with phone.connect() as slow, phone.connect() as waiting:
            slow.sendall(phone.head("PUT", "upload?name=a.jpg", len(photo)) + photo[:100])
            waiting.sendall(phone.head("GET", f"news?revision={revision}"))
            while not files(inbox):
                phone.news()
            page.close()
            told = b"".join(iter(lambda: waiting.recv(4096), b""))
    assert told.startswith(b"HTTP/1.1 200")
    assert b'"closed":"closed"' in told
    assert page.outcome.reason is Reason.closed
    assert not files(inbox)
    assert capfd.readouterr() == ("", "")


def test_waiting_tells_the_time_left_and_can_be_called_off(inbox: Path):
    told: list[Progress] = []

    def report(progress: Progress) -> None:
        told.append(progress)
        raise Cancelled

    with PhonePage(PageOptions(inbox, host=LOOPBACK, minutes_idle=1)) as page:
        with pytest.raises(Cancelled):
            page.wait(report)
        with Caller(page.url) as phone, pytest.raises(httpx.ConnectError):
            phone.get("")
    assert told[0].seconds_left is not None
    assert 0 < told[0].seconds_left <= 60


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda inbox: PageOptions(inbox, minutes_idle=0), "cannot close after 0 minutes"),
        (lambda inbox: PageOptions(inbox, host="0.0.0.0"), "no phone can open that address"),
        (lambda inbox: PageOptions(inbox, host="phone.example"), "cannot serve at phone.example"),
        (lambda inbox: PageOptions(inbox, host=LOOPBACK, port=70000), "cannot serve at"),
        (lambda inbox: PageOptions(inbox, (inbox / "x",), host=LOOPBACK), "no such file"),
        (lambda inbox: PageOptions(Path(__file__), host=LOOPBACK), "cannot write"),
    ],
)
def test_a_page_that_cannot_be_is_one_line(
    inbox: Path, make: Callable[[Path], PageOptions], message: str
):
    with pytest.raises(UserError, match=message):
        PhonePage(make(inbox))

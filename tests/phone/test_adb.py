from __future__ import annotations

import os
import socket
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sketch2image.core.errors import UserError
from sketch2image.phone.adb import (
    adb_binary,
    asking_adb,
    client,
    server_answers,
    start_server,
    stop_server,
)
from sketch2image.phone.device import State, find_phone, survey


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(port))
    return port


@pytest.fixture
def own_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ADB_MDNS", "0")
    yield
    stop_server()


@pytest.mark.usefixtures("free_port")
def test_no_server_is_said_and_none_is_started():
    found = survey()
    assert found.state is State.no_server
    assert "phone devices --start" in found.hint
    assert not server_answers()


@pytest.mark.usefixtures("free_port", "own_keys")
def test_a_server_is_started_when_asked_for_and_ended_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
):
    start_server()
    monkeypatch.setenv("SKETCH2IMAGE_ADB", "another, which would end this one")
    start_server()
    assert survey().state is State.none
    assert find_phone("auto") == (None, "no phone is connected")
    assert stop_server()
    assert not server_answers()
    assert not stop_server()


@pytest.mark.usefixtures("free_port")
@pytest.mark.parametrize("program", ["missing", "no-program"])
def test_a_chosen_adb_that_is_none_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
):
    (tmp_path / "no-program").write_text("words")
    monkeypatch.setenv("SKETCH2IMAGE_ADB", str(tmp_path / program))
    found = survey()
    assert found.state is State.adb_missing
    assert "SKETCH2IMAGE_ADB" in found.hint
    with pytest.raises(UserError, match="is not a program"):
        start_server()


@pytest.mark.usefixtures("free_port")
def test_an_adb_that_does_not_start_says_its_last_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    broken = tmp_path / "adb"
    broken.write_text("#!/bin/sh\necho one >&2\necho 'no USB today' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("SKETCH2IMAGE_ADB", str(broken))
    with pytest.raises(UserError, match="no USB today"):
        start_server()


def test_the_carried_adb_is_taken_before_another_on_the_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    other = tmp_path / "adb"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert adb_binary().parent.name == "binaries"


@pytest.mark.usefixtures("free_port")
def test_a_server_of_another_computer_is_not_started_here(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANDROID_ADB_SERVER_HOST", "localhost.localdomain")
    with pytest.raises(UserError, match=r"of localhost\.localdomain does not run"):
        start_server()


def test_a_server_that_ends_in_between_is_not_started_again(monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(server.getsockname()[1]))
        phone = client().device("R5CT10ABCDE")
    with pytest.raises(UserError, match="did not answer"), asking_adb():
        phone.shell2(["ls"], v2=True)
    assert not server_answers()


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
        threading.Thread(target=other.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(other.server_address[1]))
        found = survey()
        assert found.state is State.not_adb
        assert "is not adb" in found.detail
        assert "another port" in found.hint
        assert find_phone("auto")[0] is None
        other.shutdown()

"""One real adb server for all tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.phone.galaxy.server import disconnect_all, real_adb_server


@pytest.fixture(scope="session")
def adb_server() -> Iterator[int]:
    """Port of the one adb server of all tests."""
    with real_adb_server() as port:
        yield port


@pytest.fixture
def adb(adb_server: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Port of the adb server that the program talks to in this test; no phone is connected."""
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(adb_server))
    yield adb_server
    disconnect_all(adb_server)

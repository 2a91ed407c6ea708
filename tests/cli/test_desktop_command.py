"""`desktop` writes and removes the entry of the menu."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only desktops of Linux have such entries"
)


def test_the_entry_comes_and_goes(cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    written = cli("desktop", "--json").document
    files = [written["entry"], *written["icons"]]
    assert all(Path(file).is_file() for file in files)
    assert written["command"][0] == sys.executable
    assert cli("desktop", "--remove", "--json").document == {"removed": files}
    assert cli("desktop", "--remove").out == "none there\n"


def test_a_menu_that_cannot_be_written_is_wrong_input(
    cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    said = cli("desktop", "--json")
    assert said.code == 2
    assert said.document["error"]["kind"] == "output"

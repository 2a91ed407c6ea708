"""A window is opened only where there can be one; without, the reason is said in one line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sketch2image.cli.view import viewer_for
from sketch2image.engine.sources import simulated
from sketch2image.ui.preview import Preview

NO_DISPLAY = """
import sys
from types import SimpleNamespace
from sketch2image.cli.view import viewer_for
assert viewer_for(SimpleNamespace(live=True), None) is None
assert not any(name.startswith("PySide6") for name in sys.modules)
"""


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="module")
def source():
    return simulated("cup", 0)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_qt_is_not_loaded_without_a_display(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    command = [sys.executable, "-c", NO_DISPLAY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "no window: there is no display; drawing blind\n"


@pytest.mark.usefixtures("display")
def test_a_window_where_there_is_a_display(source):
    assert isinstance(viewer_for(source, True), Preview)
    assert viewer_for(source, None) is None
    assert viewer_for(source, False) is None


@pytest.mark.usefixtures("display")
def test_qt_that_is_not_installed_is_said(
    source, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setitem(sys.modules, "sketch2image.ui.preview", None)
    assert viewer_for(source, True) is None
    said = capsys.readouterr().err
    assert said.startswith("no window: PySide6 is not installed")
    assert said.count("\n") == 1

"""Displays that Qt would end the whole process for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.ui import display
from sketch2image.ui.display import check_display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="for X11 only")


@pytest.fixture
def x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":65432")


@pytest.mark.usefixtures("x11")
def test_a_display_that_does_not_answer_is_said_and_the_demo_is_offered():
    with pytest.raises(UserError, match="display :65432 does not answer") as caught:
        check_display()
    assert "demo" in caught.value.hint


@pytest.mark.usefixtures("x11")
def test_a_library_that_is_missing_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(display, "_PLUGIN", tmp_path / "libqxcb.so")
    with pytest.raises(UserError, match=r"libqxcb\.so") as caught:
        check_display()
    assert caught.value.kind is ErrorKind.dependency
    assert "apt-get install libxcb-cursor0" in caught.value.hint


@pytest.mark.usefixtures("x11")
@pytest.mark.parametrize("platform", ["offscreen", "wayland"])
def test_other_platforms_are_left_to_qt(platform: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    check_display()

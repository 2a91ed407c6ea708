"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["tests.plugins.groups"]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own for every test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(folder))
    return folder

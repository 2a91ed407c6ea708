"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own for every test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The development data beside the checkout; tests using it are marked `data`."""
    if not DATA.is_dir():
        pytest.skip("development data not found (../shared/data)")
    return DATA

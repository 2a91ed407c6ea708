"""Fixtures of the notebooks' tests."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_COLAB = {
    "__init__.py": "",
    "drive.py": """
from pathlib import Path
def mount(where):
    (Path(where) / "MyDrive" / "Photos").mkdir(parents=True)
""",
    "files.py": """
chosen, sent = ["sketch.png"], []
def upload():
    return dict.fromkeys(chosen, b"")
def download(name):
    sent.append(name)
""",
    "output.py": """
callbacks = {}
def register_callback(name, function):
    callbacks[name] = function
""",
}


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory, sample_index: Path, shared_cache: Path) -> Path:
    """State folder that all executed notebooks share, where the samples are indexed."""
    folder = tmp_path_factory.mktemp("state")
    shutil.copytree(sample_index / "galleries", folder / "galleries")
    (folder / "cache").symlink_to(shared_cache, target_is_directory=True)
    return folder


@pytest.fixture
def colab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package `google.colab` like Colab's; gives the folder where the Drive will be mounted."""
    root = tmp_path / "packages"
    package = root / "google" / "colab"
    package.mkdir(parents=True)
    for name, text in _COLAB.items():
        (package / name).write_text(text)
    held = {name: sys.modules[name] for name in [*sys.modules] if _is_google(name)}
    for name in held:
        del sys.modules[name]
    monkeypatch.syspath_prepend(root)
    importlib.invalidate_caches()
    yield tmp_path / "drive"
    for name in [name for name in sys.modules if _is_google(name)]:
        del sys.modules[name]
    sys.modules.update(held)


def _is_google(name: str) -> bool:
    return name == "google" or name.startswith("google.colab")

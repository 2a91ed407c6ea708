"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sketch2image.core.paths import cache, sample_gallery

if "PYTEST_XDIST_WORKER" in os.environ:  # workers share the cores, and so do their children
    os.environ.setdefault("OMP_NUM_THREADS", "1")

pytest_plugins = [
    "tests.plugins.groups",
    "tests.plugins.adb",
    "tests.plugins.browser",
    "tests.plugins.order",
]


@pytest.fixture(scope="session", autouse=True)
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One cache folder for all tests: rendered hands and scenes, named by what decides them.

    Fixtures of whole modules find it too: they have a state folder of the session.
    """
    folder = tmp_path_factory.mktemp("shared-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKETCH2IMAGE_HOME", str(folder))
        yield cache()


@pytest.fixture(autouse=True)
def home(
    tmp_path_factory: pytest.TempPathFactory, shared_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A state folder of its own for every test; what can be made again is made once."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "cache").symlink_to(shared_cache, target_is_directory=True)
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder in which the sample pictures have been encoded by the lite encoder."""
    from sketch2image.engine.parts import lite
    from sketch2image.gallery.gallery import open_gallery

    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKETCH2IMAGE_HOME", str(folder))
        with open_gallery(str(sample_gallery())) as gallery:
            gallery.catch_up(lite().encoder)
    return folder


@pytest.fixture
def indexed(home: Path, sample_index: Path) -> Path:
    """The test's state folder, where the sample pictures need not be encoded first."""
    shutil.copytree(sample_index / "galleries", home / "galleries")
    return home

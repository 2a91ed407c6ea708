"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from filelock import FileLock

from sketch2image.core.paths import cache, sample_gallery

if "PYTEST_XDIST_WORKER" in os.environ:  # workers share the cores, and so do their children
    os.environ.setdefault("OMP_NUM_THREADS", "1")

pytest_plugins = [
    "tests.plugins.groups",
    "tests.plugins.adb",
    "tests.plugins.browser",
    "tests.plugins.order",
    "tests.plugins.garbage",
]


@pytest.fixture(scope="session")
def for_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what workers make for each other."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "for-all"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def shared_cache(tmp_path_factory: pytest.TempPathFactory, for_all: Path) -> Iterator[Path]:
    """One cache folder for all tests: rendered hands and scenes, named by what decides them.

    Fixtures of whole modules find it too: they have a state folder of the session. Workers have a
    folder each, but render for each other.
    """
    folder = tmp_path_factory.mktemp("shared-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKETCH2IMAGE_HOME", str(folder))
        for name in ("hands", "scenes"):
            (for_all / name).mkdir(exist_ok=True)
            (cache() / name).symlink_to(for_all / name, target_is_directory=True)
        yield cache()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One new path after another; `mktemp` reads the names of all folders for each."""
    parent = tmp_path_factory.mktemp("homes")
    return (parent / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own for every test; what can be made again is made once."""
    folder = next(homes)
    folder.mkdir()
    (folder / "cache").symlink_to(shared_cache, target_is_directory=True)
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def sample_index(for_all: Path) -> Path:
    """A state folder in which the sample pictures have been encoded by the lite encoder."""
    from sketch2image.engine.parts import lite
    from sketch2image.gallery.gallery import open_gallery

    folder = for_all / "sample"
    with FileLock(for_all / "sample.lock"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKETCH2IMAGE_HOME", str(folder))
        with open_gallery(str(sample_gallery())) as gallery:
            gallery.catch_up(lite().encoder)
    return folder


@pytest.fixture
def indexed(home: Path, sample_index: Path) -> Path:
    """The test's state folder, where the sample pictures need not be encoded first."""
    shutil.copytree(sample_index / "galleries", home / "galleries")
    return home

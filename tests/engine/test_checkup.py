"""The checkup never raises: what is wrong becomes a line with a hint."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from sketch2image.core import paths
from sketch2image.core.settings import FILE
from sketch2image.engine.checkup import Check, checkup


@pytest.fixture
def checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled models that a test may damage."""
    folder = tmp_path / "checkpoints"
    shutil.copytree(paths.checkpoints() / "lite", folder / "lite")
    monkeypatch.setenv(paths.CHECKPOINTS_VARIABLE, str(folder))
    return folder


def checked(name: str) -> Check:
    found = checkup()
    assert all(check.ok or check.hint for check in found)
    assert all("\n" not in check.detail for check in found)
    return next(check for check in found if check.name == name)


def test_what_belongs_to_the_program_is_well():
    found = {check.name: check for check in checkup()}
    for name in ("python", "packages", "state", "settings", "lite models", "samples"):
        assert found[name].ok, found[name]


@pytest.mark.parametrize(
    "file",
    ["captioner.onnx", "captioner.json", "encoder.json", "encoder_photo.onnx",
     "encoder_sketch.onnx", "fingers.npz"],
)  # fmt: skip
@pytest.mark.parametrize("content", [None, b"{}"], ids=["missing", "damaged"])
def test_every_file_of_the_lite_models_is_opened(
    checkpoints: Path, file: str, content: bytes | None
):
    path = checkpoints / "lite" / file
    path.unlink() if content is None else path.write_bytes(content)
    assert not checked("lite models").ok


def test_a_state_folder_below_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "file" / "home"))
    state = checked("state")
    assert not state.ok
    assert "cannot write" in state.detail
    assert not checked("galleries").ok


def test_settings_that_are_wrong(home: Path):
    (home / FILE).write_text("pen = 1\n")
    assert "'pen'" in checked("settings").detail


def test_a_package_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "faiss", None)
    packages = checked("packages")
    assert not packages.ok
    assert "faiss" in packages.detail
    assert "requirements-lite.txt" in packages.hint


def test_a_damaged_gallery_is_named(home: Path):
    store = home / "galleries" / "mine"
    store.mkdir(parents=True)
    (store / "catalog.sqlite").write_bytes(b"no database at all" * 100)
    galleries = checked("galleries")
    assert not galleries.ok


def test_no_hand_model(checkpoints: Path):
    hand = checked("hand model")
    assert not hand.ok
    assert "models pull hand" in hand.hint

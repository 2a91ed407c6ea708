"""Where an installed program, and a checkout, keep what they bring and what they fetch."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketch2image.core import paths
from sketch2image.models.places import roots, writable_root


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What an installed program brings, in a package folder of its own."""
    bundled = tmp_path / "site-packages" / "sketch2image" / "bundled"
    (bundled / "checkpoints" / "lite").mkdir(parents=True)
    (bundled / "gallery" / "sample").mkdir(parents=True)
    monkeypatch.setattr(paths, "_BUNDLED", bundled)
    monkeypatch.delenv(paths.CHECKPOINTS_VARIABLE, raising=False)
    return bundled


def test_a_checkout_is_not_installed():
    assert not paths.is_installed()


def test_a_checkout_keeps_everything_beside_main(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(paths.CHECKPOINTS_VARIABLE, raising=False)
    project = Path(__file__).resolve().parents[2]
    assert paths.checkpoints() == writable_root() == project / "checkpoints"
    assert paths.sample_gallery() == project / "gallery" / "sample"


def test_an_installed_program_finds_what_it_brings(installed: Path):
    assert paths.is_installed()
    assert paths.checkpoints() == installed / "checkpoints"
    assert paths.sample_gallery() == installed / "gallery" / "sample"


def test_an_installed_program_fetches_into_the_state_folder(installed: Path, home: Path):
    assert writable_root() == home / "checkpoints"
    assert roots() == (installed / "checkpoints", home / "checkpoints")


def test_a_folder_that_the_person_named_is_fetched_into(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(paths.CHECKPOINTS_VARIABLE, str(tmp_path / "weights"))
    assert writable_root() == tmp_path / "weights"

"""Settings of the full models follow the GPU that nvidia-smi names."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketch2image.core.settings import load
from sketch2image.web.notebook.gpu import Gpu, first_gpu, suit_gpu

SETTINGS = ("PRECISION", "TURBO_CHANNELS_LAST", "TURBO_FIXED_STRENGTH")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SETTINGS:
        monkeypatch.setenv(f"SKETCH2IMAGE_{name}", "")
        monkeypatch.delenv(f"SKETCH2IMAGE_{name}")
    monkeypatch.setenv("PATH", str(tmp_path))


def test_a_t4_counts_in_fp16_at_the_one_strength(tmp_path: Path) -> None:
    _driver(tmp_path, "Tesla T4, 15360, 7.5")
    assert first_gpu() == Gpu("Tesla T4", 15360, 7.5)
    suit_gpu(0.7)
    settings = load()
    assert settings.precision == "fp16"
    assert settings.turbo_channels_last
    assert settings.turbo_fixed_strength == 0.7


def test_a_newer_gpu_chooses_for_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _driver(tmp_path, "NVIDIA L4, 23034, 8.9")
    suit_gpu()
    assert load().precision == "auto"
    assert load().turbo_fixed_strength == 0.4
    assert capsys.readouterr().out.startswith("NVIDIA L4, 22 GB: precision=auto")


@pytest.mark.parametrize("told", ["", "NVIDIA-SMI has failed"])
def test_a_driver_without_gpu_is_as_good_as_none(tmp_path: Path, told: str) -> None:
    _driver(tmp_path, told)
    assert first_gpu() is None


def test_without_gpu_nothing_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    before = load()
    suit_gpu()
    assert load() == before
    assert "no NVIDIA GPU here" in capsys.readouterr().out


def _driver(folder: Path, told: str) -> None:
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\necho '{told}'\n")
    program.chmod(0o755)

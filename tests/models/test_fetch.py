"""Fetching models from the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sketch2image.models import fetch


def test_a_model_that_does_not_exist_is_said_in_one_line(capsys: pytest.CaptureFixture[str]):
    assert fetch.main(["imaginary"]) == 2
    error = capsys.readouterr().err
    assert "imaginary" in error
    assert error.count("\n") == 1


def test_a_chosen_file_that_is_not_there_ends_with_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SKETCH2IMAGE_HAND_MODEL", str(tmp_path / "absent.task"))
    command = [sys.executable, "-m", "sketch2image.models.fetch", "hand"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "absent.task" in done.stderr

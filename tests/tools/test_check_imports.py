"""The script that imports every dependency."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import check_imports


def test_the_default_set_has_the_window_and_no_torch():
    project = Path(check_imports.__file__).parents[1]
    requirements = check_imports.listed(project / "requirements-lite.txt")
    names = {one.name for one in requirements}
    assert {"adbutils", "mediapipe", "numpy", "onnxruntime", "pyside6-essentials"} <= names
    assert not names & {"torch", "gradio"}


def test_markers_of_other_systems_are_left_out(tmp_path: Path):
    file = tmp_path / "requirements.txt"
    file.write_text("# made\nnumpy==2\nabsent==1 ; sys_platform == 'nowhere'\n")
    assert [one.name for one in check_imports.listed(file)] == ["numpy"]


def test_what_fails_is_named_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "broken.py").write_text("import nothing_of_that_name\n")
    (tmp_path / "dying.py").write_text("import os\nos._exit(7)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    wrong = check_imports.failures(["json", "broken", "dying", "absent_too", "csv"])
    assert list(wrong) == ["broken", "dying", "absent_too"]
    assert "nothing_of_that_name" in wrong["broken"]
    assert wrong["dying"] == "the interpreter died with status 7"


def test_a_missing_distribution_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "requirements.txt"
    file.write_text("typer==0.0.1\nno-such-distribution==1\nnvidia-imaginary==1\n")
    assert check_imports.main(str(file)) == 1
    report = capsys.readouterr()
    assert "no-such-distribution: not installed" in report.err
    assert "==0.0.1 is listed" in report.err
    assert "nvidia-imaginary" in report.out


def test_namespace_packages_are_found():
    assert "google.protobuf" in check_imports.modules_of("protobuf")

"""The program as a process of its own: what it imports, and what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = Path(__file__).resolve().parents[1] / "main.py"
_IMPORTED = """
import json, runpy, sys
sys.argv = ["main.py", *json.loads(sys.argv[1])]
try:
    runpy.run_path({main!r}, run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
print("|".join(sorted(sys.modules)))
"""


def imported_by(*words: str) -> set[str]:
    script = _IMPORTED.format(main=str(MAIN))
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(words)],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split("|")}


def test_help_imports_nothing_heavy():
    assert not imported_by("--help") & {"numpy", "cv2", "mediapipe", "onnxruntime", "pydantic"}


def test_demo_imports_neither_torch_nor_qt(tmp_path: Path):
    imported = imported_by("demo", "--subject", "cup", "--out", str(tmp_path))
    assert "mediapipe" in imported
    assert not imported & {"torch", "PySide6", "transformers", "sklearn", "adbutils"}


@pytest.mark.parametrize("words", [["--help"], ["gallery", "--help"], ["--version"], []], ids=str)
def test_starts(words: list[str]):
    done = subprocess.run([sys.executable, MAIN, *words], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout
    assert not done.stderr


def test_bad_input_ends_with_code_2():
    done = subprocess.run(
        [sys.executable, MAIN, "caption", "gone.png", "--json"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["kind"] == "missing_file"
    assert done.stderr.count("\n") == 1

"""The program as a process of its own: what it imports, and what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ANSWER_FILES = {"sketch.png", "sketch.svg", "render.png", "sheet.png", "result.json"}
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


def run(*words: str) -> tuple[str, set[str]]:
    """What a fresh process says, and the packages that it has imported by then."""
    script = _IMPORTED.format(main=str(MAIN))
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(words)],
        capture_output=True,
        text=True,
        check=True,
    )
    said, _, names = done.stdout.rstrip("\n").rpartition("\n")
    return said, {name.partition(".")[0] for name in names.split("|")}


def test_help_imports_nothing_heavy():
    _, imported = run("--help")
    assert not imported & {"numpy", "cv2", "mediapipe", "onnxruntime", "pydantic"}
    assert not imported & {"adbutils", "starlette", "uvicorn", "segno"}


def test_demo_draws_names_renders_and_finds_without_torch_or_qt(tmp_path: Path):
    said, imported = run("demo", "--out", str(tmp_path), "--json")
    assert "mediapipe" in imported
    assert not imported & {"torch", "PySide6", "transformers", "sklearn", "adbutils"}
    assert {path.name for path in tmp_path.iterdir()} == ANSWER_FILES
    document = json.loads(said)
    assert document["subject"] == document["caption"]["label"] == "strawberry"
    assert Path(document["matches"][0]["path"]).name.startswith("strawberry-")


@pytest.mark.parametrize("words", [["--help"], ["gallery", "--help"], ["--version"]], ids=str)
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

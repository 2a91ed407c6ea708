"""What the window imports of the engine's side stays light."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    *("av", "cv2", "faiss", "mediapipe", "onnxruntime", "PIL", "pydantic", "torch"),
    *("diffusers", "open_clip", "transformers", "matplotlib", "numba", "PySide6"),
)
SCRIPT = """
import importlib, sys
importlib.import_module(sys.argv[1])
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""


@pytest.mark.parametrize("name", ["tasks", "worker", "live", "history"])
def test_nothing_heavy_comes_along(name: str):
    module = f"sketch2image.engine.desktop.{name}"
    command = [sys.executable, "-c", SCRIPT, module, *HEAVY]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == []

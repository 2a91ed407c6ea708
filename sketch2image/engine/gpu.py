"""Whether torch will find a GPU, without importing it."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
from pathlib import Path

_NVIDIA = ("/dev/nvidiactl", "/usr/lib/wsl/lib/libcuda.so.1")
_AMD = ("/dev/kfd",)
_HIDDEN = ("", "-1")


def has_gpu() -> bool:
    """Whether this machine seems to have a GPU, and the installed torch is built for it.

    Importing torch would take seconds; its own word comes when the models are loaded.
    """
    if platform.system() == "Darwin":
        return platform.machine() == "arm64"
    built = _built_for()
    if "hip" in built:
        return _any(_AMD)
    if "cuda" not in built or os.environ.get("CUDA_VISIBLE_DEVICES") in _HIDDEN:
        return False
    return _any(_NVIDIA) or bool(shutil.which("nvidia-smi"))


def _any(files: tuple[str, ...]) -> bool:
    return any(Path(file).exists() for file in files)


def _built_for() -> list[str]:
    """Those of `cuda` and `hip` that torch's own version file names."""
    found = importlib.util.find_spec("torch")
    if found is None or found.origin is None:
        return []
    text = Path(found.origin).with_name("version.py").read_text("utf-8")
    return re.findall(r"^(cuda|hip)\b[^=]*= *[\"']", text, re.MULTILINE)

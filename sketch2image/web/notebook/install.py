"""What a notebook does first: packages, and errors that read as one line.

Imports nothing but the standard library, since it may be what installs the rest.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.web.notebook.colab import is_colab
from sketch2image.web.notebook.saying import say

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

PROJECT = Path(__file__).resolve().parents[3]
"""Folder of the program."""

_LITE, _FULL = ("requirements-lite.txt", "faiss"), ("requirements.txt", "open_clip")
_SETS = {"lite": _LITE, "auto": _LITE, "full": _FULL}
"""For each tier its set of packages, and one of them that Colab does not bring along."""

_HELD = {
    "PIL": "pillow", "numpy": "numpy", "pydantic": "pydantic", "pydantic_core": "pydantic-core",
}  # fmt: skip
"""Modules that a kernel may have imported before we come, and the packages they are from."""


def prepare(tier: str) -> None:
    """Make this kernel ready: install what is missing, and show errors as one line.

    Args:
        tier: `lite`, `full` or `auto`, which decides what is installed.

    Raises:
        UserError: no such tier, packages cannot be installed, or the kernel holds older ones.
    """
    _speak_plainly()
    if tier not in _SETS:
        raise UserError(ErrorKind.input, f"no such tier: {tier!r}", f"Known: {', '.join(_SETS)}.")
    requirements, probe = _SETS[tier]
    if importlib.util.find_spec(probe) is None:
        _install(PROJECT / requirements)
    if stale := stale_modules():
        message = f"this kernel still holds an older {' and '.join(stale)}"
        hint = "Restart the session (menu Runtime), then run all cells again."
        raise UserError(ErrorKind.dependency, message, hint)
    place = "in Colab" if is_colab() else "on this machine"
    say(f"ready {place}: Python {sys.version.split()[0]}, tier {tier}, project in {PROJECT}")


def stale_modules() -> list[str]:
    """Packages of which this kernel imported another version than is installed now."""
    return [
        package
        for module, package in _HELD.items()
        if module in sys.modules
        and sys.modules[module].__version__ != importlib.metadata.version(package)
    ]


def _install(requirements: Path) -> None:
    say(f"installing {requirements.name}, once a session; this takes minutes")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--requirement", str(requirements)]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        found = re.findall(r"^ERROR: (.+)$", done.stderr, re.MULTILINE)
        reason = found[0] if found else f"pip ended with status {done.returncode}"
        message = f"{requirements.name} cannot be installed: {reason}"
        raise UserError(ErrorKind.dependency, message, "docs/install.md may help.")
    importlib.invalidate_caches()


def _speak_plainly() -> None:
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((UserError,), _in_one_line)


def _in_one_line(
    shell: InteractiveShell,
    kind: type[UserError],
    error: UserError,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> None:
    vars(error)["_render_traceback_"] = lambda: [f"error: {error}"]
    shell.showtraceback((kind, error, trace))

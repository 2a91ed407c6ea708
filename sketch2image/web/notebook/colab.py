"""Google Colab, where the notebook runs there: its Drive, its uploads and downloads, its kernel."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

DRIVE = Path("/content/drive")
"""Where Colab mounts the Drive."""


def is_colab() -> bool:
    """Whether this Python runs in Google Colab: only there is a package `google.colab`."""
    try:
        return importlib.util.find_spec("google.colab") is not None
    except ModuleNotFoundError:  # there is no package `google` at all
        return False


def mounted_drive(where: Path = DRIVE) -> Path:
    """The person's own folder of their Drive; asks for leave when it is not mounted yet."""
    mine = where / "MyDrive"
    if not mine.is_dir():
        _part("drive").mount(str(where))
    return mine


def uploaded() -> list[str]:
    """Names of the files that the person chooses in their browser, now in the working folder."""
    return list(_part("files").upload())


def download(file: Path) -> None:
    """Hand a file to the person's browser."""
    _part("files").download(str(file))


def listen(name: str, receive: Callable[[str], None]) -> None:
    """Let scripts in an output of this notebook call `receive` under a name."""
    _part("output").register_callback(name, receive)


def _part(name: str) -> Any:  # noqa: ANN401 (a package that is there on Colab only)
    return importlib.import_module(f"google.colab.{name}")

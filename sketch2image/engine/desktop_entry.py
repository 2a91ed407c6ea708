"""The program in the menu of a Linux desktop: an entry and its icons, for one person.

What this writes hides when the program is gone (`TryExec`).
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import platformdirs

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.core.launcher import launcher
from sketch2image.core.paths import home, is_installed

NAME = "sketch2image"
_ENTRY = Path("applications", f"{NAME}.desktop")
_ICONS = {"scalable": "app.svg", "256x256": "app-256.png", "48x48": "app-48.png"}
"""Folder of the theme -> file of the program."""

_REFUSED = "no-menu-entry"
"""File of the state folder: the person took the entry out of the menu."""

_OUTSIDE_LINUX = {
    "darwin": "Put Sketch2Image.app into Applications; docs/install.md says how it is made.",
    "win32": "Pin sketch2image.exe to the start menu; docs/install.md says how it is made.",
}
_QUOTED = str.maketrans({'"': r"\"", "`": r"\`", "$": r"\$", "\\": r"\\", "%": "%%"})


@dataclass(frozen=True)
class Entry:
    """What stands in the menu.

    Attributes:
        file: the entry.
        icons: its pictures.
        command: what it starts.
    """

    file: Path
    icons: tuple[Path, ...]
    command: tuple[str, ...]


def write_entry() -> Entry:
    """Put the program into the menu of the person, or bring what stands there up to date.

    Raises:
        UserError: this is no Linux, or a file cannot be written.
    """
    _need_linux()
    command = launcher()
    write_atomically(_entry_file(), _entry_text(command).encode())
    for source, file in zip(_ICONS.values(), _icon_files(), strict=True):
        write_atomically(file, _picture(source))
    (home() / _REFUSED).unlink(missing_ok=True)
    return Entry(_entry_file(), _icon_files(), command)


def remove_entry() -> tuple[Path, ...]:
    """Take the program out of the menu; it does not come back by itself.

    Returns:
        The files that were deleted.

    Raises:
        UserError: this is no Linux, or a file cannot be deleted.
    """
    _need_linux()
    there = tuple(file for file in (_entry_file(), *_icon_files()) if file.exists())
    write_atomically(home() / _REFUSED)
    for file in there:
        try:
            file.unlink()
        except OSError as error:
            raise unwritable(file, error) from error
    return there


def ensure_entry() -> None:
    """Put an installed program into the menu where it is not; silent, and never in the way.

    A checkout is left out of it, and so is who removed the entry or has one of the whole machine.
    """
    if not (is_installed() and sys.platform.startswith("linux")):
        return
    with suppress(UserError, OSError):
        if not ((home() / _REFUSED).exists() or _for_everyone() or _works()):
            write_entry()


def _need_linux() -> None:
    if not sys.platform.startswith("linux"):
        hint = _OUTSIDE_LINUX.get(sys.platform, "Start it with `sketch2image`.")
        raise UserError(ErrorKind.input, "menu entries are written on Linux only", hint)


def _entry_file() -> Path:
    return platformdirs.user_data_path() / _ENTRY


def _icon_files() -> tuple[Path, ...]:
    theme = platformdirs.user_data_path() / "icons" / "hicolor"
    return tuple(
        theme / size / "apps" / f"{NAME}{Path(source).suffix}" for size, source in _ICONS.items()
    )


def _picture(name: str) -> bytes:
    return (resources.files("sketch2image") / "ui" / "icons" / name).read_bytes()


def _entry_text(command: tuple[str, ...]) -> str:
    template = resources.files("sketch2image.engine") / f"{NAME}.desktop"
    own = {"Exec": " ".join(map(_quoted, command)), "TryExec": command[0]}
    lines = template.read_text(encoding="utf-8").splitlines()
    keys = (line.partition("=")[0] for line in lines)
    return "".join(
        f"{key}={_escaped(own[key])}\n" if key in own else f"{line}\n"
        for key, line in zip(keys, lines, strict=True)
    )


def _quoted(word: str) -> str:
    return f'"{word.translate(_QUOTED)}"'


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\")


def _for_everyone() -> bool:
    shared = platformdirs.site_data_dir(multipath=True).split(os.pathsep)
    return any(Path(folder, _ENTRY).exists() for folder in shared)


def _works() -> bool:
    if not all(file.exists() for file in (_entry_file(), *_icon_files())):
        return False
    lines = _entry_file().read_text(encoding="utf-8").splitlines()
    started = (line.partition("=")[2] for line in lines if line.startswith("TryExec="))
    return any(map(shutil.which, started))

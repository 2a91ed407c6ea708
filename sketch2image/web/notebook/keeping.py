"""Models and indexes of galleries kept on a Drive, since a Colab machine forgets its disk.

They are copied, not used there: a mounted Drive is slow, and no place for a database.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.files import unwritable
from sketch2image.core.paths import checkpoints, home
from sketch2image.web.notebook.saying import say

FOLDER = ".sketch2image"
"""Where they are kept in the folder of pictures; hidden folders are not searched."""

_BUNDLED = "lite"
_KEPT, _HERE = 0, 1
_CLOCK = 2.0
"""Seconds by which the time of a copied file may differ on some file systems."""


@dataclass(frozen=True)
class Keeper:
    """Copies what takes long to make or to fetch to a folder of pictures, and back.

    Attributes:
        pictures: the folder; None to keep nothing.
    """

    pictures: Path | None

    def bring(self) -> None:
        """Copy to this machine what was kept and is not here.

        Raises:
            UserError: the disk is full or cannot be written.
        """
        if self.pictures is None:
            return
        place = self.pictures / FOLDER
        lacking = [pair for pair in _pairs(place, _KEPT) if not pair[_HERE].exists()]
        for kept, here in lacking:
            _bring(kept, here)
        say(f"brought from {place}: {_names(here for _, here in lacking)}")

    def keep(self) -> None:
        """Copy what is new or changed on this machine to the folder.

        Raises:
            UserError: the Drive is full or cannot be written.
        """
        if self.pictures is None:
            return
        place = self.pictures / FOLDER
        changed = [here for kept, here in _pairs(place, _HERE) if mirror(here, kept)]
        say(f"kept in {place}: {_names(changed)}")


def mirror(source: Path, target: Path) -> int:
    """Make a folder hold the files of another one, and no others.

    Returns:
        How many files were copied; those of equal size and time are not.

    Raises:
        UserError: the target cannot be written.
    """
    wanted = {file.relative_to(source) for file in source.rglob("*") if file.is_file()}
    changed = [name for name in wanted if not _alike(source / name, target / name)]
    try:
        for name in changed:
            _copy(source / name, target / name)
        for file in [file for file in target.rglob("*") if file.is_file()]:
            if file.relative_to(target) not in wanted:
                file.unlink()
    except OSError as error:
        raise unwritable(target, error) from error
    return len(changed)


def _pairs(place: Path, side: int) -> Iterator[tuple[Path, Path]]:
    """Of each gallery and model on one side: where it is kept, and where it is used."""
    for name, here in (("galleries", home() / "galleries"), ("checkpoints", checkpoints())):
        roots = (place / name, here)
        for folder in _folders(roots[side]):
            yield roots[_KEPT] / folder, roots[_HERE] / folder


def _folders(root: Path) -> list[str]:
    folders = root.iterdir() if root.is_dir() else ()
    return sorted(one.name for one in folders if one.is_dir() and one.name != _BUNDLED)


def _names(folders: Iterable[Path]) -> str:
    return ", ".join(folder.name for folder in folders) or "nothing new"


def _bring(kept: Path, here: Path) -> None:
    unfinished = here.with_name(f".{here.name}.part")
    try:
        shutil.copytree(kept, unfinished, dirs_exist_ok=True)
        unfinished.rename(here)
    except OSError as error:
        raise unwritable(here, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _alike(source: Path, target: Path) -> bool:
    if not target.is_file():
        return False
    ours, theirs = source.stat(), target.stat()
    return ours.st_size == theirs.st_size and abs(ours.st_mtime - theirs.st_mtime) < _CLOCK


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    try:
        shutil.copy2(source, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)

"""The folder whose pictures are searched, on a Drive or on this machine."""

from __future__ import annotations

from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.web.notebook.colab import DRIVE, is_colab, mounted_drive
from sketch2image.web.notebook.keeping import Keeper
from sketch2image.web.notebook.saying import say


def pictures_folder(wish: str, drive: Path = DRIVE) -> str:
    """The folder to search, made ready.

    Args:
        wish: a folder of the Drive in Colab, of this machine elsewhere; empty for the sample
            pictures of the project.
        drive: where Colab mounts the Drive.

    Raises:
        UserError: there is no such folder.
    """
    if not wish:
        say("searching the sample pictures; DRIVE_FOLDER names your own")
        return str(sample_gallery())
    folder = mounted_drive(drive) / wish if is_colab() else Path(wish).expanduser()
    if not folder.is_dir():
        place = "in your Drive" if is_colab() else "on this machine"
        hint = "Check the spelling of DRIVE_FOLDER."
        raise UserError(ErrorKind.missing_file, f"no folder {wish} {place}", hint)
    say(f"searching {folder}")
    return str(folder)


def keeper(folder: str, drive: Path = DRIVE) -> Keeper:
    """What keeps models and indexes in a folder of the Drive.

    Elsewhere there is nothing to keep: they stay on the disk by themselves.

    Args:
        folder: that `pictures_folder` gave.
        drive: where Colab mounts the Drive.
    """
    return Keeper(Path(folder) if Path(folder).is_relative_to(drive) else None)

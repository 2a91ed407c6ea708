"""Paths as people type them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError


def pictures_in(paths: Iterable[str]) -> list[str]:
    """Files as given, and the pictures in folders as given, in alphabetical order.

    Raises:
        UserError: a path does not exist, or there is no picture at all.
    """
    from sketch2image.core.pictures import PICTURE_SUFFIXES

    files: list[str] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(path.rglob("*"))
            files += [str(file) for file in inside if file.suffix.lower() in PICTURE_SUFFIXES]
        elif path.exists():
            files.append(str(path))
        else:
            raise UserError(ErrorKind.missing_file, f"{path} does not exist", "Check the path.")
    if not files:
        raise UserError(
            ErrorKind.missing_file, "no pictures there", "Name a picture or a folder with some."
        )
    return files


def chosen_gallery(wish: str) -> str:
    """The gallery to search: the one named, else the person's own, else the sample pictures."""
    from sketch2image.core.paths import sample_gallery
    from sketch2image.core.settings import load
    from sketch2image.gallery.gallery import list_galleries
    from sketch2image.gallery.stores import DEFAULT_NAME

    if wish:
        return wish
    if load().gallery:
        return load().gallery
    own = any(info.name == DEFAULT_NAME and info.pictures for info in list_galleries())
    return DEFAULT_NAME if own else str(sample_gallery())

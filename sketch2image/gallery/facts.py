"""What a gallery says about itself, and what adding to it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class GalleryInfo:
    """One line of the list of galleries.

    Attributes:
        name: what `open_gallery` takes: the name, or the folder of an unnamed gallery.
        folders: as they were given.
        pictures: how many it holds.
        fault: why it cannot be opened, or "".
    """

    name: str
    folders: tuple[str, ...]
    pictures: int
    fault: str = ""


@dataclass(frozen=True)
class GalleryStats:
    """What a gallery holds.

    Attributes:
        store: folder of its state.
        folders: as they were given.
        pictures: files taken in; `contents` of them differ.
        failed: files that could not be read.
        vectors: how many by each encoder's fingerprint.
        revision: grows with every change.
        bytes: size of the state on disk.
    """

    name: str
    store: str
    folders: tuple[str, ...]
    pictures: int
    contents: int
    failed: int
    vectors: Mapping[str, int]
    revision: int
    bytes: int


class FailedFile(NamedTuple):
    """A file that could not be taken in, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class AddReport:
    """What adding a folder did, in pictures; `failed` also lists files that failed before."""

    added: int
    updated: int
    renamed: int
    removed: int
    unchanged: int
    failed: list[FailedFile]
    seconds: float

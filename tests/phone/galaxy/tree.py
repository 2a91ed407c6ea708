"""What a test sees of the phone's files, and changes as the person would."""

from __future__ import annotations

from tests.phone.galaxy.faults import Faults
from tests.phone.galaxy.files import File, Files, canonical
from tests.phone.galaxy.media import MediaStore


class Tree:
    """The phone's files. Paths may use any name of the shared storage."""

    def __init__(self, files: Files, media: MediaStore, faults: Faults) -> None:
        self._files = files
        self._media = media
        self._faults = faults

    def write(self, path: str, content: bytes, mtime: int, scanned: bool = True) -> None:
        """Put a file there, as the phone's camera does.

        Args:
            path: its place; missing folders are made.
            content: all of it.
            mtime: its date by a right clock, in seconds since 1970.
            scanned: whether MediaStore learns of it.
        """
        file = self._files.create(path, mtime + self._faults.clock)
        file.content += content
        if scanned:
            self._media.scan(path)

    def read(self, path: str) -> bytes:
        """A file's content."""
        return bytes(self._file(path).content)

    def mtime(self, path: str) -> int:
        """A file's date by the phone, in seconds since 1970."""
        return self._file(path).mtime

    def paths(self, folder: str = "/sdcard") -> list[str]:
        """All files in a folder and its folders, sorted, written as the folder is."""
        top = canonical(folder)
        return sorted(folder + path.removeprefix(top) for path in self._files.below(folder))

    def remove(self, path: str, scanned: bool = True) -> None:
        """Delete a file, as the person does on the phone."""
        self._files.unlink(path)
        if scanned:
            self._media.scan(path)

    def _file(self, path: str) -> File:
        file = self._files.find(path)
        if file is None:
            raise FileNotFoundError(path)
        return file

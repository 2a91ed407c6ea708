"""The phone's file system, in memory."""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from dataclasses import dataclass, field

from tests.phone.galaxy.faults import Faults

ROOT = "/storage/emulated/0"
_ALIASES = ("/sdcard", "/storage/self/primary")
_FIRST_FOLDERS = ("DCIM/Camera", "Download", "Movies", "Pictures/Screenshots")
_LONGEST_NAME = 255
_FOLDER_SIZE = 3452


@dataclass
class File:
    """A file or, without content, a folder.

    Attributes:
        mtime: when it was last changed, in seconds since 1970.
        mode: kind and permissions as in `stat`.
    """

    mtime: int
    mode: int
    content: bytearray = field(default_factory=bytearray)

    @property
    def size(self) -> int:
        """Bytes, as `stat` tells them."""
        return _FOLDER_SIZE if stat.S_ISDIR(self.mode) else len(self.content)


_FOLDER = File(1_600_000_000, stat.S_IFDIR | 0o770)


def canonical(path: str) -> str:
    """The one path under which a file is kept, whichever name of the shared storage is used."""
    path = posixpath.normpath(path)
    for alias in _ALIASES:
        if path == alias or path.startswith(f"{alias}/"):
            return ROOT + path.removeprefix(alias)
    return path


class Files:
    """Folders with their files. Methods take any path and raise OSError as the kernel would."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._folders: dict[str, dict[str, File]] = {}
        for folder in _FIRST_FOLDERS:
            self.make_folder(f"{ROOT}/{folder}")

    def find(self, path: str) -> File | None:
        """The file or folder at a path."""
        path = canonical(path)
        if path in self._folders:
            return _FOLDER
        folder, name = posixpath.split(path)
        return self._folders.get(folder, {}).get(name)

    def is_folder(self, path: str) -> bool:
        """Whether a path is a folder."""
        return canonical(path) in self._folders

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it that are missing."""
        path = canonical(path)
        while path not in self._folders:
            self._folders[path] = {}
            path = posixpath.dirname(path)

    def create(self, path: str, mtime: int, mode: int = 0o660) -> File:
        """Make an empty file, in the place of one of that name."""
        folder, name = posixpath.split(canonical(path))
        if self.is_folder(path):
            raise _error(errno.EISDIR)
        if len(os.fsencode(name)) > _LONGEST_NAME:
            raise _error(errno.ENAMETOOLONG)
        if self._faults.room == 0:
            raise _error(errno.ENOSPC)
        self.make_folder(folder)
        made = self._folders[folder][name] = File(mtime, stat.S_IFREG | mode & 0o777)
        return made

    def append(self, file: File, chunk: bytes) -> None:
        """Let a file grow; what no longer fits is not written."""
        room = self._faults.room
        if room is not None:
            self._faults.room = room - min(room, len(chunk))
        file.content += chunk[:room]
        if room is not None and room < len(chunk):
            raise _error(errno.ENOSPC)

    def rename(self, old: str, new: str) -> None:
        """Move a file, over another where there is one."""
        old_folder, old_name = posixpath.split(canonical(old))
        new_folder, new_name = posixpath.split(canonical(new))
        if new_folder not in self._folders or old_name not in self._folders.get(old_folder, {}):
            raise _error(errno.ENOENT)
        self._folders[new_folder][new_name] = self._folders[old_folder].pop(old_name)

    def unlink(self, path: str) -> None:
        """Remove a file."""
        folder, name = posixpath.split(canonical(path))
        file = self._folders.get(folder, {}).pop(name, None)
        if file is None:
            raise _error(errno.EISDIR if self.is_folder(path) else errno.ENOENT)
        if self._faults.room is not None:
            self._faults.room += file.size

    def names(self, folder: str) -> list[str]:
        """Names of a folder's files and folders; none where there is no such folder."""
        folder = canonical(folder)
        below = [path for path in list(self._folders) if posixpath.dirname(path) == folder != path]
        return [posixpath.basename(path) for path in below] + list(self._folders.get(folder, {}))

    def below(self, folder: str) -> list[str]:
        """Canonical paths of all files in a folder and its folders."""
        top = canonical(folder)
        return [
            f"{path}/{name}"
            for path, names in list(self._folders.items())
            if path == top or path.startswith(f"{top}/")
            for name in list(names)
        ]


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))

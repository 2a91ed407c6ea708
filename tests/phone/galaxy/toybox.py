"""The small commands for files, as toybox has them."""

from __future__ import annotations

import hashlib
import posixpath
import re
import stat
from collections.abc import Callable

from tests.phone.galaxy.answer import Answer
from tests.phone.galaxy.device import Device
from tests.phone.galaxy.files import File

_BLOCKS = 231_735_296
_FREE_BLOCKS = 98_765_432
_MISSING = "No such file or directory"
_FIELDS: dict[str, Callable[[str, File], object]] = {
    "n": lambda path, _: path,
    "s": lambda _, file: file.size,
    "Y": lambda _, file: file.mtime,
    "a": lambda _, file: oct(stat.S_IMODE(file.mode))[2:],
    "F": lambda _, file: "directory" if stat.S_ISDIR(file.mode) else "regular file",
}


def mv(device: Device, words: list[str]) -> Answer:
    """`mv -n OLD NEW`: where NEW exists nothing is moved, and nothing is said."""
    flags, paths = _split(words)
    if len(paths) != 2:
        return Answer(stderr="mv: Needs 2 arguments\n", status=1)
    old, new = paths
    if device.files.is_folder(new):
        new = posixpath.join(new, posixpath.basename(old))
    if device.files.find(old) is None:
        return Answer(stderr=f"mv: bad '{old}': {_MISSING}\n", status=1)
    if "n" in flags and device.files.find(new) is not None:
        return Answer()
    try:
        device.files.rename(old, new)
    except OSError as error:
        return Answer(stderr=f"mv: '{new}': {error.strerror}\n", status=1)
    return Answer()


def rm(device: Device, words: list[str]) -> Answer:
    """`rm [-f] FILE...`."""
    flags, paths = _split(words)
    trouble = ""
    for path in paths:
        if "f" in flags and device.files.find(path) is None:
            continue
        try:
            device.files.unlink(path)
        except OSError as error:
            trouble += f"rm: {path}: {error.strerror}\n"
    return Answer(stderr=trouble, status=int(bool(trouble)))


def mkdir(device: Device, words: list[str]) -> Answer:
    """`mkdir -p FOLDER...`."""
    flags, paths = _split(words)
    for path in paths:
        if device.files.find(path) is not None and not ("p" in flags and _is_folder(device, path)):
            return Answer(stderr=f"mkdir: '{path}': File exists\n", status=1)
        if "p" not in flags and not _is_folder(device, posixpath.dirname(path)):
            return Answer(stderr=f"mkdir: '{path}': {_MISSING}\n", status=1)
        device.files.make_folder(path)
    return Answer()


def checksum(name: str) -> Callable[[Device, list[str]], Answer]:
    """`sha256sum FILE...` or `md5sum FILE...`."""

    def command(device: Device, words: list[str]) -> Answer:
        said = trouble = ""
        for path in _split(words)[1]:
            file = device.files.find(path)
            if file is None:
                trouble += f"{name}: {path}: {_MISSING}\n"
            else:
                said += (
                    f"{hashlib.new(name.removesuffix('sum'), file.content).hexdigest()}  {path}\n"
                )
        return Answer(said, trouble, int(bool(trouble)))

    return command


def file_stat(device: Device, words: list[str]) -> Answer:
    """`stat [-c FORMAT] FILE...`."""
    form = words[1] if words[:1] == ["-c"] else "  File: %n\n  Size: %s\t%F\nAccess: %a\nModify: %Y"
    said = trouble = ""
    for path in words[2:] if words[:1] == ["-c"] else words:
        file = device.files.find(path)
        if file is None:
            trouble += f"stat: '{path}': {_MISSING}\n"
        else:
            said += _filled(form, path, file) + "\n"
    return Answer(said, trouble, int(bool(trouble)))


def df(device: Device, words: list[str]) -> Answer:
    """`df [-k] [PATH]`: sizes in KiB."""
    room = device.faults.room
    free = _FREE_BLOCKS if room is None else room >> 10
    used = _BLOCKS - free
    share = f"{-(-100 * used // _BLOCKS)}%"
    head = f"{'Filesystem':<14} {'1K-blocks':>9} {'Used':>9} {'Available':>9} Use% Mounted on\n"
    line = f"{'/dev/fuse':<14} {_BLOCKS:>9} {used:>9} {free:>9} {share:>4} /storage/emulated\n"
    return Answer(head + line)


def _filled(form: str, path: str, file: File) -> str:
    return re.sub(r"%(\w)", lambda sign: str(_FIELDS[sign[1]](path, file)), form)


def _is_folder(device: Device, path: str) -> bool:
    return device.files.is_folder(path)


def _split(words: list[str]) -> tuple[str, list[str]]:
    """Letters of the flags, and what follows them; `--` ends the flags."""
    count = next((i for i, word in enumerate(words) if not word.startswith("-")), len(words))
    if "--" in words[:count]:
        count = words.index("--") + 1
    return "".join(words[:count]).replace("-", ""), words[count:]

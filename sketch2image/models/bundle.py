"""MediaPipe task bundles: uncompressed zips whose members are checked by digest."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from sketch2image.models.table import Member

_ALIGNMENT = 64
_HEADER_SIZE = 30
_PADDING_FIELD = 0xD935
_LARGEST = 64_000_000
"""Bytes that no member has once unpacked."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)


def wrong_member(path: Path, members: tuple[Member, ...]) -> str | None:
    """The first member that is missing or not what its digest says, or None when all are right."""
    try:
        with zipfile.ZipFile(path) as bundle:
            return _first_wrong(bundle, members)
    except _DAMAGE:
        return path.name


def members_in_wheel(wheel: Path, members: tuple[Member, ...]) -> dict[str, bytes]:
    """Contents of the members by name, as a wheel carries them.

    Raises:
        KeyError, zipfile.BadZipFile: the wheel does not hold them, or not whole.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            return {member.name: _read(archive, member.in_wheel) for member in members}
    except _DAMAGE as error:
        raise zipfile.BadZipFile(str(error)) from error


def write_bundle(path: Path, contents: Mapping[str, bytes]) -> None:
    """Write the zip; equal contents give equal bytes.

    Members start at multiples of 64 bytes, so that TensorFlow Lite can map them without a copy.
    """
    with path.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in contents.items():
            bundle.writestr(_aligned(name, file.tell()), data)


def _aligned(name: str, offset: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    start = offset + _HEADER_SIZE + len(name.encode()) + 4
    padding = -start % _ALIGNMENT
    entry.extra = struct.pack("<HH", _PADDING_FIELD, padding) + bytes(padding)
    return entry


def _first_wrong(bundle: zipfile.ZipFile, members: tuple[Member, ...]) -> str | None:
    names = set(bundle.namelist())
    for member in members:
        if member.name not in names:
            return member.name
        if hashlib.sha256(_read(bundle, member.name)).hexdigest() != member.sha256:
            return member.name
    return None


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST:
        raise zipfile.BadZipFile(f"{name} is too large")
    return archive.read(name)

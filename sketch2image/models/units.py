"""Bytes in words."""

from __future__ import annotations

_UNITS = ((1e9, "GB", 2), (1e6, "MB", 0), (1e3, "kB", 0))


def in_words(size: float) -> str:
    """A number of bytes as people say it, e.g. "5.16 GB"."""
    for unit, name, digits in _UNITS:
        if size >= unit:
            return f"{size / unit:.{digits}f} {name}"
    return f"{size:.0f} bytes"

"""What can be chosen about rendered pictures; light enough for the command line to import."""

from __future__ import annotations

from enum import StrEnum


class Wish(StrEnum):
    """Which grounds are wanted."""

    mixed = "mixed"
    white = "white"
    textured = "textured"


class Kind(StrEnum):
    """Ways to show a scene: the photo, its exact lines, or a sketch as people draw."""

    photos = "photos"
    lines = "lines"
    sketches = "sketches"


class Format(StrEnum):
    """Endings that pictures can have."""

    jpg = "jpg"
    png = "png"
    webp = "webp"

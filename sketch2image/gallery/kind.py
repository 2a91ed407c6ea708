"""Telling a drawing from a photo."""

from __future__ import annotations

from sketch2image.core.types import Image, QueryKind


def guess_kind(image: Image) -> QueryKind:
    """Whether a picture is a drawing or a photo."""
    return QueryKind.photo

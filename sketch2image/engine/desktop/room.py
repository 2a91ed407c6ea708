"""Room for models on the disk, and bytes as people say them."""

from __future__ import annotations

import shutil

from sketch2image.models.places import writable_root
from sketch2image.models.units import in_words

__all__ = ["free_for_models", "in_words"]


def free_for_models() -> int:
    """Bytes that are free where models are fetched to.

    Raises:
        UserError: no folder for models can be written.
    """
    return shutil.disk_usage(writable_root()).free

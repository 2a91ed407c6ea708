"""numba, whose machine code lies beside the source in a checkout and in the cache folder elsewhere.

An installed program leaves its own folder as it is, and some folders cannot be written to.
"""

from __future__ import annotations

import os
from pathlib import Path

import numba as nb
from numba.core.config import reload_config

from sketch2image.core.paths import cache, is_installed

_PACKAGE = Path(__file__).parents[1]

if is_installed() or not os.access(_PACKAGE, os.W_OK):
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache() / "numba"))
    reload_config()

__all__ = ["nb"]

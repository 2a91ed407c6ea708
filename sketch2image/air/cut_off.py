"""No way out for what MediaPipe would report about its use.

Its library counts what is done with it and sends that to its maker when a task is closed, through
libcurl, which asks the environment for a proxy. While a task is open the proxy named there is one
that nobody listens on; afterwards the environment is as it was.
"""

from __future__ import annotations

import os
import threading

from sketch2image.core.closing import Closing

_NOBODY = "http://127.0.0.1:9"
_NAMES = {"https_proxy": _NOBODY, "all_proxy": _NOBODY, "no_proxy": None, "NO_PROXY": None}
_lock = threading.Lock()
_open: set[CutOff] = set()
_before: dict[str, str | None] = {}


class CutOff(Closing):
    """Libcurl reaches nothing until this is closed; several may be open at once."""

    def __init__(self) -> None:
        with _lock:
            if not _open:
                _before.update({name: os.environ.get(name) for name in _NAMES})
                _set(_NAMES)
            _open.add(self)

    def close(self) -> None:
        """Give the environment back when this was the last; safe to call twice."""
        with _lock:
            if self in _open:
                _open.remove(self)
                if not _open:
                    _set(_before)


def _set(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

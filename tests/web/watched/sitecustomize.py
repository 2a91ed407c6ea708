"""Loaded by a server under test at its start: writes down whatever it looks up or connects to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_EVENTS = ("socket.connect", "socket.getaddrinfo")
_PLACE = os.environ.get("WATCHED_CONNECTIONS", "")


def _note(event: str, arguments: tuple) -> None:
    if event in _EVENTS:
        target = arguments[1] if event == "socket.connect" else arguments[:2]
        with Path(_PLACE).open("a") as file:
            file.write(f"{target[0]}\n" if isinstance(target, tuple) else f"{target}\n")


if _PLACE:
    sys.addaudithook(_note)

"""The task that looks at the machine."""

from __future__ import annotations

from sketch2image.engine.desktop.tasks import Check, Checkup
from sketch2image.engine.desktop.workplace import Workplace


def look_at_all(_: Checkup, __: Workplace) -> tuple[Check, ...]:
    """Everything the program can use."""
    from sketch2image.engine.checkup import checkup

    return tuple(checkup())

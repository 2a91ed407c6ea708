"""Whether a window shows the camera, and if not, why."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from sketch2image.cli.output import say

if TYPE_CHECKING:
    from sketch2image.core.frames import FrameSource
    from sketch2image.engine.drawing import Viewer


def viewer_for(source: FrameSource, wanted: bool | None) -> Viewer | None:
    """A window for a stream: live cameras get one unless told otherwise; None without one.

    A window that cannot be had is said on stderr; the drawing goes on without it.
    """
    if wanted is False or (wanted is None and not source.live):
        return None
    if importlib.util.find_spec("PySide6") is None:
        say("no window: PySide6 is not installed (pip install -r requirements.txt); drawing blind")
        return None
    from sketch2image.ui.preview import Preview, can_show

    if not can_show():
        say("no window: there is no display; drawing blind")
        return None
    return Preview()

"""Whether a window shows the camera, and if not, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sketch2image.cli.output import say
from sketch2image.cli.window import reason
from sketch2image.core.display import has_display

if TYPE_CHECKING:
    from sketch2image.core.frames import FrameSource
    from sketch2image.engine.drawing import Viewer


def viewer_for(source: FrameSource, wanted: bool | None) -> Viewer | None:
    """A window for a stream: live cameras get one unless told otherwise; None without one.

    A window that cannot be had is said on stderr; the drawing goes on without it.
    """
    if wanted is False or (wanted is None and not source.live):
        return None
    if not has_display():
        say("no window: there is no display; drawing blind")
        return None
    try:
        from sketch2image.ui.preview import Preview
    except ImportError as error:
        say(f"no window: {reason(error)}; drawing blind")
        return None
    return Preview()

"""One drawing from beginning to end: camera or recording, what is drawn on, and its safety copy."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sketch2image.air.files import check_name, open_sketch
from sketch2image.air.gesture import GestureState
from sketch2image.air.overlay import overlay
from sketch2image.air.recording import SUFFIXES
from sketch2image.air.replaying import OnSeen, Recording, Seen, read_recording, replay
from sketch2image.air.session import AirDrawing
from sketch2image.air.setup import Setup
from sketch2image.core import defaults
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.core.frames import Frame, FrameSource
from sketch2image.core.progress import Report
from sketch2image.core.sketch import Sketch
from sketch2image.engine.drafts import Draft, resume, unfinished
from sketch2image.engine.drawing import Say, Viewer, draw_from
from sketch2image.engine.sources import open_source

GROUND = (64, 70, 78)
"""What a replay is shown on, in place of the camera's picture."""

_KEPT = "What was drawn is kept: --resume goes on with it."

ViewerFor = Callable[[FrameSource], Viewer | None]
Keep = Callable[[Sketch], object]
"""Puts the finished drawing on disk."""


@dataclass(frozen=True)
class Plan:
    """How a drawing is to be made.

    Attributes:
        camera: words of `--camera`; the settings' where nothing was said.
        setup: how the person draws.
        subject: what the simulated hand draws.
        seed: of the simulated drawing.
        on: a sketch or picture to draw on; empty for a white canvas.
        resume: whether to go on with the newest drawing left behind.
        record: file that the hand is taken down in; empty for none.
        replay: recording to draw from in place of a camera; empty for none.
    """

    camera: str
    setup: Setup
    subject: str = defaults.SUBJECT
    seed: int = 0
    on: str = ""
    resume: bool = False
    record: str = ""
    replay: str = ""


class Sitting:
    """A drawing about to be made; what can fail without the person has been tried.

    Args:
        plan: how.
        say: notes for the person.

    Raises:
        UserError: a file of the plan cannot be used, or there is no drawing to resume.
    """

    def __init__(self, plan: Plan, say: Say) -> None:
        self._plan, self._say = plan, say
        self._recording: Recording | None = None
        self._start: Sketch | None = None
        self._draft = Draft()
        if plan.record:
            _check_record(plan.record)
        if plan.replay:
            self._recording = read_recording(plan.replay)
        elif plan.resume:
            self._start, self._draft = resume()
        else:
            self._start = open_sketch(plan.on) if plan.on else None
            _mention(say)

    def draw(self, report: Report, viewer_for: ViewerFor, keep: Keep) -> Sketch:
        """Draw, and keep what was drawn; only then is its safety copy removed.

        Args:
            report: progress of fetching the hand model.
            viewer_for: gives the window of a stream, or None.
            keep: puts the drawing on disk.

        Raises:
            UserError: no such camera, no hand was seen, nothing was drawn, or the camera was lost.
        """
        if self._recording:
            sketch = self._replayed(self._recording, viewer_for)
            keep(sketch)
            return sketch
        try:
            sketch = self._drawn(report, viewer_for)
            keep(sketch)
        except UserError as error:
            raise self._left(error) from error
        except BaseException:
            if self._leave():
                self._say(_KEPT)
            raise
        self._draft.discard()
        return sketch

    def _drawn(self, report: Report, viewer_for: ViewerFor) -> Sketch:
        plan = self._plan
        source = open_source(plan.camera, plan.subject, plan.seed)
        viewer = viewer_for(source)
        return draw_from(
            source, plan.setup, report, viewer, self._start, self._draft.watch, plan.record,
            self._say,
        )  # fmt: skip

    def _left(self, error: UserError) -> UserError:
        if error.kind is ErrorKind.hand:
            self._draft.discard()
        if not self._leave():
            return error
        return UserError(error.kind, error.message, f"{error.hint} {_KEPT}".lstrip())

    def _leave(self) -> bool:
        """Save what there is; whether there was anything."""
        self._draft.keep()
        self._draft.release()
        if self._draft.trouble:
            self._say(self._draft.trouble)
        return self._draft.is_kept

    def _replayed(self, recording: Recording, viewer_for: ViewerFor) -> Sketch:
        for note in recording.notes:
            self._say(note)
        viewer = viewer_for(_Still(recording.start.size))
        return replay(recording, _showing(viewer, recording) if viewer else None)


class _Still:
    """What a window of a replay stands for: a stream without a camera."""

    live = False

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size

    def read(self) -> Frame | None:
        return None

    def close(self) -> None:
        pass


def _showing(viewer: Viewer, recording: Recording) -> OnSeen:
    width, height = recording.start.size
    ground = np.full((height, width, 3), GROUND, np.uint8)
    begun = time.monotonic()

    def on_seen(seen: Seen, state: GestureState, drawing: AirDrawing) -> None:
        if viewer.finished():
            return
        viewer.commands()
        time.sleep(max(0.0, begun + seen.time - time.monotonic()))
        frame = Frame(ground, seen.time)
        viewer.present(overlay(frame, seen.hand, state, drawing.canvas, recording.setup))

    return on_seen


def _check_record(path: str) -> None:
    check_name(path, *SUFFIXES)
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def _mention(say: Say) -> None:
    left = unfinished()
    if not left:
        return
    others = f", and {len(left) - 1} more" if len(left) > 1 else ""
    say(
        f"an unfinished drawing of {left[0].time:%Y-%m-%d %H:%M} is kept in {left[0].path}{others}"
        ": --resume goes on with it"
    )

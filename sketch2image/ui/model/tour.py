"""How far the guided first drawing is."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum

from PySide6.QtCore import QObject, Signal

from sketch2image.core.errors import UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.paths import home
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.camera import CameraModel, CameraState
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.outline import outline, share_traced

FILE = "tour.done"
_ENOUGH = 0.75
"""Share of the outline after which the next step comes."""


class Step(Enum):
    """What is shown, in this order."""

    offer = "offer"
    begin = "begin"
    trace = "trace"
    mend = "mend"
    search = "search"
    look = "look"


STEPS = (Step.begin, Step.trace, Step.mend, Step.search, Step.look)
"""The steps without the offer."""


class TourModel(QObject):
    """Goes from step to step as the person does what each asks for.

    Args:
        drawing: drawn on in the second step, mended in the third.
        camera: may be started in the first.
        asking: asked in the fourth.

    Signals:
        changed: `step`.
        hint: with lines to trace on the canvas, (N, 2) float32 in its pixels; none to show none.
    """

    changed = Signal()
    hint = Signal(object)

    def __init__(
        self,
        drawing: DrawingModel,
        camera: CameraModel,
        asking: AskingModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drawing, self._camera = drawing, camera
        self.step: Step | None = None
        self._size = drawing.size
        self._ink = 0.0
        drawing.committed.connect(self._on_drawing)
        drawing.changed.connect(self._on_size)
        camera.changed.connect(self._on_camera)
        asking.answered.connect(self._on_answer)
        asking.found.connect(self._on_finding)

    @property
    def number(self) -> int:
        """Which of `STEPS` it is, from 0; -1 while it is offered or over."""
        return STEPS.index(self.step) if self.step in STEPS else -1

    def offer(self) -> None:
        """Offer the tour, unless it was taken or declined before."""
        if not was_seen():
            self._go(Step.offer)

    def begin(self) -> None:
        """Start with the first step."""
        self._go(Step.begin)

    def next(self) -> None:
        """Go on though the step was not done; after the last one the tour is over."""
        at = self.number + 1
        if at < len(STEPS):
            self._go(STEPS[at])
        else:
            self.end()

    def back(self) -> None:
        """See the step before once more."""
        self._go(STEPS[max(0, self.number - 1)])

    def end(self) -> None:
        """Leave the tour; it is not offered again."""
        remember()
        self._go(None)

    def start_camera(self) -> None:
        """Draw in the air."""
        self._camera.start()

    def _go(self, step: Step | None) -> None:
        self.step = step
        self._ink = _ink(self._drawing)
        self._size = self._drawing.size
        self.hint.emit(outline(self._size) if step is Step.trace else [])
        self.changed.emit()

    def _on_camera(self) -> None:
        if self.step is Step.begin and self._camera.state is CameraState.on:
            self._go(Step.trace)

    def _on_size(self) -> None:
        if self.step is Step.trace and self._size != self._drawing.size:
            self._size = self._drawing.size
            self.hint.emit(outline(self._size))

    def _on_drawing(self) -> None:
        if self.step is Step.offer:  # they know what to do; it is offered again another time
            self._go(None)
        if self.step is Step.begin:  # the mouse was quicker than the choice
            self._go(Step.trace)
        if self.step is Step.trace and self._has_traced():
            self._go(Step.mend)
        elif self.step is Step.mend:
            self._mended()

    def _has_traced(self) -> bool:
        drawn = [stroke.points for stroke in self._drawing.sketch.strokes if not stroke.eraser]
        return share_traced(outline(self._size), drawn) >= _ENOUGH

    def _mended(self) -> None:
        strokes = self._drawing.sketch.strokes
        less, self._ink = _ink(self._drawing) < self._ink, _ink(self._drawing)
        if less or (strokes and strokes[-1].eraser):
            self._go(Step.search)

    def _on_answer(self, _: object) -> None:
        if self.step in (Step.mend, Step.search):
            self._go(Step.look)

    def _on_finding(self) -> None:
        if self.step is Step.offer:
            self._go(None)


def was_seen() -> bool:
    """Whether the tour was taken or declined before."""
    try:
        return (home() / FILE).exists()
    except UserError:
        return True


def remember() -> None:
    """Do not offer the tour again; without a place to note that, it is offered again."""
    with suppress(UserError):
        write_atomically(home() / FILE, b"")


def _ink(drawing: DrawingModel) -> float:
    return sum(stroke.length for stroke in drawing.sketch.strokes if not stroke.eraser)

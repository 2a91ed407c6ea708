"""The drawing as it grows: pen, eraser, undo and redo."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.fitting import Fitting, fit
from sketch2image.air.setup import PEN_WIDTH
from sketch2image.core.sketch import BLACK, Color, Sketch, Stroke


class Canvas:
    """A drawing that can be changed; works for a finger in the air as for a mouse.

    Args:
        start: the drawing to begin with; its size is the canvas's.

    Attributes:
        revision: grows whenever the committed drawing changes.
    """

    def __init__(self, start: Sketch) -> None:
        self.revision = 0
        self._committed = start
        self._past: list[Sketch] = []
        self._future: list[Sketch] = []
        self._line: list[tuple[float, float]] = []
        self._ahead: tuple[float, float] | None = None
        self._color: Color = BLACK
        self._width = PEN_WIDTH
        self._erasing = False

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self._committed.size

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is down."""
        return bool(self._line)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a taken-back change to repeat."""
        return bool(self._future)

    @property
    def current(self) -> Stroke | None:
        """The stroke being drawn as it is to be shown, or None while the pen is up."""
        if not self._line:
            return None
        line = [*self._line, self._ahead] if self._ahead else self._line
        return self._stroke(np.array(line, np.float32))

    def down(
        self,
        x: float,
        y: float,
        color: Color = BLACK,
        eraser: bool = False,
        width: float = PEN_WIDTH,
    ) -> None:
        """Put the pen on the canvas; a stroke still open is finished first.

        Args:
            x, y: pixels.
            color: RGB of the ink.
            eraser: whether it wipes instead.
            width: pixels.
        """
        self.up()
        self._color, self._erasing, self._width = color, eraser, width
        self._line.append((x, y))

    def move(
        self,
        x: float,
        y: float,
        ahead: tuple[float, float] | None = None,
        width: float | None = None,
    ) -> None:
        """Draw on to a point; nothing happens while the pen is up.

        Args:
            x, y: pixels.
            ahead: where the pen has probably got to by now: shown, never kept.
            width: another width for the whole stroke, in pixels.
        """
        if self._line:
            self._line.append((x, y))
            self._ahead = ahead
            self._width = width or self._width

    def up(self, points: NDArray[np.float32] | None = None) -> None:
        """Lift the pen, which makes the stroke one step that can be undone.

        Args:
            points: (N, 2) cleaner version of the stroke to keep instead; empty drops the stroke.
        """
        if not self._line:
            return
        stroke = self._stroke(np.array(self._line, np.float32) if points is None else points)
        self._line.clear()
        self._ahead = None
        if len(stroke.points):
            strokes = (*self._committed.strokes, stroke)
            self._commit(Sketch(self.size, strokes, self._committed.backdrop))

    def clear(self) -> None:
        """Wipe everything, as one step that can be undone."""
        self.up()
        if self._committed.strokes or self._committed.backdrop is not None:
            self._commit(Sketch(self.size))

    def put(self, sketch: Sketch) -> None:
        """Make another sketch the drawing, fitted to the canvas, as one step that can be undone."""
        self.up()
        self._commit(fit(sketch, self.size))

    def resize(self, size: tuple[int, int]) -> None:
        """Fit the drawing and every step that can be undone or redone to another size.

        Args:
            size: (width, height) in pixels.
        """
        self.up()
        fitting = Fitting(self.size, size)
        self._past = [fitting(sketch) for sketch in self._past]
        self._future = [fitting(sketch) for sketch in self._future]
        self._set(fitting(self._committed))

    def undo(self) -> bool:
        """Take the last step back; an open stroke counts as one. Whether there was any."""
        self.up()
        if not self._past:
            return False
        self._future.append(self._committed)
        self._set(self._past.pop())
        return True

    def redo(self) -> bool:
        """Repeat the step taken back last. Whether there was any."""
        self.up()
        if not self._future:
            return False
        self._past.append(self._committed)
        self._set(self._future.pop())
        return True

    def committed(self) -> Sketch:
        """The drawing without the stroke being drawn; the same object until a step is made."""
        return self._committed

    def sketch(self) -> Sketch:
        """The drawing with the stroke being drawn."""
        if not self._line:
            return self._committed
        stroke = self._stroke(np.array(self._line, np.float32))
        strokes = (*self._committed.strokes, stroke)
        return Sketch(self.size, strokes, self._committed.backdrop)

    def _stroke(self, points: NDArray[np.float32]) -> Stroke:
        return Stroke(points, self._color, self._width, self._erasing)

    def _commit(self, sketch: Sketch) -> None:
        self._past.append(self._committed)
        self._future.clear()
        self._set(sketch)

    def _set(self, sketch: Sketch) -> None:
        self._committed = sketch
        self.revision += 1

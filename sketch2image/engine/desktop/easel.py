"""The drawing with all that draws on it: a hand in the air, mouse, pen and touch, keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sketch2image.air.canvas import Canvas
from sketch2image.air.fitting import fit
from sketch2image.air.gesture import GestureState
from sketch2image.air.hand import Hand
from sketch2image.air.profiles import PALETTE, WIDTHS, Action
from sketch2image.air.session import AirDrawing
from sketch2image.air.setup import Setup
from sketch2image.air.strokes import Points, simplify, steady
from sketch2image.core.sketch import Color, Sketch

__all__ = ["PALETTE", "WIDTHS", "Action", "Easel", "GestureState", "Setup"]

SIZE = (640, 480)
"""(width, height) in pixels of the canvas until a camera says otherwise."""

ERASER = 5.0
"""Width of the mouse's eraser in pen widths."""

LIGHTEST = 0.4
"""Part of the pen's width that is drawn with no pressure at all."""


class Easel:
    """A canvas on which a hand and a mouse draw in turn, with one undo for both.

    Not for several threads. While the mouse draws the hand rests, and a press ends the hand's
    stroke first.

    Args:
        setup: how the person draws in the air.
        size: (width, height) of the canvas in pixels.
        start: a drawing to go on with; it is fitted to the canvas.

    Attributes:
        canvas: the drawing; show `canvas.committed()` and `canvas.current`.
        paused: whether the hand rests; the mouse draws on.
        eraser: whether the mouse wipes instead of drawing.

    Raises:
        UserError: the weights that read fingers are not there or damaged.
    """

    def __init__(
        self, setup: Setup, size: tuple[int, int] = SIZE, start: Sketch | None = None
    ) -> None:
        self.canvas = Canvas(fit(start, size) if start else Sketch(size))
        self.paused = False
        self.eraser = False
        self._setup = setup
        self._air = AirDrawing(self.canvas, setup)
        self._line: list[tuple[float, float]] = []
        self._full = self._hardest = 0.0

    @property
    def color(self) -> Color:
        """RGB of the pen, of hand and mouse alike; choosing one puts the eraser away."""
        return self._air.gestures.color

    @color.setter
    def color(self, color: Color) -> None:
        self._air.gestures.color = color
        self.eraser = False

    @property
    def width(self) -> float:
        """Width of the pen in pixels, of hand and mouse alike."""
        return self._air.gestures.width

    @width.setter
    def width(self, width: float) -> None:
        self._air.gestures.width = width

    @property
    def tip(self) -> float:
        """Width in pixels of what the mouse would draw or wipe now."""
        return self._tip(self.eraser)

    @property
    def revision(self) -> int:
        """Grows with each change of the committed drawing."""
        return self.canvas.revision

    def see(self, hand: Hand | None, time: float) -> GestureState:
        """Take one camera frame and do what the hand says.

        Args:
            hand: the hand that holds the pen, in pixels of the canvas; None while it is not seen.
            time: seconds, strictly increasing.

        Returns:
            What the hand means; `fired` is `Action.done` when the drawing is to be searched for.
        """
        if self.paused or self._line:
            self._air.lift()
            hand = None
        return self._air.take(hand, time)

    def press(self, x: float, y: float, pressure: float = 1.0, eraser: bool | None = None) -> None:
        """Put mouse, pen or finger down; a stroke still open is finished first.

        Args:
            x, y: pixels of the canvas.
            pressure: 0..1; the hardest of a stroke decides its width.
            eraser: whether it is the wiping end of a pen; None leaves it to the tool.
        """
        self.release()
        self._air.lift()
        self._hardest = pressure
        wipes = self.eraser if eraser is None else eraser
        self._full = self._tip(wipes)
        self.canvas.down(x, y, self.color, wipes, self._pressed)
        self._line = [(x, y)]

    def drag(self, x: float, y: float, pressure: float = 1.0) -> None:
        """Draw on to pixels of the canvas; nothing happens unless pressed."""
        if not self._line:
            return
        self._hardest = max(self._hardest, pressure)
        self._line.append((x, y))
        self.canvas.move(x, y, width=self._pressed)

    def release(self) -> None:
        """Lift mouse, pen or finger: the stroke is one step that can be undone."""
        if self._line:
            self.canvas.up(_clean(self._line))
            self._line = []

    def act(self, action: Action) -> None:
        """Do what a key says: undo, redo, clear, next color, next width."""
        self._finish()
        self._air.act(action)

    def put(self, sketch: Sketch) -> None:
        """Make an opened or pasted sketch the drawing, fitted to the canvas: one step to undo."""
        self._finish()
        self.canvas.put(sketch)

    def resize(self, size: tuple[int, int]) -> None:
        """Fit the canvas and all its history to another (width, height) in pixels."""
        if size == self.canvas.size:
            return
        self._finish()
        self.canvas.resize(size)
        self.setup(replace(self._setup, color=self.color, width=self.width))

    def setup(self, setup: Setup) -> None:
        """Draw by another setup from now on: gestures begin anew, the drawing is kept."""
        self._finish()
        self._setup = setup
        self._air = AirDrawing(self.canvas, setup)

    @property
    def _pressed(self) -> float:
        return self._full * (LIGHTEST + (1 - LIGHTEST) * self._hardest)

    def _tip(self, wipes: bool) -> float:
        return self.width * ERASER if wipes else self.width

    def _finish(self) -> None:
        self.release()
        self._air.lift()


def _clean(line: list[tuple[float, float]]) -> Points:
    points = np.array(line, np.float32)
    moved = np.any(np.diff(points, axis=0, prepend=np.nan) != 0, axis=1)
    return simplify(steady(points[moved]))

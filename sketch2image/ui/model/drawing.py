"""The drawing, its tools, and its safety copy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from sketch2image.core.errors import UserError
from sketch2image.core.sketch import Color, Sketch
from sketch2image.engine.desktop.easel import PALETTE, Action, Easel, GestureState, Hand
from sketch2image.engine.drafts import Draft, resume, unfinished
from sketch2image.engine.setups import Setup
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.words import tr

_DRAFT_MILLISECONDS = 2000
_DRAFT = "draft"


class DrawingModel(QObject):
    """What is on the canvas, drawn by hand in the air, mouse, pen or touch.

    Args:
        setup: how the person draws.
        notices: told when there is no safety copy.

    Signals:
        changed: anything on the canvas looks different.
        committed: a stroke, undo, redo or clearing was finished.
        tools_changed: pen, eraser or pause.
        gestured: with the `GestureState` of a camera frame.
        finished: the hand said "done".
    """

    changed = Signal()
    committed = Signal()
    tools_changed = Signal()
    gestured = Signal(object)
    finished = Signal()

    def __init__(self, setup: Setup, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._draft = Draft()
        self._writer = ThreadPoolExecutor(1, "draft")
        self._told_trouble = False
        self._setup = setup
        self.easel = Easel(setup)
        self._revision = self.easel.revision
        self._autosave = QTimer(self, interval=_DRAFT_MILLISECONDS)
        self._autosave.timeout.connect(self._keep)
        self._autosave.start()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the canvas in pixels."""
        return self.easel.canvas.size

    @property
    def sketch(self) -> Sketch:
        """The drawing without a stroke that is still being drawn."""
        return self.easel.canvas.committed()

    @property
    def setup(self) -> Setup:
        """How the person draws."""
        return self._setup

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn; a drawing that was rubbed out counts as something."""
        return not self.sketch.strokes and self.sketch.backdrop is None

    @property
    def revision(self) -> int:
        """Grows with every change of `sketch`."""
        return self.easel.revision

    @property
    def paused(self) -> bool:
        """Whether the hand in the air does not draw."""
        return self.easel.paused

    def see(self, hand: Hand | None, time: float) -> GestureState:
        """Take what the camera sees of the hand."""
        tools = self._tools()
        state = self.easel.see(hand, time)
        self.gestured.emit(state)
        if self._tools() != tools:
            self.tools_changed.emit()
        self._tell()
        if state.fired is Action.done:
            self.finished.emit()
        return state

    def press(self, x: float, y: float, pressure: float = 1.0, eraser: bool | None = None) -> None:
        """Put a pen that is held, or the mouse, on the canvas; in its pixels."""
        self.easel.press(x, y, pressure, eraser)
        self._tell()

    def drag(self, x: float, y: float, pressure: float = 1.0) -> None:
        """Draw on to a point."""
        self.easel.drag(x, y, pressure)
        self._tell()

    def release(self) -> None:
        """Lift it."""
        self.easel.release()
        self._tell()

    def act(self, action: Action | str) -> None:
        """Undo, redo, clear, next color or next width."""
        self.easel.act(Action(action))
        self.tools_changed.emit()
        self._tell()

    def choose_pen(self, number: int) -> None:
        """Take a pen of the palette, 0 the first; the eraser is laid down."""
        self.choose_color(PALETTE[number])

    def choose_color(self, color: Color) -> None:
        """Take a pen of any color; the eraser is laid down."""
        self.easel.color, self.easel.eraser = color, False
        self.tools_changed.emit()

    def choose_width(self, width: float) -> None:
        """Take a pen so many pixels wide."""
        self.easel.width = width
        self.tools_changed.emit()

    def take_eraser(self, wanted: bool) -> None:
        """Take the eraser, or lay it down."""
        self.easel.eraser = wanted
        self.tools_changed.emit()

    def pause(self, wanted: bool) -> None:
        """Let the hand in the air rest, or draw again."""
        self.easel.paused = wanted
        self.tools_changed.emit()

    def put(self, sketch: Sketch) -> None:
        """Let an opened or pasted sketch be the drawing; can be undone."""
        self.easel.put(sketch)
        self._tell()

    def resize(self, size: tuple[int, int]) -> None:
        """Fit the canvas to a camera's pictures."""
        self.easel.resize(size)
        self._tell()

    def change_setup(self, setup: Setup) -> None:
        """Take other gestures, or another hand."""
        self._setup = setup
        self.easel.setup(setup)
        self.tools_changed.emit()

    def restore(self) -> bool:
        """Go on with the newest drawing left behind; whether there was one.

        Raises:
            UserError: it cannot be read.
        """
        if not unfinished():
            return False
        sketch, self._draft = resume()
        self.resize(sketch.size)  # to be fitted there and back would shrink it at every start
        self.put(sketch)
        return True

    def close(self) -> None:
        """Keep what is on the canvas for the next start."""
        self._autosave.stop()
        self._writer.submit(self._draft.save, self.sketch)
        self._writer.shutdown(wait=True)
        with suppress(UserError):
            self._draft.release()

    def _tools(self) -> tuple[object, ...]:
        return self.easel.color, self.easel.width, self.easel.eraser

    def _tell(self) -> None:
        self.changed.emit()
        if self._revision != self.easel.revision:
            self._revision = self.easel.revision
            self.committed.emit()

    def _keep(self) -> None:
        self._writer.submit(self._draft.save, self.sketch)
        trouble = self._draft.trouble
        if bool(trouble) == self._told_trouble:
            return
        self._told_trouble = bool(trouble)
        if trouble:
            text = tr("No safety copy of the drawing can be kept.")
            self._notices.say(text, trouble, topic=_DRAFT)
        else:
            self._notices.settle(_DRAFT)

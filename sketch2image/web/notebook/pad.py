"""A pad to draw on in a notebook's output, and the sketch that comes of it."""

from __future__ import annotations

import json
import secrets
import weakref
from importlib import resources
from string import Template

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Color, Sketch
from sketch2image.engine.sketches import open_sketch, sample_sketch, sketch_of_svg
from sketch2image.web.notebook.colab import is_colab, listen, uploaded
from sketch2image.web.notebook.listener import Listener
from sketch2image.web.notebook.saying import say

UPLOAD = "upload"
"""In place of a file name: ask for a file."""

COLORS: dict[str, Color] = {
    "black": (0, 0, 0), "red": (220, 30, 30), "orange": (245, 140, 20), "yellow": (250, 215, 30),
    "green": (40, 160, 60), "blue": (40, 80, 215), "purple": (140, 50, 180), "brown": (130, 80, 40),
}  # fmt: skip
"""Pens of the pad; each is one that a prompt can name."""


class Pad:
    """A canvas that a notebook shows; what is drawn on it comes to the kernel by itself.

    Colab has a way from a page to the kernel. Elsewhere the browser must run on the kernel's
    machine; where it does not, the pad says so and saves files.

    Attributes:
        sketch: what is drawn now, or None while nothing is.
    """

    def __init__(self) -> None:
        self.sketch: Sketch | None = None
        self._id = f"pad-{secrets.token_hex(6)}"
        self._route = self._opened()

    def _opened(self) -> dict[str, str]:
        receive = weakref.WeakMethod(self.receive)
        if is_colab():
            listen(self._id, lambda text: _pass_on(receive, text))
            return {"colab": self._id}
        door = Listener(lambda text: _pass_on(receive, text))
        weakref.finalize(self, door.close)
        return {"address": door.address}

    def receive(self, svg: str) -> None:
        """Take over what is drawn.

        Raises:
            UserError: it is no sketch.
        """
        sketch = sketch_of_svg(svg)
        self.sketch = None if sketch.is_empty else sketch

    def _repr_html_(self) -> str:
        page = resources.files("sketch2image.web.notebook").joinpath("pad.html").read_text("utf-8")
        colors = {name: f"#{bytes(rgb).hex()}" for name, rgb in COLORS.items()}
        return Template(page).substitute(
            id=self._id, route=json.dumps(self._route), colors=json.dumps(colors)
        )


def sketch_from(pad: Pad, file: str, subject: str, seed: int = 0) -> Sketch:
    """The sketch to go on with: a file where one is named, else what is on the pad, else a sample.

    Nothing is asked for unless the file is called `upload`.

    Args:
        pad: that was shown.
        file: a picture or one of our SVG files; empty for none.
        subject: of the sample.
        seed: of the sample.

    Raises:
        UserError: the file is no sketch, or there is no such subject.
    """
    chosen = _uploaded() if file == UPLOAD else file
    if chosen:
        say(f"the sketch in {chosen}")
        return open_sketch(chosen)
    if pad.sketch is not None:
        say("your drawing")
        return pad.sketch
    say(f"nothing drawn yet, so here is a sample: {subject}")
    return sample_sketch(subject, seed)


def _uploaded() -> str:
    if not is_colab():
        hint = "Put the path of the file into SKETCH."
        raise UserError(ErrorKind.input, "only Colab can ask for a file", hint)
    names = uploaded()
    if not names:
        hint = "Run the cell again, or empty SKETCH."
        raise UserError(ErrorKind.input, "no file was chosen", hint)
    return names[0]


def _pass_on(receive: weakref.WeakMethod, text: str) -> None:
    call = receive()
    if call is not None:
        call(text)

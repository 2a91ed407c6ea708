"""Gradio's picture inputs as this page needs them.

What they give is set on the one object: a class of our own would make gradio write a stub file
beside this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sketch2image.web.limits import LONGEST_TEXT, Limits

if TYPE_CHECKING:
    from gradio.components import Component

CANVAS = (512, 512)
"""(width, height) of the sketchpad in pixels."""

PENS = ("#000000", "#dc1e1e", "#28a03c", "#2850d7", "#f5a014", "#824f28", "#8c32b4", "#f56eaa")
_PEN, _ERASER = 3, 12
_HEIGHT = 560


def sketchpad() -> Component:
    """A canvas to draw on: pens, eraser, undo, redo, clear. Gives the path of the drawing sent."""
    import gradio as gr

    pad = gr.ImageEditor(
        label="Sketchpad",
        show_label=False,
        height=_HEIGHT,
        image_mode="RGB",
        sources=(),
        transforms=(),
        layers=False,
        canvas_size=CANVAS,
        fixed_canvas=True,
        brush=gr.Brush(default_size=_PEN, colors=list(PENS), color_mode="defaults"),
        eraser=gr.Eraser(default_size=_ERASER),
        buttons=[],
        elem_id="sketchpad",
    )

    def drawn(payload: Any) -> Any:  # noqa: ANN401 - gradio's own types
        return payload and payload.composite and payload.composite.path

    pad.preprocess = drawn
    return pad


def picture_box(label: str, name: str, limits: Limits) -> Component:
    """A place for a file, a pasted picture or a snapshot. Gives the path of what was sent.

    What is sent is not decoded here: the engine does it, and says what is wrong with it.
    """
    import gradio as gr

    box = gr.Image(
        label=label,
        type="filepath",
        sources=["upload", "webcam", "clipboard"],
        webcam_options=gr.WebcamOptions(mirror=False),
        height=360,
        buttons=[],
        placeholder=f"{label}\ndrop it here, up to {limits.megabytes} MB",
        elem_id=name,
    )
    box.preprocess = lambda payload: payload and payload.path
    return box


def words_box(label: str, example: str) -> Component:
    """One line of text, with an example in it while it is empty."""
    import gradio as gr

    return gr.Textbox(
        label=label, placeholder=example, max_length=LONGEST_TEXT, lines=1, elem_id="words"
    )

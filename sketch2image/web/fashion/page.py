"""How the page is laid out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.progress import Report
from sketch2image.web.fashion.finding import Finding
from sketch2image.web.forms import Way, connect, tabs
from sketch2image.web.limits import Limits
from sketch2image.web.results import lines, match_box, matches, said_box
from sketch2image.web.server import Place, Say, opened, wait
from sketch2image.web.widgets import picture_box, sketchpad, words_box

if TYPE_CHECKING:
    from gradio import Blocks
    from gradio.components import Component

TITLE = "Sketch2Image fashion"
_INTRODUCTION = "# Fashion by sketch and words\nDraw the shape, say the color and what it is."
_EXAMPLE = "e.g. a red dress; may stay empty"
_COLUMNS = 3
_CLEANING = 300
"""Seconds between two cleanings of temporary files."""


def serve(finding: Finding, place: Place, limits: Limits, say: Say) -> str:
    """Serve the page until Ctrl-C or a polite kill; call it in the main thread.

    Args:
        finding: answers its forms.
        place: where.
        limits: of what a visitor may ask.
        say: one line with the address.

    Returns:
        The address that the page had.

    Raises:
        UserError: the port is taken, or no link can be made.
    """
    with opened(partial(build, finding, limits), place, limits) as address:
        wait(address, say)
    return address


def build(finding: Finding, limits: Limits, _: Path) -> Blocks:
    """The page, ready to be served; nothing of it can be taken away but what is seen."""
    import gradio as gr

    with gr.Blocks(
        title=TITLE, analytics_enabled=False, delete_cache=(_CLEANING, limits.kept)
    ) as page:
        gr.Markdown(_INTRODUCTION)
        with gr.Row():
            with gr.Column(min_width=320):
                words = words_box("Words", _EXAMPLE)
                forms = tabs(_ways(finding, limits))
                weight = _weight()
            with gr.Column(min_width=320):
                boxes = [said_box(), match_box(_COLUMNS)]
        for form in forms:
            connect(form, partial(_answer, form.way), [words, weight], boxes)
    return page.queue(max_size=limits.waiting, api_open=False)


def _ways(finding: Finding, limits: Limits) -> list[Way]:
    paper = partial(picture_box, "A picture of a sketch", "paper", limits)
    return [
        Way("Draw", "Find", sketchpad, finding.find),
        Way("Sketch", "Find", paper, finding.find),
    ]


def _weight() -> Component:
    import gradio as gr

    return gr.Slider(
        0,
        1,
        0.5,
        step=0.05,
        label="Weight of the sketch",
        info="0 is the words alone, 1 the sketch alone.",
        elem_id="weight",
    )


def _answer(way: Way, _session: str, values: tuple[Any, ...], _report: Report) -> list[Any]:
    view = way.ask(*values)
    return [lines(view), matches(view)]

"""How the page is laid out, and which button asks what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sketch2image.core.progress import Report
from sketch2image.web.answering import Answering, Wishes
from sketch2image.web.downloads import Downloads
from sketch2image.web.forms import Form, Way, connect, tabs
from sketch2image.web.handling import with_request
from sketch2image.web.limits import Limits
from sketch2image.web.options import options
from sketch2image.web.results import CALLED_OFF, answer_boxes, lines, match_box, shown
from sketch2image.web.widgets import picture_box, sketchpad, words_box

if TYPE_CHECKING:
    from gradio import Blocks, Button
    from gradio.components import Component
    from gradio.events import Dependency

TITLE = "Sketch2Image"
_INTRODUCTION = f"# {TITLE}\nDraw a thing: it is named, rendered, and found among your pictures."
_CLEANING = 300
"""Seconds between two cleanings of temporary files."""


@dataclass(frozen=True)
class Offer:
    """What the page has to choose from.

    Attributes:
        galleries: names, the first one chosen.
        strength: to begin with, 0..1.
        styles: whether the renderer has any.
        limits: of what may be asked.
    """

    galleries: Sequence[str]
    strength: float
    styles: bool
    limits: Limits


def build(answering: Answering, offer: Offer, downloads: Downloads) -> Blocks:
    """The page, ready to be served.

    Args:
        answering: answers its forms.
        offer: what it has to choose from.
        downloads: keeps what can be taken away.
    """
    import gradio as gr

    limits = offer.limits
    with gr.Blocks(
        title=TITLE, analytics_enabled=False, delete_cache=(_CLEANING, limits.kept)
    ) as page:
        gr.Markdown(_INTRODUCTION)
        with gr.Row():
            with gr.Column(min_width=320):
                forms = tabs(_ways(answering, limits))
                cancel = gr.Button("Cancel", elem_classes="cancel", size="sm")
                with gr.Accordion("Options", open=False):
                    wished = options(offer.galleries, offer.strength, offer.styles, limits)
            with gr.Column(min_width=320):
                boxes = answer_boxes()
        boxes.append(match_box())
        events = [_connect(form, wished, boxes, downloads) for form in forms]
        _connect_cancel(cancel, answering, events, boxes[0])
        _connect_leaving(page, answering)
    return page.queue(max_size=limits.waiting, api_open=False)


def _ways(answering: Answering, limits: Limits) -> list[Way]:
    whole, search = "Name, render and search", "Search"
    paper, photo = "A picture of a sketch", "A photo"
    return [
        Way("Draw", whole, sketchpad, answering.drawing),
        Way("Sketch", whole, partial(picture_box, paper, "paper", limits), answering.sketch_file),
        Way("Photo", search, partial(picture_box, photo, "photo", limits), answering.photo_file),
        Way("Words", search, partial(words_box, "Words", "e.g. teapot"), answering.words),
    ]


def _connect(
    form: Form, wished: list[Component], boxes: list[Component], downloads: Downloads
) -> Dependency:
    def work(session: str, values: tuple[Any, ...], report: Report) -> list[Any]:
        given, *said = values
        return shown(form.way.ask(session, given, Wishes(*said), report), downloads)

    return connect(form, work, wished, boxes)


def _connect_leaving(page: Blocks, answering: Answering) -> None:
    def leave(request: Any) -> None:  # noqa: ANN401 - hinted by `with_request`
        answering.cancel(request.session_hash)

    page.unload(with_request(leave))


def _connect_cancel(
    button: Button, answering: Answering, events: list[Dependency], said: Component
) -> None:
    def cancel(request: Any) -> str:  # noqa: ANN401 - hinted by `with_request`
        answering.cancel(request.session_hash)
        return lines(CALLED_OFF)

    button.click(
        with_request(cancel),
        outputs=said,
        cancels=[*events],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )

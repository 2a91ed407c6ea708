"""Ways to ask, each a tab with an input and a button, and what the button does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sketch2image.web.handling import Work, answering
from sketch2image.web.view import View

if TYPE_CHECKING:
    from gradio import Button
    from gradio.components import Component
    from gradio.events import Dependency

_ENGINE = "engine"
"""All questions wait in one line: the models answer one at a time."""


@dataclass(frozen=True)
class Way:
    """One way to ask: a tab with an input and a button.

    Attributes:
        title: of the tab.
        press: what the button says.
        give: makes the input.
        ask: answers it.
    """

    title: str
    press: str
    give: Callable[[], Component]
    ask: Callable[..., View]


class Form(NamedTuple):
    """A tab that is on the page."""

    way: Way
    given: Component
    button: Button


def tabs(ways: Sequence[Way]) -> list[Form]:
    """A tab for each way."""
    import gradio as gr

    with gr.Tabs():
        return [_tab(way) for way in ways]


def connect(
    form: Form, work: Work, others: Sequence[Component], boxes: Sequence[Component]
) -> Dependency:
    """Let the button of a form work.

    Args:
        form: the tab.
        work: gets the input of the form and then the others; gives the values of the boxes.
        others: inputs beside the form.
        boxes: where the answer goes, the words of it first.
    """
    return form.button.click(
        answering(work),
        [form.given, *others],
        list(boxes),
        show_progress_on=boxes[0],
        api_visibility="private",
        concurrency_limit=1,
        concurrency_id=_ENGINE,
    )


def _tab(way: Way) -> Form:
    import gradio as gr

    with gr.Tab(way.title):
        given = way.give()
        return Form(way, given, gr.Button(way.press, variant="primary", elem_classes="run"))

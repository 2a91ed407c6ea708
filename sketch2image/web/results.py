"""Where an answer is shown, and how a `View` gets there."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sketch2image.web.downloads import Downloads
from sketch2image.web.view import View

if TYPE_CHECKING:
    from gradio.components import Component

_GUESSES = 5
CALLED_OFF = View("Called off", "Ask again whenever you like.")
_FIRST = View("Nothing asked yet", "Draw a thing and press the button, or Ctrl+Enter.")


def answer_boxes() -> list[Component]:
    """What stands beside the input: words, guesses, picture, downloads."""
    import gradio as gr

    said = said_box()
    guesses = gr.Label(
        label="What it may be",
        num_top_classes=_GUESSES,
        show_heading=False,
        visible=False,
        elem_id="guesses",
    )
    picture = gr.Image(
        label="Picture",
        height=420,
        interactive=False,
        visible=False,
        buttons=["fullscreen"],
        elem_id="picture",
        alt_text="the picture rendered from the sketch",
    )
    with gr.Row():
        kept = [
            gr.DownloadButton(text, size="md", visible=False, elem_id=name)
            for text, name in (("Download picture", "get-picture"), ("Download sheet", "get-sheet"))
        ]
    return [said, guesses, picture, *kept]


def said_box() -> Component:
    """The words of an answer."""
    import gradio as gr

    return gr.HTML(lines(_FIRST), elem_id="said")


def match_box(columns: int = 5) -> Component:
    """The matches, so many beside each other."""
    import gradio as gr

    return gr.Gallery(
        label="Matches, best first",
        columns=columns,
        object_fit="contain",
        height="auto",
        visible=False,
        format="jpeg",
        buttons=["fullscreen"],
        elem_id="matches",
    )


def shown(view: View, downloads: Downloads) -> list[Any]:
    """Values for `answer_boxes` and `match_box`.

    Raises:
        UserError: the downloads cannot be written.
    """
    import gradio as gr

    has_picture = view.picture is not None
    picture = downloads.keep(view.picture, "picture.png")
    sheet = downloads.keep(view.sheet, "sheet.png")
    return [
        lines(view),
        gr.update(value=dict(view.chances) or None, visible=bool(view.chances)),
        gr.update(value=picture, visible=has_picture),
        gr.update(value=picture, visible=has_picture),
        gr.update(value=sheet, visible=sheet is not None),
        matches(view),
    ]


def matches(view: View) -> Any:  # noqa: ANN401 - gradio's own type
    """Value for `match_box`."""
    import gradio as gr

    return gr.update(value=[(tile.image, tile.line) for tile in view.tiles], visible=True)


def lines(view: View) -> str:
    """The words of an answer, as HTML that screen readers speak when they change."""
    return (
        f'<p class="headline" role="status" aria-live="polite">{escape(view.headline)}</p>'
        f'<p class="facts">{escape(view.facts)}</p>'
    )

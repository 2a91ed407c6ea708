"""The options of the page, in the order of `Wishes`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sketch2image.engine.asking import style_names
from sketch2image.web.limits import LARGEST_SEED, LONGEST_TEXT, Limits

if TYPE_CHECKING:
    from gradio.components import Component

_MATCHES = 10
_NO_STYLES = "The lite models have none; start with --tier full."


def options(
    galleries: Sequence[str], strength: float, has_styles: bool, limits: Limits
) -> list[Component]:
    """Inputs for gallery, matches, prompt, style, strength, seed and "new seed each time".

    Args:
        galleries: names to choose from, the first one chosen.
        strength: to begin with, 0..1.
        has_styles: whether the renderer has any.
        limits: of what may be asked.
    """
    import gradio as gr

    gallery = gr.Dropdown(list(galleries), label="Gallery", value=galleries[0])
    matches = gr.Slider(1, limits.matches, _MATCHES, step=1, label="Matches")
    prompt = gr.Textbox(
        label="Prompt",
        placeholder="what to render, e.g. a green teapot; empty: what the sketch is called",
        max_length=LONGEST_TEXT,
        lines=1,
    )
    with gr.Row():
        style = gr.Dropdown(
            [("none", ""), *((name, name) for name in style_names())],
            label="Style",
            value="",
            interactive=has_styles,
            info=None if has_styles else _NO_STYLES,
        )
        held = gr.Slider(
            0, 1, strength, step=0.05, label="Strength", info="0 is free, 1 follows the lines."
        )
    with gr.Row():
        seed = gr.Number(0, label="Seed", precision=0, minimum=0, maximum=LARGEST_SEED)
        new_seed = gr.Checkbox(label="New seed each time", info="Another picture of the same.")
    return [gallery, matches, prompt, style, held, seed, new_seed]

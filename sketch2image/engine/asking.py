"""What a renderer is asked for, beyond what the person said."""

from __future__ import annotations

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.korean import english
from sketch2image.core.sketch import Sketch
from sketch2image.render.control import pen_colors
from sketch2image.render.protocol import Renderer
from sketch2image.render.wording import styles, with_colors, with_style


def style_names() -> tuple[str, ...]:
    """Names of the styles that a full renderer has."""
    return tuple(styles())


def check_words(said: str, style: str) -> None:
    """Refuse words that no renderer could be asked for, before any model is loaded.

    Raises:
        UserError: there is no such style, or a Korean word of the prompt is not known.
    """
    with_style("", style)
    english(said)


def worded(renderer: Renderer, sketch: Sketch, said: str, caption: str, style: str) -> str:
    """The prompt of a picture.

    The caption gets the colors of the pens; a prompt of the person's own stays as it is. A
    renderer that only knows classes paints pen colors itself and has no styles.

    Args:
        renderer: that will be asked.
        sketch: its pens count.
        said: the person's own prompt, or empty.
        caption: used where there is none.
        style: name of a style or a sentence with `{prompt}`, or empty.

    Raises:
        UserError: there is no such style, or the renderer has none.
    """
    if not renderer.open_vocabulary:
        if style:
            hint = "Leave out --style, or use --tier full."
            raise UserError(ErrorKind.input, "the lite renderer has no styles", hint)
        return said or caption
    return with_style(said or with_colors(caption, pen_colors(sketch)), style)


def strength_of(wish: float | None, renderer: Renderer) -> float:
    """The strength wished for; the renderer's usual one where there is no wish or no choice."""
    return renderer.usual_strength if wish is None or not renderer.seeded else wish

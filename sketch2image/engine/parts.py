"""The models that answer, each loaded when first used."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from sketch2image.caption.protocol import Captioner
from sketch2image.core.settings import load
from sketch2image.core.vocabulary import vocabulary
from sketch2image.gallery.protocol import Encoder
from sketch2image.render.protocol import Renderer


class Parts:
    """One captioner, one renderer, one encoder.

    Args:
        captioner: makes the captioner when it is first asked for.
        renderer: likewise.
        encoder: likewise.
    """

    def __init__(
        self,
        captioner: Callable[[], Captioner],
        renderer: Callable[[], Renderer],
        encoder: Callable[[], Encoder],
    ) -> None:
        self._captioner = captioner
        self._renderer = renderer
        self._encoder = encoder

    @cached_property
    def captioner(self) -> Captioner:
        """Says what a sketch shows."""
        return self._captioner()

    @cached_property
    def renderer(self) -> Renderer:
        """Makes a picture of a sketch."""
        return self._renderer()

    @cached_property
    def encoder(self) -> Encoder:
        """Turns pictures into vectors."""
        return self._encoder()


def lite(words: str = "") -> Parts:
    """The bundled models: ONNX Runtime and parametric scenes, no torch.

    Args:
        words: vocabulary of the captioner, see `core.vocabulary`; empty for that of the settings.

    Raises:
        UserError: there is no such vocabulary.
    """
    labels = vocabulary(words or load().vocabulary)
    return Parts(partial(_lite_captioner, labels), _lite_renderer, _lite_encoder)


def _lite_captioner(labels: tuple[str, ...]) -> Captioner:
    from sketch2image.caption.lite import LiteCaptioner

    return LiteCaptioner(labels)


def _lite_renderer() -> Renderer:
    from sketch2image.render.lite import LiteRenderer

    return LiteRenderer()


def _lite_encoder() -> Encoder:
    from sketch2image.gallery.lite import LiteEncoder

    return LiteEncoder()

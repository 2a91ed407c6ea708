"""The models that answer, each loaded when first used."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from sketch2image.caption.protocol import Captioner
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.settings import load
from sketch2image.core.vocabulary import vocabulary
from sketch2image.detect.protocol import Detector
from sketch2image.gallery.protocol import Encoder
from sketch2image.render.protocol import Renderer


def no_detector() -> Detector:
    """There is no lite detector.

    Raises:
        UserError: always.
    """
    hint = "Run `python main.py models pull grounding-dino-tiny`, then use --tier full."
    raise UserError(ErrorKind.model, "finding things in a photo needs a full model", hint)


class Parts:
    """One captioner, one renderer, one encoder, perhaps one detector.

    Args:
        captioner: makes the captioner when it is first asked for.
        renderer: likewise.
        encoder: likewise.
        detector: likewise.
    """

    def __init__(
        self,
        captioner: Callable[[], Captioner],
        renderer: Callable[[], Renderer],
        encoder: Callable[[], Encoder],
        detector: Callable[[], Detector] = no_detector,
    ) -> None:
        self._captioner = captioner
        self._renderer = renderer
        self._encoder = encoder
        self._detector = detector

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

    def load(self) -> None:
        """Make what a whole answer needs now, so that the first one need not wait.

        Raises:
            UserError: a model is missing or damaged.
        """
        _ = self.captioner, self.renderer, self.encoder

    @cached_property
    def detector(self) -> Detector:
        """Finds things in photos."""
        return self._detector()


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

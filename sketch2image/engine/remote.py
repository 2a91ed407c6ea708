"""Full models in a process of their own, which look to the caller like any others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.parts import CAPTIONER, DETECTOR, ENCODER, RENDERER
from sketch2image.core.progress import Progress, Report
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption, Image, Vectors
from sketch2image.detect.protocol import PROMPT, Detection
from sketch2image.engine.faults import OutOfMemory, faults_said
from sketch2image.engine.job import Engine, Steps
from sketch2image.engine.shelf import Shelf
from sketch2image.render.protocol import Rendering
from sketch2image.render.turbo.noise import Noise

_FACTS = {
    CAPTIONER: ("fingerprint",),
    RENDERER: ("fingerprint", "usual_strength", "seeded", "open_vocabulary"),
    ENCODER: ("fingerprint", "dim", "weak_below"),
    DETECTOR: ("fingerprint",),
}
"""Properties of each part, which the caller asks for once."""


@dataclass(frozen=True)
class Call:
    """A method of a part, to be called in the models' process; no method: its facts."""

    part: str
    method: str = ""
    arguments: tuple[Any, ...] = ()


class Servant:
    """Answers calls with the parts of a shelf: what runs in the models' process."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def run(self, call: Call) -> Steps[Any]:
        """Bring the part, then call it; once more alone in memory where that runs out.

        Raises:
            UserError: the part cannot be loaded, or does not want the arguments.
        """
        yield from self._shelf.bring(call.part)
        yield Progress(call.part, text=f"{call.part} at work")
        part = self._shelf.take(call.part)
        try:
            return _called(part, call)
        except OutOfMemory:
            if not self._shelf.put_away(keep=call.part):
                raise
        return _called(part, call)

    def put_away(self) -> None:
        """Let go of every part, and give its memory back."""
        self._shelf.put_away()


def _called(part: object, call: Call) -> object:
    with faults_said():
        if call.method:
            return getattr(part, call.method)(*call.arguments)
        return {name: getattr(part, name) for name in _FACTS[call.part]}


class _Remote:
    """One part of the full models, which run elsewhere.

    Args:
        engine: where the models run.
        report: gets its progress; may raise `Cancelled`, which stops the work there.
    """

    part: str

    def __init__(self, engine: Engine[Call, Any], report: Report) -> None:
        self._engine = engine
        self._report = report

    @property
    def fingerprint(self) -> str:
        """Short text that differs whenever equal inputs could give other answers."""
        return self._facts["fingerprint"]

    @cached_property
    def _facts(self) -> Mapping[str, Any]:
        return self._ask("")

    def _ask(self, method: str, *arguments: object) -> Any:  # noqa: ANN401 - as the method
        job = self._engine.submit(Call(self.part, method, arguments))
        try:
            for event in job.events():
                self._report(event)
        except BaseException:
            job.cancel()
            raise
        return job.result()


class RemoteCaptioner(_Remote):
    """See `caption.protocol.Captioner`."""

    part = CAPTIONER

    def caption(self, sketch: Sketch) -> Caption:
        """Caption of a sketch; see `Captioner.caption`."""
        return self._ask("caption", sketch)

    def caption_all(self, sketches: Sequence[Sketch]) -> list[Caption]:
        """Captions of many sketches; see `Captioner.caption_all`."""
        return self._ask("caption_all", sketches)


class RemoteRenderer(_Remote):
    """See `render.protocol.Renderer`."""

    part = RENDERER

    @property
    def usual_strength(self) -> float:
        """Strength where none is asked for."""
        return self._facts["usual_strength"]

    @property
    def seeded(self) -> bool:
        """Whether seed and strength change the picture."""
        return self._facts["seeded"]

    @property
    def open_vocabulary(self) -> bool:
        """Whether any words can be rendered."""
        return self._facts["open_vocabulary"]

    def render(self, sketch: Sketch, prompt: str, seed: int, strength: float) -> Rendering:
        """Picture of a sketch; see `Renderer.render`."""
        return self._ask("render", sketch, prompt, seed, strength)

    def render_seeds(
        self, sketch: Sketch, prompt: str, seeds: Sequence[int], strength: float
    ) -> list[Rendering]:
        """A picture for each seed; see `Renderer.render_seeds`."""
        return self._ask("render_seeds", sketch, prompt, seeds, strength)

    def pictures(
        self, sketch: Sketch, prompt: str, seeds: Sequence[int], strength: float, noise: Noise
    ) -> NDArray[np.float32]:
        """Pictures before rounding; see `TurboRenderer.pictures`."""
        return self._ask("pictures", sketch, prompt, seeds, strength, noise)


class RemoteEncoder(_Remote):
    """See `gallery.protocol.Encoder`."""

    part = ENCODER

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._facts["dim"]

    @property
    def weak_below(self) -> Mapping[str, float]:
        """Cosines below which a match is weak, by kind of query."""
        return self._facts["weak_below"]

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        """Vectors of photos; see `Encoder.encode_photos`."""
        return self._ask("encode_photos", images)

    def encode_sketches(self, images: Sequence[Image]) -> Vectors:
        """Vectors of drawings; see `Encoder.encode_sketches`."""
        return self._ask("encode_sketches", images)

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """Vectors of words; see `Encoder.encode_words`."""
        return self._ask("encode_words", labels)


class RemoteDetector(_Remote):
    """See `detect.protocol.Detector`."""

    part = DETECTOR

    def detect(self, image: Image, prompt: str = PROMPT) -> Detection:
        """The surest thing found; see `Detector.detect`."""
        return self._ask("detect", image, prompt)

    def detections(self, image: Image, prompt: str = PROMPT) -> list[Detection]:
        """All things found; see `Detector.detections`."""
        return self._ask("detections", image, prompt)

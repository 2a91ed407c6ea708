"""Sketch to caption to photo to matches, as a generator whose yields are cancel points."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.korean import english
from sketch2image.core.progress import Progress, Report, silent
from sketch2image.core.types import Caption, SearchAnswer
from sketch2image.engine.asking import check_words, strength_of, worded
from sketch2image.engine.job import Steps
from sketch2image.engine.parts import Parts
from sketch2image.engine.request import Request, Result
from sketch2image.engine.routes import find
from sketch2image.gallery.gallery import Gallery, open_gallery
from sketch2image.render.protocol import Rendering

REMEMBERED = 32
"""Results kept; a result holds a picture of about 0.8 MB."""


@dataclass
class Pipeline:
    """Does the work of a request with the given models.

    Attributes:
        parts: the models.
        report: gets the progress of indexing new pictures; may raise `Cancelled`.
        remembered: results by bound request, the latest last.
    """

    parts: Parts
    report: Report = silent
    remembered: OrderedDict[Request, Result] = field(default_factory=OrderedDict)

    def bind(self, request: Request, gallery: Gallery | None) -> Request:
        """The request with all that models and gallery add to it, and its prompt in English.

        Raises:
            UserError: a Korean word of the prompt is not known.
        """
        models, strength = [self.parts.captioner.fingerprint], request.strength
        if request.render:
            models.append(self.parts.renderer.fingerprint)
            strength = strength_of(request.strength, self.parts.renderer)
        if gallery is not None:
            models.append(self.parts.encoder.fingerprint)
        state = gallery.state if gallery is not None else ""
        return replace(
            request,
            prompt=english(request.prompt),
            models=tuple(models),
            state=state,
            strength=strength,
        )

    def run(self, request: Request) -> Steps[Result]:
        """Answer a request.

        Yields:
            Progress, before each stage begins.

        Raises:
            UserError: the sketch is empty, there is no such style, the gallery cannot be opened,
                a model is missing.
        """
        if request.sketch.is_empty:
            raise UserError(ErrorKind.input, "the sketch is empty", "Draw something first.")
        check_words(request.prompt, request.style)
        yield Progress("load", 0, 4, "loading the models")
        if not request.gallery:
            return (yield from self._recall_or_work(request, None))
        with open_gallery(request.gallery) as gallery:
            yield Progress("index", 0, 4, "looking for new pictures")
            gallery.catch_up(self.parts.encoder, self.report)
            return (yield from self._recall_or_work(request, gallery))

    def _recall_or_work(self, request: Request, gallery: Gallery | None) -> Steps[Result]:
        bound = self.bind(request, gallery)
        if bound in self.remembered:
            self.remembered.move_to_end(bound)
            return self.remembered[bound]
        result = yield from self._work(bound, gallery)
        self._remember(result)
        return result

    def _work(self, request: Request, gallery: Gallery | None) -> Steps[Result]:
        watch = _Watch()
        yield Progress("caption", 1, 4, "naming the sketch")
        with watch.stage("caption"):
            caption: Caption = self.parts.captioner.caption(request.sketch)
        prompt = request.prompt or caption.text
        rendering: Rendering | None = None
        if request.render:
            renderer = self.parts.renderer
            prompt = worded(renderer, request.sketch, request.prompt, caption.text, request.style)
            yield Progress("render", 2, 4, f"rendering: {prompt}")
            with watch.stage("render"):
                assert request.strength is not None  # `bind` filled it in
                rendering = renderer.render(request.sketch, prompt, request.seed, request.strength)
        image = rendering.image if rendering else None
        found: SearchAnswer | None = None
        if gallery is not None:
            yield Progress("search", 3, 4, "searching the gallery")
            with watch.stage("search"):
                found = find(gallery, self.parts.encoder, request, image, caption)
        method = rendering.method if rendering else ""
        matches, mark = (found.matches, found.mark) if found else ((), None)
        yield Progress("done", 4, 4)
        return Result(request, caption, prompt, image, method, matches, mark, watch.seconds)

    def _remember(self, result: Result) -> None:
        self.remembered[result.request] = result
        while len(self.remembered) > REMEMBERED:
            self.remembered.popitem(last=False)


@dataclass
class _Watch:
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 4)

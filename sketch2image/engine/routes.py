"""How a request is looked up: by its sketch, its rendered picture and its caption, together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sketch2image.core.labels import label_in
from sketch2image.core.types import Caption, Image, QueryKind, SearchAnswer
from sketch2image.core.vocabulary import vocabulary
from sketch2image.engine.request import Request
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.protocol import Encoder
from sketch2image.gallery.search import QueryPart, WordsPart, search_together

SKETCH, RENDER, CAPTION = "sketch", "render", "caption"


def find(
    gallery: Gallery, encoder: Encoder, request: Request, image: Image | None, caption: Caption
) -> SearchAnswer:
    """The request's k matches by the weighted mean of its routes, which name their parts.

    Args:
        gallery: brought up to date.
        encoder: of the gallery's vectors.
        request: names the weights; a route without a weight, or without a picture, is left out.
        image: the rendered picture, if there is one.
        caption: of the sketch; what the request's own prompt names goes before it.

    Raises:
        UserError: no route is left, or the gallery is empty.
    """
    weights = dict(request.weights)
    pictures = {SKETCH: (request.sketch.raster, QueryKind.sketch)}
    if image is not None:
        pictures[RENDER] = (image, QueryKind.photo)
    parts = [
        QueryPart(picture, kind, weights[route], route)
        for route, (picture, kind) in pictures.items()
        if weights.get(route)
    ]
    words = WordsPart(_named(request, caption), weights.get(CAPTION, 0.0), CAPTION)
    return search_together(gallery, encoder, parts, request.k, words if words.weight else None)


def _named(request: Request, caption: Caption) -> Mapping[str, float]:
    """Classes and their chances."""
    if said := label_in(request.prompt, _words()):
        return {said: 1.0}
    return {guess.label: guess.score for guess in caption.alternatives}


@cache
def _words() -> tuple[str, ...]:
    return vocabulary("all")

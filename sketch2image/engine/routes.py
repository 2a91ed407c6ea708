"""How a request is looked up: by its sketch and by the picture rendered from it, together."""

from __future__ import annotations

from sketch2image.core.types import Image, Match, QueryKind
from sketch2image.engine.request import Request
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.protocol import Encoder
from sketch2image.gallery.search import QueryPart, search_together

SKETCH, RENDER = "sketch", "render"


def find(
    gallery: Gallery, encoder: Encoder, request: Request, image: Image | None
) -> tuple[Match, ...]:
    """The request's k matches by the weighted mean of its routes.

    Args:
        gallery: brought up to date.
        encoder: of the gallery's vectors.
        request: names the weights; a route without a weight, or without a picture, is left out.
        image: the rendered picture, if there is one.

    Raises:
        UserError: no route is left, or the gallery is empty.
    """
    weights = dict(request.weights)
    pictures = {SKETCH: (request.sketch.raster, QueryKind.sketch)}
    if image is not None:
        pictures[RENDER] = (image, QueryKind.photo)
    parts = [
        QueryPart(picture, kind, weights[route])
        for route, (picture, kind) in pictures.items()
        if weights.get(route)
    ]
    return search_together(gallery, encoder, parts, request.k).matches

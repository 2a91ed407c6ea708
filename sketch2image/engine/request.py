"""What is asked and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from sketch2image.core import defaults
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ENCODER, WORDS
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption, Image, Match, QueryKind

Weights = tuple[tuple[str, float], ...]
"""(route, weight) pairs; the routes are "sketch", "render" and "caption"."""

DEFAULT_WEIGHTS: Weights = (("sketch", 1.0), ("render", 0.25), ("caption", 0.5))
"""What found most on human sketches (docs/models.md)."""

Balance = tuple[float, float]
"""What a picture and what words count, where a query has both."""

EQUAL: Balance = (1.0, 1.0)


def weights_from(text: str) -> Weights:
    """Weights as a person writes them: `sketch=1,render=0.5`.

    Raises:
        UserError: an unknown route, or something that is not a number, or none above zero.
    """
    known = tuple(route for route, _ in DEFAULT_WEIGHTS)
    given: dict[str, float] = {}
    for part in text.split(","):
        route, _, weight = (piece.strip() for piece in part.partition("="))
        given[route] = _weight(weight)
        if route not in known:
            raise _bad_weights(f"unknown route {route!r}")
    if not any(given.values()):
        raise _bad_weights("every route counts nothing")
    return tuple(given.items())


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError as error:
        raise _bad_weights(f"{text!r} is not a weight") from error
    if not 0 <= weight < inf:
        raise _bad_weights(f"{text!r} is not a weight")
    return weight


def _bad_weights(what: str) -> UserError:
    hint = "Write them like `sketch=1,render=0.5,caption=1`."
    return UserError(ErrorKind.input, what, hint)


@dataclass(frozen=True)
class Request:
    """Everything that decides a result: equal requests give equal results.

    Attributes:
        sketch: the drawing.
        prompt: what to render; empty for the caption of the sketch.
        seed: which of the possible pictures is rendered.
        strength: 0 (free) .. 1 (follows the lines); None for the renderer's usual one, which
            `Pipeline.bind` fills in.
        style: name of a style, or a sentence with `{prompt}` in it; empty for none.
        gallery: name or folder to search; empty for no search.
        k: matches wanted.
        weights: what each route of the search counts.
        render: whether a picture is wanted.
        models: fingerprints of the models that will answer; set by `Pipeline.bind`.
        state: of the gallery; set by `Pipeline.bind`.
    """

    sketch: Sketch
    prompt: str = ""
    seed: int = 0
    strength: float | None = None
    gallery: str = ""
    k: int = defaults.MATCHES
    weights: Weights = DEFAULT_WEIGHTS
    render: bool = True
    style: str = ""
    models: tuple[str, ...] = ()
    state: str = ""


@dataclass(frozen=True, eq=False)
class Result:
    """The answer to a request.

    Attributes:
        request: the bound request that was answered.
        caption: what the sketch shows.
        prompt: what was rendered.
        image: (H, W, 3) uint8 RGB photo, None when none was asked for.
        method: how the renderer made it.
        matches: best first; empty without a gallery.
        mark: score below which matches are weak; None without a gallery.
        seconds: time of each stage.
        tier: which models answered and why, see `Tiers.document`; empty where there was no choice.
    """

    request: Request
    caption: Caption
    prompt: str
    image: Image | None = None
    method: str = ""
    matches: tuple[Match, ...] = ()
    mark: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    tier: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Query:
    """What is looked for.

    Attributes:
        gallery: name or folder.
        images: (H, W, 3) uint8 RGB pictures, each looked up by itself; may be none.
        kind: what these are.
        text: words, alone or beside each picture; may be empty.
        k: matches wanted.
        balance: what each picture and the words count, where there are both.
    """

    gallery: str
    images: Sequence[Image] = ()
    kind: QueryKind = QueryKind.auto
    text: str = ""
    k: int = defaults.MATCHES
    balance: Balance = EQUAL

    def __post_init__(self) -> None:
        """Refuse a query that looks for nothing.

        Raises:
            UserError: there is neither a picture nor a word.
        """
        if not self.images and not self.text.strip():
            hint = "Name a picture, or give --text."
            raise UserError(ErrorKind.input, "nothing to search for", hint)

    @property
    def needed(self) -> tuple[str, ...]:
        """Parts that the answer needs."""
        return (ENCODER, WORDS) if self.text.strip() else (ENCODER,)

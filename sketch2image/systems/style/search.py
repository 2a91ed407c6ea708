"""The pictures of an index that are nearest in style to another picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.picture_names import plain
from sketch2image.core.pictures import open_picture
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.gallery.style.bodies import Rows
from sketch2image.gallery.style.classifier import chances
from sketch2image.gallery.style.folder import open_style
from sketch2image.models.digests import sha256_of
from sketch2image.systems.style.describing import Described, Features
from sketch2image.systems.style.nearness import Distance, distances
from sketch2image.systems.style.store import Entry, StyleIndex

FILTERS = ("country", "artist", "style")

_SHOWN = 8
"""Values that a message lists."""


@dataclass(frozen=True)
class Wish:
    """How to search.

    Attributes:
        k: pictures wanted.
        features: that are compared.
        distance: by which they are.
        only: by `FILTERS`, values of which a picture must have one; letters of any case.
    """

    k: int = 5
    features: Features = "penultimate"
    distance: Distance = "cosine"
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A picture that was found.

    Attributes:
        entry: of the index.
        path: of the picture.
        rank: counted from 1.
        distance: 1 - cosine, 0..2, or Euclidean.
        score: cosine, or 1 / (1 + distance).
        changed: whether its file is no longer what the index knows, or gone.
    """

    entry: Entry
    path: Path
    rank: int
    distance: float
    score: float
    changed: bool


@dataclass(frozen=True)
class Answer:
    """What a search found.

    Attributes:
        said: class that the picture is taken for.
        chance: how likely, 0..1; the softmax of its logits.
        among: pictures that passed the filters.
        found: best first.
    """

    said: str
    chance: float
    among: int
    found: tuple[Found, ...]


def search(index: StyleIndex, picture: str, wish: Wish, device: str = "cpu") -> Answer:
    """The pictures nearest to another one, which may be in the index itself.

    Args:
        index: to look in.
        picture: file of the query.
        wish: how to search.
        device: name for `models.devices`.

    Raises:
        UserError: the picture cannot be read, no entry passes the filters, the classifier of the
            index is gone or has changed, or the features are not known.
    """
    _check_features(index, wish)
    places = _passing(index, wish.only)
    query = _query(index, picture, device)
    held = index.described.at(places).rows(wish.features)
    far = distances(query.rows(wish.features), held, wish.distance)[0]
    order = np.argsort(far, kind="stable")[: wish.k]
    found = (
        _found(index, index.entries[places[place]], rank, float(far[place]), wish.distance)
        for rank, place in enumerate(order, 1)
    )
    likely = chances(query.logits)[0]
    best = int(likely.argmax())
    return Answer(index.classes[best], float(likely[best]), len(places), tuple(found))


def _found(index: StyleIndex, entry: Entry, rank: int, far: float, distance: Distance) -> Found:
    path = index.path_of(entry)
    changed = not path.is_file() or sha256_of(path) != entry.content
    return Found(entry, path, rank, far, _SCORES[distance](far), changed)


_SCORES: Mapping[Distance, Callable[[float], float]] = {
    "cosine": lambda far: 1 - far,
    "euclidean": lambda far: 1 / (1 + far),
}


def _check_features(index: StyleIndex, wish: Wish) -> None:
    if not index.described.rows(wish.features).shape[1]:
        message = "an index that came from a workbook has logits only"
        raise UserError(ErrorKind.input, message, "Search it with --features logits.")


def _passing(index: StyleIndex, only: Mapping[str, Sequence[str]]) -> list[int]:
    places = list(range(len(index.entries)))
    for name, values in only.items():
        wanted = {_spelled(value) for value in values}
        passed = [p for p in places if _spelled(getattr(index.entries[p], name)) in wanted]
        if wanted and not passed:
            raise _nothing(name, values, (getattr(index.entries[p], name) for p in places))
        places = passed if wanted else places
    return places


def _spelled(text: str) -> str:
    """As it is compared: `nicolae-grigorescu` and `Nicolae Grigorescu` are alike."""
    return " ".join(plain(text).replace("-", " ").replace("_", " ").split())


def _nothing(name: str, values: Sequence[str], there: Iterable[str]) -> UserError:
    known = sorted({text for text in there if text})
    more = ", ..." if len(known) > _SHOWN else ""
    hint = f"Known: {', '.join(known[:_SHOWN])}{more}." if known else f"It knows no {name}."
    return UserError(ErrorKind.input, f"no picture has the {name} {' or '.join(values)}", hint)


def _query(index: StyleIndex, picture: str, device: str) -> Described:
    shown = open_picture(picture, PICTURE_SIDE)
    content = sha256_of(Path(picture))
    own = (place for place, entry in enumerate(index.entries) if entry.content == content)
    place = next(own, None)
    if place is not None:
        return index.described.at([place])
    if not index.model:
        message = "the network that made the features of this index is not here"
        raise UserError(ErrorKind.model, message, "Ask with one of its own pictures.")
    classifier = open_style(Path(index.model), device)
    if classifier.fingerprint != index.fingerprint:
        message = f"the classifier in {index.model} is not the one that made the index"
        raise UserError(ErrorKind.model, message, "Make the index again with `style index`.")
    features: Rows = classifier.features([shown])
    return Described(features, classifier.logits(features))

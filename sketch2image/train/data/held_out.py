"""Holding out a share of the instances of every class."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from sketch2image.train.data.collection import Collection, Item

Key = tuple[str, str]
"""Class and instance."""

Kind = TypeVar("Kind")


def hold_out(collection: Collection, share: float) -> tuple[Collection, Collection]:
    """Collections to train and to measure on, without a common instance.

    The draw is by a hash of class and instance: the same on every machine, in any file order.
    Sketches go with the photo they were drawn after; photos that nobody drew give their own share.

    Args:
        collection: what to split.
        share: of the instances of each class, 0..1; at least one where a class has two.
    """
    drawn = {_key(item) for item in collection.sketches}
    others = {_key(item) for item in collection.photos} - drawn
    held = _lots(drawn, share) | _lots(others, share)
    return _part(collection, held, False), _part(collection, held, True)


def spread(all_of: Sequence[Kind], most: int) -> tuple[Kind, ...]:
    """At most so many, evenly over all: examples come class by class."""
    places = np.linspace(0, len(all_of) - 1, min(most, len(all_of))).round().astype(int)
    return tuple(all_of[place] for place in places)


def _key(item: Item) -> Key:
    return item.label, item.instance or f"{item.file.name}:{item.row}"


def _lots(keys: Iterable[Key], share: float) -> set[Key]:
    classes: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        classes[key[0]].append(key)
    return {
        key
        for group in classes.values()
        for key in sorted(group, key=_lot)[: _count(len(group), share)]
    }


def _count(instances: int, share: float) -> int:
    """How many are held out; one always stays to train on."""
    return min(max(1, round(share * instances)), instances - 1)


def _lot(key: Key) -> str:
    return hashlib.sha256("/".join(key).encode()).hexdigest()


def _part(collection: Collection, held: set[Key], test: bool) -> Collection:
    def kept(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(item for item in items if (_key(item) in held) is test)

    return Collection(kept(collection.sketches), kept(collection.photos))

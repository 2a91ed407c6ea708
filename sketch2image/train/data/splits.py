"""Which part of a collection trains, and which part it is measured on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.data.collection import Collection
from sketch2image.train.data.held_out import hold_out
from sketch2image.train.data.split_files import Lists, class_names, file_lists

HELD_OUT = "held-out:"


@dataclass(frozen=True)
class Split:
    """A collection in two parts.

    Attributes:
        train: what training may see.
        test: what it is measured on.
        name: the published name, the file, or `held-out:<share>`.
        warnings: what does not fit between split and collection, one sentence each.
    """

    train: Collection
    test: Collection
    name: str
    warnings: tuple[str, ...] = ()


def split(collection: Collection, wish: str) -> Split:
    """Split a collection.

    Args:
        collection: as `layouts.collection` lists it.
        wish: a published class split (`published`); a file of unseen class names, one a line; a
            folder of published file lists (`*train*.txt`, `*zero*.txt` of lines `path class_id`),
            or one of these lists; or `held-out:0.1`, a share of the instances of every class.

    Returns:
        The two parts, and what was missing.

    Raises:
        UserError: there is no such split, or one part would be empty.
    """
    made = _made(collection, wish)
    for part, items in (("train on", made.train.sketches), ("measure on", made.test.sketches)):
        if not items:
            message = f"the split {wish} leaves no sketch to {part}"
            raise UserError(ErrorKind.input, message, "Name another split, or add data.")
    return made


@cache
def published() -> Mapping[str, Mapping[str, Any]]:
    """The published class splits by name: `unseen`, `classes` in all, and their `source`."""
    text = (resources.files(__package__ or "") / "unseen.toml").read_text("utf-8")
    return tomllib.loads(text)


def _made(collection: Collection, wish: str) -> Split:
    if wish.startswith(HELD_OUT):
        train, test = hold_out(collection, _share(wish))
        return Split(train, test, wish)
    if wish in published():
        return _by_classes(collection, wish, published()[wish]["unseen"])
    if not Path(wish).exists():
        known = ", ".join((*published(), f"{HELD_OUT}0.1"))
        raise UserError(
            ErrorKind.input, f"there is no split {wish}", f"Known: {known}, or name a file."
        )
    return _from_file(collection, Path(wish))


def _from_file(collection: Collection, place: Path) -> Split:
    lists = file_lists(place)
    if lists:
        return _by_lists(collection, str(place), lists)
    return _by_classes(collection, str(place), class_names(place))


def _share(wish: str) -> float:
    try:
        share = float(wish.removeprefix(HELD_OUT))
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        hint = f"Write it as {HELD_OUT}0.1: a share between 0 and 1."
        raise UserError(ErrorKind.input, f"cannot hold out {wish!r}", hint)
    return share


def _by_classes(collection: Collection, name: str, unseen: Sequence[str]) -> Split:
    missing = collection.lacking(unseen)
    here = len(unseen) - len(missing)
    warnings = [f"{len(missing)} of {len(unseen)} unseen classes of {name} are not here: "
                f"{', '.join(missing)}"] if missing else []  # fmt: skip
    total = published().get(name, {}).get("classes")
    if total and len(collection.labels) - here != total - len(unseen):
        seen = len(collection.labels) - here
        warnings.append(f"{name} trains on {total - len(unseen)} classes, here are {seen}")
    return Split(collection.without(unseen), collection.only(unseen), name, tuple(warnings))


def _by_lists(collection: Collection, name: str, lists: Lists) -> Split:
    test = lists.part(collection, lists.test)
    train = lists.part(collection, lists.train)
    if not lists.train:
        train = collection.without(lists.test_labels)
    return Split(train, test, name, lists.missing(collection))

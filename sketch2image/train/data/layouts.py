"""Where published data sets keep their sketches and photos."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name
from sketch2image.train.data.collection import Collection, Item
from sketch2image.train.data.strokes import SUFFIXES, is_strokes, rows

AUTO = "auto"


@dataclass(frozen=True)
class Layout:
    """How a data set lies on disk.

    Attributes:
        name: for people to choose.
        sketches: patterns of folders that hold one folder a class; the first that matches counts.
        photos: the same for photos, but every one that matches counts.
        fits: whether folders found by these patterns are really this data set.
        looks_for: what has to be there, for people.
        strokes: whether stroke files in the folder are its sketches.
    """

    name: str
    sketches: tuple[str, ...]
    photos: tuple[str, ...]
    fits: Callable[[Path], bool]
    looks_for: str
    strokes: bool = False


def _any(_: Path) -> bool:
    return True


def _numbered(folder: Path) -> bool:
    """TU-Berlin numbers its sketches through all classes: `ant/321.png`."""
    names = [file for part in _classes(folder)[:3] for file in _pictures(part)[:3]]
    return bool(names) and all(f.stem.isdigit() and f.suffix.lower() == ".png" for f in names)


_BASES = ("", "256x256/", "rendered_256x256/256x256/")
_LEVELS = ("/tx_000000000000*", "/tx_*", "")
"""Sketchy holds every picture in several alignments; the plain one is preferred."""

_PHOTOS = ("photo*", "image*")
_SKETCHY_NAME = re.compile(r"n\d{8}_\d+-\d+")

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "sketchy",
        tuple(f"{base}sketch{level}" for base in _BASES for level in _LEVELS),
        (
            *(f"{base}photo{level}" for base in _BASES for level in _LEVELS),
            *("EXTEND_image_sketchy*", "extended_photo", "../EXTEND_image_sketchy*"),
            *_PHOTOS,
        ),
        _any,
        "sketch/<class>/ and photo/<class>/, also one level down in tx_000000000000/",
    ),
    Layout(
        "tu-berlin",
        ("png*", "sketches", "."),
        ("ImageResized*", *_PHOTOS),
        _numbered,
        "<class>/<number>.png, also in png/; photos in ImageResized/<class>/",
    ),
    Layout(
        "quickdraw",
        ("QuickDraw_sketches*", "sketches*"),
        ("QuickDraw_images*", "EXTEND_image_quickdraw*", *_PHOTOS),
        _any,
        f"*{' or *'.join(SUFFIXES)}, or (QuickDraw_)sketches*/<class>/ and images*/<class>/",
        strokes=True,
    ),
    Layout(
        "folders",
        ("sketch*", "."),
        _PHOTOS,
        _any,
        "sketch*/<class>/ and photo*/<class>/ (or image*/), or sketches alone in <class>/",
    ),
)
"""In the order in which `auto` tries them."""


def collection(folder: Path, layout: str = AUTO) -> Collection:
    """List a data set.

    Args:
        folder: where it was unpacked.
        layout: name of one of `LAYOUTS`, or `auto` to recognize it.

    Returns:
        Sketches and photos sorted by class and name. A photo's instance is its file name without
        ending; a sketch named `<photo>-<n>` has the photo's instance, a stroke drawing its key.

    Raises:
        UserError: there is no such folder or layout, or it is not what is in the folder.
    """
    if folder.is_file():
        hint = "Name a folder of sketches; a table ends in .csv, .jsonl or .json."
        raise UserError(ErrorKind.input, f"{folder} is no folder", hint)
    if not folder.is_dir():
        hint = "Check the spelling of the path."
        raise UserError(ErrorKind.missing_file, f"no such folder: {folder}", hint)
    try:
        found = (_listed(candidate, folder) for candidate in _candidates(layout))
        return next(one for one in found if one.sketches)
    except StopIteration:
        raise _unknown(folder, layout) from None
    except OSError as error:
        message = f"{error.filename} cannot be read: {(error.strerror or '').lower()}"
        raise UserError(ErrorKind.unreadable, message, "Check its permissions.") from error


def photo_of(name: str) -> str:
    """The photo a sketch named as Sketchy does was drawn after; any other name as it is."""
    return name.rsplit("-", 1)[0] if _SKETCHY_NAME.fullmatch(name) else name


def _candidates(name: str) -> tuple[Layout, ...]:
    chosen = tuple(one for one in LAYOUTS if name in (AUTO, one.name))
    if not chosen:
        known = ", ".join((AUTO, *(one.name for one in LAYOUTS)))
        raise UserError(ErrorKind.input, f"there is no layout {name!r}", f"Known: {known}.")
    return chosen


def _listed(layout: Layout, folder: Path) -> Collection:
    photos = _photos(_matching(folder, layout.photos))
    if layout.strokes and (files := _stroke_files(folder)):
        return Collection(tuple(_drawings(files)), photos)
    for place in _matching(folder, layout.sketches):
        if layout.fits(place) and (sketches := _items(place)):
            return Collection(_with_instances(sketches, photos), photos)
    return Collection((), ())


def _matching(folder: Path, patterns: Iterable[str]) -> list[Path]:
    """Folders that match, in the order of the patterns, none inside another one of them."""
    found: list[Path] = []
    for pattern in patterns:
        base = folder.parent if pattern.startswith("../") else folder
        places = [base] if pattern == "." else sorted(base.glob(pattern.removeprefix("../")))
        found += [place for place in places if place.is_dir() and not _holds(place, found)]
    return found


def _holds(place: Path, found: list[Path]) -> bool:
    return any(one == place or place in one.parents for one in found)


def _photos(places: list[Path]) -> tuple[Item, ...]:
    """Photos of all places; one that lies in two of them counts once."""
    seen: dict[tuple[str, str], Item] = {}
    for item in (item for place in places for item in _items(place)):
        seen.setdefault((item.label, item.instance), item)
    return tuple(seen.values())


def _items(place: Path) -> list[Item]:
    return [
        Item(file, part.name, file.stem) for part in _classes(place) for file in _pictures(part)
    ]


def _with_instances(sketches: list[Item], photos: tuple[Item, ...]) -> tuple[Item, ...]:
    known = {(photo.label, photo.instance) for photo in photos}
    return tuple(replace(item, instance=_drawn_after(item, known)) for item in sketches)


def _drawn_after(sketch: Item, known: set[tuple[str, str]]) -> str:
    name = sketch.instance
    photo = name.rsplit("-", 1)[0]
    return photo if (sketch.label, photo) in known else photo_of(name)


def _stroke_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if is_strokes(file))


def _drawings(files: list[Path]) -> Iterable[Item]:
    for file in files:
        for row in rows(file):
            yield Item(file, row.word, row.key or f"{file.name}:{row.number}", row.number)


def _classes(place: Path) -> list[Path]:
    return sorted(part for part in place.iterdir() if part.is_dir() and _is_seen(part))


def _pictures(part: Path) -> list[Path]:
    return sorted(f for f in part.iterdir() if is_picture_name(f.name) and _is_seen(f))


def _is_seen(path: Path) -> bool:
    return not path.name.startswith(".")


def _unknown(folder: Path, layout: str) -> UserError:
    places = "; ".join(f"{one.name}: {one.looks_for}" for one in _candidates(layout))
    what = "no sketches of a known layout" if layout == AUTO else f"no {layout} sketches"
    return UserError(ErrorKind.input, f"{what} in {folder}", f"Looked for {places}.")

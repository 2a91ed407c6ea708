"""A collection: a gallery whose pictures are works."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report, silent
from sketch2image.gallery.catalog import Entry, Place
from sketch2image.gallery.facts import AddReport
from sketch2image.gallery.gallery import Gallery
from sketch2image.gallery.local.aggregate import bundled_codebook
from sketch2image.gallery.local.describing import describe
from sketch2image.gallery.local.store import FILE as FEATURES
from sketch2image.gallery.local.store import FeatureStore
from sketch2image.gallery.protocol import Encoder
from sketch2image.gallery.scan import folder_key
from sketch2image.gallery.stores import CATALOG, named_store
from sketch2image.systems.artworks.keeping import FILE, Held, Making, WorkStore
from sketch2image.systems.artworks.layouts import Listing
from sketch2image.systems.artworks.taking import take_over
from sketch2image.systems.artworks.work import Work

DEFAULT_NAME = "artworks"
"""The collection that is meant when none is named."""

_PLAIN = Making()


@dataclass(frozen=True)
class Registered:
    """What registering a folder did.

    Attributes:
        report: in pictures.
        works: works of the folder that are held now.
        taken_over: vectors that came from elsewhere and not from the encoder.
        without_row, without_picture: see `Listing`.
    """

    report: AddReport
    works: int
    taken_over: int = 0
    without_row: tuple[str, ...] = ()
    without_picture: tuple[str, ...] = ()


class Collection(Closing):
    """An open collection, used by one thread; also a context manager that closes itself.

    Its works lie in the store of its gallery, so that removing the gallery removes them too.

    Args:
        name: of the gallery.
        create: make it where there is none.

    Raises:
        UserError: the name is not allowed, there is no such gallery, or its files are damaged.
    """

    def __init__(self, name: str = DEFAULT_NAME, create: bool = False) -> None:
        if not create and not (named_store(name) / CATALOG).is_file():
            hint = f"Make one with `artworks register DIR --collection {name}`."
            raise UserError(ErrorKind.gallery, f"no collection {name}", hint)
        with ExitStack() as opened:
            self.gallery = opened.enter_context(Gallery.named(name, create))
            self._kept = opened.enter_context(WorkStore(self.gallery.store / FILE))
            store = FeatureStore(self.gallery.store / FEATURES, bundled_codebook())
            self.features = opened.enter_context(store)
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Close its files; safe to call twice."""
        self._opened.close()

    @property
    def making(self) -> Making:
        """How its vectors were made when it was last registered; queries have to be made so too."""
        return self._kept.making

    def register(
        self,
        listing: Listing,
        encoder: Encoder,
        report: Report = silent,
        making: Making = _PLAIN,
    ) -> Registered:
        """Bring the collection up to date with a folder and with what is told of its works.

        Only pictures whose size or time has changed are read. A work that a table told stays with
        its picture, moved or not, until another table is given.

        Args:
            listing: of the folder, by `list_works`.
            encoder: makes the vectors.
            report: as `Gallery.add`.
            making: how the encoder was opened; kept for queries.

        Raises:
            UserError, Cancelled: as `Gallery.add`; the vectors that came with the works are
                not of this encoder.
        """
        count = self._take_over(listing, encoder, report)
        done = self.gallery.add(listing.folder, encoder, report)
        works = self._settled(listing)
        self._kept.put(folder_key(listing.folder), works, making)
        describe(self.gallery.catalog, self.features, report)
        return Registered(done, len(works), count, listing.without_row, listing.without_picture)

    def works(self) -> dict[str, Work]:
        """The works by the resolved posix path of their pictures, of those that are held."""
        entries = self.gallery.catalog.entries()
        return {key: one.work for key, one in self._kept.held().items() if key in entries}

    def work_of(self, path: str | os.PathLike[str]) -> Work | None:
        """The work of a picture, by its path however spelled; None where it is not of a work."""
        return self._kept.of(Path(path).resolve().as_posix())

    def works_behind(self, ids: Sequence[int]) -> dict[int, list[tuple[str, Work]]]:
        """Paths and works of the pictures behind vectors, by vector id, in order of path."""
        spelled, found = self.gallery.spelled(), defaultdict(list)
        for number, key, folder in self.gallery.catalog.keys_of(ids):
            path = spelled(Place(key, folder))
            found[number].append((path, self._kept.of(key) or Work(path)))
        return {number: sorted(works, key=itemgetter(0)) for number, works in found.items()}

    def _take_over(self, listing: Listing, encoder: Encoder, report: Report) -> int:
        if listing.taken is None:
            return 0
        return take_over(self.gallery, listing.folder, listing.taken, encoder, report)

    def _settled(self, listing: Listing) -> list[Held]:
        """What is held of the folder from now on; pictures out of sight keep their works."""
        folder = folder_key(listing.folder)
        entries = self.gallery.catalog.entries(folder)
        held = self._kept.held(folder)
        before = {} if listing.told else _told(held.values())
        keys = {f"{folder.rstrip('/')}/{path}": path for path in listing.works}
        unseen = [held[key] for key in held.keys() & entries.keys() - keys.keys()]
        seen = [
            _held(entries[key], path, listing, before)
            for key, path in keys.items()
            if key in entries
        ]
        return seen + unseen


def making_of(name: str) -> Making:
    """How the vectors of a collection were made; the usual way where there is none yet.

    Raises:
        UserError: as `Collection`.
    """
    file = named_store(name) / FILE
    if not file.is_file():
        return _PLAIN
    with WorkStore(file) as kept:
        return kept.making


def _told(held: Iterable[Held]) -> dict[object, Work]:
    """Works that a table told, by what `_probes` gives for their pictures."""
    told = [one for one in held if one.told]
    return {probe: one.work for one in told for probe in _probes(one.key, one.content)}


def _held(entry: Entry, path: str, listing: Listing, before: Mapping[object, Work]) -> Held:
    probes = _probes(entry.key, entry.content)
    work = next((before[probe] for probe in probes if probe in before), None)
    if work is None:
        return Held(entry.key, entry.content, path in listing.told, listing.works[path])
    return Held(entry.key, entry.content, True, replace(work, path=path))


def _probes(key: str, content: str) -> tuple[object, ...]:
    """By what a picture is known again, the surest first: unchanged, moved, painted over."""
    return (key, content), content, key

"""A gallery: folders of pictures, their catalog, and the index to search them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

from sketch2image.core.closing import Closing
from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.files import unwritable
from sketch2image.core.progress import Report, silent
from sketch2image.gallery.adding import Adding, spell
from sketch2image.gallery.catalog import Catalog, Entry, Failure, Folder, Place
from sketch2image.gallery.facts import AddReport, FailedFile, GalleryInfo, GalleryStats
from sketch2image.gallery.index import FlatIndex, load_index
from sketch2image.gallery.lock import writer
from sketch2image.gallery.protocol import Encoder
from sketch2image.gallery.scan import folder_key
from sketch2image.gallery.stores import (
    CATALOG,
    DEFAULT_NAME,
    existing_stores,
    folder_store,
    is_name,
    is_named,
    named_store,
)


class Gallery(Closing):
    """An open gallery, used by one thread; also a context manager that closes itself.

    Use `Gallery.named`, `Gallery.of_folder` or `open_gallery`.
    """

    def __init__(self, name: str, store: Path, folder: str | None = None) -> None:
        """
        Args:
            name: for messages.
            store: folder of the state; made when missing.
            folder: the one folder an unnamed gallery follows, as given; None for a named one.
        """
        self.name = name
        self.store = store
        self.folder = folder
        try:
            store.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(store, error) from error
        self.catalog = Catalog(store / CATALOG)
        self._indexes: dict[str, tuple[int, FlatIndex]] = {}

    @classmethod
    def named(cls, name: str, create: bool = False) -> Self:
        """Open the gallery of this name.

        Raises:
            UserError: the name is not allowed, or there is no such gallery and `create` is False.
        """
        store = named_store(name)
        if not create and not (store / CATALOG).is_file():
            raise _unknown(name)
        return cls(name, store)

    @classmethod
    def of_folder(cls, folder: str | os.PathLike[str]) -> Self:
        """Open the unnamed gallery that follows one folder; `catch_up` brings it up to date.

        Raises:
            UserError: there is no such folder.
        """
        given = os.fspath(folder)
        return cls(given, folder_store(folder_key(given)), given)

    def close(self) -> None:
        """Close the catalog; safe to call twice."""
        self.catalog.close()

    @property
    def revision(self) -> int:
        """Grows with every change; equal revisions of one gallery give equal answers."""
        return self.catalog.revision

    @property
    def state(self) -> str:
        """Differs whenever equal searches could give other answers."""
        return f"{self.catalog.uid}:{self.revision}:{Path.cwd()}"

    @property
    def count(self) -> int:
        """Pictures held."""
        return self.catalog.counts().pictures

    def add(
        self,
        folder: str | os.PathLike[str],
        encoder: Encoder,
        report: Report = silent,
        *,
        retry_failed: bool = True,
    ) -> AddReport:
        """Bring the gallery up to date with a folder: new, changed, renamed and removed files.

        Only files whose size or time has changed are read. Work is kept batch by batch.

        Args:
            folder: paths in answers are spelled beginning with it.
            encoder: makes the vectors.
            report: gets a `Progress` after each batch; raising `Cancelled` stops the work.
            retry_failed: read files again that failed before and have not changed since.

        Raises:
            UserError: the folder is missing or unreadable (nothing is removed then), another
                process is adding, or the disk refuses.
            Cancelled: raised by `report`; what was done is kept.
        """
        given = os.fspath(folder)
        key = folder_key(given)
        done = None
        for place in self.catalog.folders():
            if (place.key, place.given) == (key, given):
                done = Adding(self.catalog, encoder, place, report, retry_failed).glance()
        if done is None:
            with writer(self.store, self.name, report):
                done = self._bring_up(key, given, encoder, report, retry_failed)
        self.index(encoder)
        return done

    def _bring_up(
        self, key: str, given: str, encoder: Encoder, report: Report, retry_failed: bool
    ) -> AddReport:
        for left_behind in self.store.glob(".*.part"):
            left_behind.unlink(missing_ok=True)
        with self.catalog.change():
            place = self.catalog.put_folder(key, given)
        return Adding(self.catalog, encoder, place, report, retry_failed).run()

    def catch_up(self, encoder: Encoder, report: Report = silent) -> list[AddReport]:
        """Make ready for a search by this encoder.

        An unnamed gallery is brought up to date with its folder; a named one only gets the
        vectors it lacks, for instance after a change of encoder.

        Raises:
            UserError, Cancelled: as `add`.
        """
        if self.folder is not None:
            return [self.add(self.folder, encoder, report, retry_failed=False)]
        if not self.catalog.missing(encoder.fingerprint):
            return []
        return [self.add(base, encoder, report, retry_failed=False) for base in self._bases()]

    def rescan(self, encoder: Encoder, report: Report = silent) -> list[AddReport]:
        """Bring all folders up to date; files that could not be read are tried again.

        Raises:
            UserError, Cancelled: as `add`; the other folders are brought up to date before one
                that cannot be is told.
        """
        done: list[AddReport] = []
        trouble: UserError | None = None
        for base in [self.folder] if self.folder is not None else self._bases():
            try:
                done.append(self.add(base, encoder, report))
            except Cancelled:
                raise
            except UserError as error:
                trouble = trouble or error
        if trouble is not None:
            raise trouble
        return done

    def index(self, encoder: Encoder) -> FlatIndex:
        """The index of this encoder's vectors, in step with the catalog."""
        revision = self.revision
        held = self._indexes.get(encoder.fingerprint)
        if held is None or held[0] != revision:
            held = (revision, load_index(self.catalog, encoder, self.store))
            self._indexes[encoder.fingerprint] = held
        return held[1]

    def paths_of(self, ids: Sequence[int]) -> dict[int, list[str]]:
        """Paths of the pictures behind vectors, by vector id, each list in order.

        A path begins with the folder as it was given while that still leads there, and with the
        absolute folder otherwise (a relative one, seen from another working directory).
        """
        spelled = self.spelled()
        paths: dict[int, list[str]] = {}
        for number, key, folder in self.catalog.keys_of(ids):
            paths.setdefault(number, []).append(spelled(Place(key, folder)))
        return {number: sorted(found) for number, found in paths.items()}

    def spelled(self) -> Callable[[Place | Entry | Failure], str]:
        """A function that gives the path of a catalog row, spelled as in `paths_of`."""
        folders = {folder.id: folder for folder in self.catalog.folders()}
        bases = {number: self._base(folder) for number, folder in folders.items()}
        return lambda row: spell(bases[row.folder], folders[row.folder].key, row.key)

    def stats(self) -> GalleryStats:
        """What the gallery holds."""
        counts = self.catalog.counts()
        return GalleryStats(
            name=self.name,
            store=str(self.store),
            folders=tuple(folder.given for folder in self.catalog.folders()),
            pictures=counts.pictures,
            contents=counts.contents,
            failed=counts.failed,
            vectors=counts.vectors,
            revision=self.revision,
            bytes=sum(file.stat().st_size for file in self.store.iterdir()),
        )

    def failed(self) -> tuple[FailedFile, ...]:
        """Files that could not be read when they were last looked at, in order of path."""
        spelled = self.spelled()
        failures = self.catalog.failures().values()
        return tuple(FailedFile(spelled(failure), failure.reason) for failure in failures)

    def _bases(self) -> list[str]:
        return [self._base(folder) for folder in self.catalog.folders()]

    @staticmethod
    def _base(folder: Folder) -> str:
        return _base(folder.given, folder.key, str(Path.cwd()))


def open_gallery(where: str | os.PathLike[str]) -> Gallery:
    """Open a gallery by name, or the unnamed one of a folder.

    An existing gallery's name wins over a folder of the same name; write `./name` for the folder.

    Raises:
        UserError: there is neither.
    """
    text = os.fspath(where)
    if is_name(text) and (named_store(text) / CATALOG).is_file():
        return Gallery.named(text)
    if is_name(text) and not Path(text).exists():
        raise _unknown(text)
    return Gallery.of_folder(text)


def add_folder(
    folder: str | os.PathLike[str],
    encoder: Encoder,
    name: str = DEFAULT_NAME,
    report: Report = silent,
) -> AddReport:
    """`Gallery.add` to a named gallery, which is made when the folder exists and it does not.

    Raises:
        UserError, Cancelled: as `Gallery.add`; the name is not allowed.
    """
    folder_key(folder)
    with Gallery.named(name, create=True) as gallery:
        return gallery.add(folder, encoder, report)


def list_galleries() -> list[GalleryInfo]:
    """All galleries of this person, named ones first; damaged ones carry their fault."""
    return [_info(store) for store in existing_stores()]


def remove_gallery(where: str | os.PathLike[str]) -> None:
    """Delete a gallery's state; the pictures themselves are never touched.

    Raises:
        UserError: there is no such gallery, another process is adding to it, or it cannot be
            deleted.
    """
    text = os.fspath(where)
    store = named_store(text) if is_name(text) else None
    if store is None or not store.is_dir():
        damaged = (one for one in existing_stores() if one.name == text)
        store = next(damaged, folder_store(Path(text).resolve().as_posix()))
    if not store.is_dir():
        raise _unknown(text)
    with writer(store, text, silent, patience=0):
        pass
    try:
        shutil.rmtree(store)
    except OSError as error:
        raise unwritable(store, error) from error


def _info(store: Path) -> GalleryInfo:
    name = store.name
    try:
        with Gallery(name, store) as gallery:
            folders = gallery.catalog.folders()
            if not is_named(store) and folders:
                name = folders[0].key
            return GalleryInfo(name, tuple(folder.given for folder in folders), gallery.count)
    except UserError as error:
        return GalleryInfo(name, (), 0, str(error))


def _unknown(name: str) -> UserError:
    names = ", ".join(store.name for store in existing_stores() if is_named(store))
    hint = f"Galleries: {names}." if names else "Make one with `gallery add FOLDER`."
    return UserError(ErrorKind.gallery, f"no gallery or folder {name}", hint)


@lru_cache(maxsize=256)
def _base(given: str, key: str, _cwd: str) -> str:
    try:
        leads_there = Path(given).resolve().as_posix() == key
    except OSError:
        leads_there = False
    return given if leads_there else str(Path(key))

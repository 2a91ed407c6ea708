"""Tasks on galleries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.errors import UserError
from sketch2image.core.parts import ENCODER
from sketch2image.core.paths import sample_gallery
from sketch2image.engine.desktop.tasks import (
    AddFolder,
    AddReport,
    GalleryState,
    ListGalleries,
    RemoveGallery,
    Rescan,
)
from sketch2image.engine.desktop.workplace import Workplace

if TYPE_CHECKING:
    from sketch2image.gallery.facts import GalleryInfo


def add_folder(task: AddFolder, place: Workplace) -> AddReport:
    """Bring a gallery up to date with a folder."""
    from sketch2image.gallery.gallery import add_folder as add

    tiers = place.tiers("", (ENCODER,))
    return tiers.use(lambda parts: add(task.folder, parts.encoder, task.gallery, place.report))


def rescan(task: Rescan, place: Workplace) -> tuple[AddReport, ...]:
    """Bring a gallery up to date with all of its folders."""
    from sketch2image.gallery.gallery import open_gallery

    tiers = place.tiers("", (ENCODER,))
    with open_gallery(task.gallery) as gallery:
        return tuple(tiers.use(lambda parts: gallery.rescan(parts.encoder, place.report)))


def list_galleries(_: ListGalleries, __: Workplace) -> tuple[GalleryState, ...]:
    """All galleries; the sample pictures last."""
    from sketch2image.engine.galleries import is_samples
    from sketch2image.gallery.gallery import list_galleries as listed

    own = [info for info in listed() if not is_samples(info.name)]
    return (*map(_state, own), _samples())


def remove_gallery(task: RemoveGallery, _: Workplace) -> None:
    """Forget a gallery."""
    from sketch2image.gallery.gallery import remove_gallery as remove

    remove(task.where)


def _state(info: GalleryInfo) -> GalleryState:
    from sketch2image.engine.galleries import called
    from sketch2image.gallery.gallery import open_gallery

    name, failed, fault = info.name, (), info.fault
    if not fault:
        name = called(info.name)
        try:
            with open_gallery(info.name) as gallery:
                failed = gallery.failed()
        except UserError as error:  # its folder is gone
            fault = str(error)
    return GalleryState(name, info.name, info.folders, info.pictures, failed, fault)


def _samples() -> GalleryState:
    """Counted on disk: nothing is written for pictures that were never searched."""
    from sketch2image.core.pictures import is_picture_name
    from sketch2image.engine.galleries import SAMPLES

    folder = str(sample_gallery())
    pictures = sum(is_picture_name(file.name) for file in Path(folder).rglob("*"))
    return GalleryState(SAMPLES, folder, (folder,), pictures)

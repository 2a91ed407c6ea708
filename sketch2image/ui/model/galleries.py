"""The person's galleries, and the work on them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from sketch2image.core.errors import UserError
from sketch2image.engine.desktop.tasks import (
    AddFolder,
    GalleryState,
    ListGalleries,
    RemoveGallery,
    Rescan,
)
from sketch2image.engine.galleries import SAMPLES, is_name
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.model.work import Lane, Work
from sketch2image.ui.model.working import WorkingModel
from sketch2image.ui.words import tr

OWN = "default"
"""Name of the gallery that folders are added to unless another is named."""


class GalleriesModel(WorkingModel):
    """Which galleries there are, which one is searched, and what is being added.

    Args:
        settings: the gallery searched.
        asking: searches it.
        notices: told what was added and what went wrong.
        lane: does the long work.
        errands: looks what there is.

    Signals:
        changed: `galleries`, `chosen`, `work` or `outcome`.
        progressed: with a `Progress` of the work, which counts pictures.
    """

    def __init__(
        self,
        settings: SettingsModel,
        asking: AskingModel,
        notices: Notices,
        lane: Lane,
        errands: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(lane, parent)
        self._settings, self._asking, self._notices = settings, asking, notices
        self._errands = errands
        self.galleries: tuple[GalleryState, ...] = ()
        lane.failed.connect(notices.fail)
        asking.gallery_failed.connect(self.refresh)

    @property
    def chosen(self) -> GalleryState | None:
        """The gallery that is searched; None before the first look."""
        where = self._asking.wishes.gallery
        return next((one for one in self.galleries if one.where == where), None)

    @property
    def has_own(self) -> bool:
        """Whether the person has made a gallery with pictures."""
        return any(one.pictures and one.name != SAMPLES for one in self.galleries)

    @property
    def named(self) -> tuple[str, ...]:
        """Galleries that folders can be added to; the usual one is always offered, first."""
        names = (one.where for one in self.galleries if takes_folders(one))
        return tuple(dict.fromkeys([OWN, *names]))

    def refresh(self) -> None:
        """Look what there is."""
        self._errands.do(ListGalleries(), self._listed, tr("looking at the galleries"))

    def choose(self, where: str) -> None:
        """Search this gallery from now on."""
        try:
            self._settings.set("gallery", where or None)
        except UserError as error:  # it is searched all the same, until the window closes
            self._notices.fail(error, topic="settings")
        self._asking.wish(gallery=where)
        self.changed.emit()

    def add_folder(self, folder: str, name: str = OWN) -> Work:
        """Make a folder of pictures searchable; the gallery is made when missing and chosen."""
        title = tr("adding {folder}", folder=Path(folder).name)
        return self._do(AddFolder(folder, name), title, lambda _: self.choose(name))

    def rescan(self, where: str) -> Work:
        """Bring a gallery up to date with its folders; files that failed are tried again."""
        return self._do(Rescan(where), tr("looking for new pictures"))

    def remove(self, where: str) -> Work:
        """Forget a gallery; its pictures stay where they are."""
        return self._do(
            RemoveGallery(where), tr("forgetting a gallery"), lambda _: self._removed(where)
        )

    def take_over(self, name: str) -> None:
        """A gallery was made elsewhere, e.g. of the phone's pictures: choose it."""
        self.choose(name)
        self.refresh()

    def _removed(self, where: str) -> None:
        if self._asking.wishes.gallery == where:
            self.choose("")

    def _settled(self) -> None:
        self.refresh()

    def _listed(self, galleries: tuple[GalleryState, ...]) -> None:
        self.galleries = galleries
        wishes = [self._asking.wishes.gallery, self._settings.value("gallery")]
        if self.chosen is None:
            own = [one.where for one in galleries if one.pictures and not one.fault]
            known = [where for where in wishes if where in own]
            self._asking.wish(gallery=next(iter([*known, *self._first(own)]), ""))
        self.changed.emit()

    def _first(self, own: list[str]) -> list[str]:
        """The person's own gallery goes before all others, the samples come last."""
        return sorted(own, key=lambda where: where != OWN)


def takes_folders(gallery: GalleryState) -> bool:
    """Whether folders can be added to it: not to the samples, nor to an unnamed one."""
    return is_name(gallery.where)


def can_be_forgotten(gallery: GalleryState) -> bool:
    """All but the sample pictures, which come with the program."""
    return gallery.name != SAMPLES

"""The phone: whether one is there, its pictures, and sending to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.engine.desktop.tasks import (
    PhoneSynced,
    PushToPhone,
    SaveSheet,
    Survey,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.engine.request import Result
from sketch2image.ui.model.galleries import GalleriesModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.places import scratch_file
from sketch2image.ui.model.work import Lane
from sketch2image.ui.model.working import WorkingModel
from sketch2image.ui.words import tr

_EVERY_SECONDS = 15


class PhoneModel(WorkingModel):
    """Looks for a phone from time to time while the window is in front.

    Args:
        galleries: gets the gallery of the phone's pictures.
        notices: told what was sent and what went wrong.
        lane: talks to the phone.
        errands: looks whether there is one.

    Signals:
        changed: `survey`, `work` or `outcome`.
        progressed: with a `Progress` of the work.
    """

    def __init__(
        self,
        galleries: GalleriesModel,
        notices: Notices,
        lane: Lane,
        errands: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(lane, parent)
        self._galleries, self._notices, self._errands = galleries, notices, errands
        self.survey: Survey | None = None
        self._timer = QTimer(self, interval=1000 * _EVERY_SECONDS)
        self._timer.timeout.connect(self.refresh)
        lane.failed.connect(notices.fail)

    @property
    def is_ready(self) -> bool:
        """Whether exactly one phone is usable."""
        return self.survey is not None and self.survey.ready

    def watch(self, wanted: bool) -> None:
        """Look for phones from time to time, or no longer."""
        if wanted:
            self.refresh()
            self._timer.start()
        else:
            self._timer.stop()

    def refresh(self) -> None:
        """Look for a phone now, unless something is being done with it."""
        if not self._lane.is_busy:
            self._errands.do(SurveyPhone(), self._surveyed, tell=False)

    def send(self, pictures: Sequence[str]) -> None:
        """Copy pictures to the phone, where its own gallery shows them."""
        if not self.is_ready:
            self._missing()
            return
        task = PushToPhone("auto", tuple(pictures))
        self._do(task, tr("sending to the phone"), self._sent)

    def send_sheet(self, result: Result) -> None:
        """Send the contact sheet of an answer."""
        if not self.is_ready:
            self._missing()
            return
        path = scratch_file("sheet.png")
        task = SaveSheet(result, path)
        self._do(task, tr("making the sheet"), lambda sheet: self.send([sheet]))

    def sync(self) -> None:
        """Take the new pictures of the phone and make them searchable."""
        if not self.is_ready:
            self._missing()
            return
        self._do(SyncPhone("auto"), tr("taking pictures from the phone"), self._synced)

    def _surveyed(self, survey: Survey) -> None:
        if survey != self.survey:
            self.survey = survey
            self.changed.emit()

    def _sent(self, places: tuple[str, ...]) -> None:
        text = tr("{count} sent to the phone", count=len(places))
        self._notices.say(text, places[0].rpartition("/")[0], topic="phone")

    def _synced(self, synced: PhoneSynced) -> None:
        text = tr("{count} new pictures taken from the phone", count=synced.pulled)
        self._notices.say(text, topic="phone")
        self._galleries.take_over(synced.gallery)

    def _missing(self) -> None:
        detail = self.survey.detail if self.survey else "no phone is connected"
        hint = self.survey.hint if self.survey else ""
        error = UserError(ErrorKind.phone, detail, hint)
        self._notices.fail(error, tr("Look again"), self.refresh, "phone")

"""The phone that adb reaches: which one, its pictures, and sending to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.engine.desktop.tasks import (
    ConnectPhone,
    InvitePhone,
    PairPhone,
    PhoneSent,
    PhoneSynced,
    PushToPhone,
    Seen,
    SendSheet,
    ShowOnPhone,
    StartAdb,
    Survey,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.engine.request import Result
from sketch2image.ui.model.galleries import GalleriesModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.model.work import Lane
from sketch2image.ui.model.working import WorkingModel
from sketch2image.ui.words import N, tr

SHOW = N("Show it on the phone")

_EVERY_SECONDS = 15


class PhoneModel(WorkingModel):
    """Looks for phones from time to time while the window is in front.

    Args:
        settings: which folders pictures are taken from.
        galleries: gets the gallery of the phone's pictures.
        notices: told what was sent and what went wrong.
        lane: talks to the phone.
        errands: looks whether there is one.

    Signals:
        changed: `survey`, `target`, `work` or `outcome`.
        progressed: with a `Progress` of the work.
    """

    def __init__(
        self,
        settings: SettingsModel,
        galleries: GalleriesModel,
        notices: Notices,
        lane: Lane,
        errands: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(lane, parent)
        self._settings, self._galleries = settings, galleries
        self._notices, self._errands = notices, errands
        self._chosen: Seen | None = None
        self.survey: Survey | None = None
        self._timer = QTimer(self, interval=1000 * _EVERY_SECONDS)
        self._timer.timeout.connect(self.refresh)
        lane.failed.connect(notices.fail)

    @property
    def target(self) -> Seen | None:
        """The phone that is used: the only usable one, or the one chosen among several."""
        usable = self.survey.usable if self.survey else ()
        if len(usable) == 1:
            return usable[0]
        return next((one for one in usable if _is_same(one, self._chosen)), None)

    @property
    def is_ready(self) -> bool:
        """Whether there is a phone to use."""
        return self.target is not None

    @property
    def folders(self) -> tuple[str, ...]:
        """Folders of the phone that pictures are taken from."""
        written = self._settings.value("phone_folders").split(",")
        return tuple(filter(None, map(str.strip, written)))

    def choose(self, phone: Seen) -> None:
        """Use this one of several phones, until the window closes."""
        self._chosen = phone
        self.changed.emit()

    def take_from(self, folders: Sequence[str]) -> None:
        """Remember which folders of the phone pictures are taken from."""
        try:
            self._settings.set("phone_folders", ", ".join(folders))
        except UserError as error:
            self._notices.fail(error, topic="settings")

    def watch(self, wanted: bool) -> None:
        """Look for phones from time to time, or no longer."""
        if wanted:
            self.refresh()
            self._timer.start()
        else:
            self._timer.stop()

    def refresh(self) -> None:
        """Look for phones now, unless something is being done with one."""
        if not self._lane.is_busy:
            self._errands.do(SurveyPhone(), self._surveyed, tell=False)

    def start_adb(self) -> None:
        """Start the adb server, which the person wants now."""
        self._do(StartAdb(), tr("starting adb"), self._surveyed)

    def pair(self, address: str, code: str) -> None:
        """Pair with a phone by the code it shows, and connect to it."""
        self._do(PairPhone(address, code), tr("pairing with the phone"))

    def invite(self) -> None:
        """Show a QR code for a phone to scan, see `PairingCode`."""
        self._do(InvitePhone(), tr("waiting for the phone"))

    def connect_to(self, address: str) -> None:
        """Connect to a phone that is paired."""
        self._do(ConnectPhone(address), tr("connecting to the phone"))

    def sync(self, mirror: bool = False) -> None:
        """Take the new pictures of the phone and make them searchable.

        Args:
            mirror: whether what was deleted there is deleted here, too.
        """
        self._with_phone(
            lambda phone: self._do(
                SyncPhone(phone.serial, self.folders, mirror),
                tr("taking pictures from the phone"),
                self._synced,
            )
        )

    def send(self, pictures: Sequence[str]) -> None:
        """Copy pictures to the phone, where its own gallery shows them."""
        self._with_phone(lambda phone: self._send(PushToPhone(phone.serial, tuple(pictures))))

    def send_sheet(self, result: Result) -> None:
        """Send the contact sheet of an answer."""
        self._with_phone(lambda phone: self._send(SendSheet(phone.serial, result)))

    def show(self, sent: PhoneSent) -> None:
        """Open the last of what was sent on the phone's screen."""
        self._do(ShowOnPhone(sent.paths[-1], sent.serial), tr("opening it on the phone"))

    def tell_sent(self, sent: PhoneSent) -> None:
        """Say what lies on which phone now."""
        text = tr("{count} sent to {name}", count=len(sent.paths), name=sent.name)
        place = sent.paths[0].rpartition("/")[0]
        self._notices.say(text, place, tr(SHOW), partial(self.show, sent), "phone")

    def _send(self, task: PushToPhone | SendSheet) -> None:
        self._do(task, tr("sending to the phone"), self.tell_sent)

    def _with_phone(self, act: Callable[[Seen], Any]) -> None:
        """Do it with the phone, or say why there is none."""
        if self.target is not None:
            act(self.target)
            return
        detail = self.survey.detail if self.survey else "no phone is connected"
        hint = self.survey.hint if self.survey else ""
        error = UserError(ErrorKind.phone, detail, hint)
        self._notices.fail(error, tr("Look again"), self.refresh, "phone")

    def _surveyed(self, survey: Survey) -> None:
        if survey != self.survey:
            self.survey = survey
            self.changed.emit()

    def _synced(self, synced: PhoneSynced) -> None:
        text = tr("{count} new pictures taken from the phone", count=synced.pulled)
        self._notices.say(text, topic="phone")
        self._galleries.take_over(synced.gallery)

    def _settled(self) -> None:
        """A phone may have been paired, or pulled out."""
        self.refresh()


def _is_same(one: Seen, other: Seen | None) -> bool:
    """By cable and by air a phone has two serials and one identity."""
    if other is None:
        return False
    return one.serial == other.serial or (bool(one.identity) and one.identity == other.identity)

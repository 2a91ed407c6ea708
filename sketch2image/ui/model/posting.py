"""Each answer by itself to the phone that the setting names."""

from __future__ import annotations

from PySide6.QtCore import QObject

from sketch2image.core.errors import UserError
from sketch2image.engine.desktop.tasks import PhoneSent, SendSheet
from sketch2image.engine.request import Result
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.model.work import Lane
from sketch2image.ui.words import said, tr


class PostingModel(QObject):
    """Sends the sheet of every answer that was asked for; live answers are not sent.

    Args:
        settings: `push_to` names the phone; empty for none.
        asking: gives the answers.
        phone: tells what was sent.
        notices: told once that the phone is missing, not with every answer.
        lane: talks to the phone.
    """

    def __init__(
        self,
        settings: SettingsModel,
        asking: AskingModel,
        phone: PhoneModel,
        notices: Notices,
        lane: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._phone, self._notices, self._lane = settings, phone, notices, lane
        self._is_told = False
        asking.concluded.connect(self._post)
        settings.changed.connect(self._on_setting)

    def _post(self, result: Result) -> None:
        wish = self._settings.value("push_to")
        if wish:
            work = self._lane.do(
                SendSheet(wish, result), self._sent, tr("sending to the phone"), tell=False
            )
            work.failed.connect(self._missed)

    def _sent(self, sent: PhoneSent) -> None:
        self._is_told = False
        self._phone.tell_sent(sent)

    def _missed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._notices.fail(error, topic="posting")
        elif not self._is_told:
            self._is_told = True
            reason = ". ".join(said(error))
            self._notices.say(tr("Answers are not sent to the phone now."), reason, topic="posting")

    def _on_setting(self, name: str) -> None:
        if name == "push_to":
            self._is_told = False

"""The page that phones without a cable open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import (
    ListAddresses,
    OfferAnswer,
    PageEnd,
    PageNews,
    ServePage,
)
from sketch2image.engine.request import Result
from sketch2image.ui.model.galleries import GalleriesModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.work import Lane
from sketch2image.ui.model.working import WorkingModel
from sketch2image.ui.words import language, tr

_REST_SECONDS = 3
"""Without a new picture, after which those that came are made searchable."""


class PhonePageModel(WorkingModel):
    """Opens and closes the page, and puts what arrives into the gallery of the phone.

    Args:
        galleries: gets the pictures.
        notices: told what went wrong.
        lane: serves the page, for minutes.
        errands: looks for addresses and writes what is offered.

    Attributes:
        news: how the page stands, or last stood; None before the first one is open.
        addresses: of this computer, the likeliest first; empty before they are looked for.
        offered: how many files the phone is offered.

    Signals:
        changed: `work`, `outcome`, `addresses` or `offered`.
        progressed: with a `PageNews`.
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
        self._galleries, self._errands = galleries, errands
        self.news: PageNews | None = None
        self.addresses: tuple[str, ...] = ()
        self.offered = 0
        self._indexed = 0
        self._rest = QTimer(self, singleShot=True, interval=1000 * _REST_SECONDS)
        self._rest.timeout.connect(self._index)
        self.progressed.connect(self._on_news)
        lane.failed.connect(notices.fail)

    @property
    def is_open(self) -> bool:
        """Whether a phone can open it."""
        return self.work is not None and self.news is not None

    @property
    def end(self) -> PageEnd | None:
        """How the last page ended by itself or at the phone; None where it was closed here."""
        answer = self.outcome.answer if self.outcome else None
        return answer if isinstance(answer, PageEnd) else None

    @property
    def received(self) -> tuple[str, ...]:
        """Pictures that arrived on the page that is open, or was open last."""
        if self.end is not None:
            return self.end.received
        return self.news.received if self.news else ()

    def look(self) -> None:
        """Look which addresses this computer has."""
        self._errands.do(ListAddresses(), self._looked, tell=False)

    def open(self, host: str = "") -> None:
        """Open the page.

        Args:
            host: one of `addresses`; empty for the likeliest.
        """
        if self.work is None:
            self.news, self.offered, self._indexed = None, 0, 0
            self._do(ServePage(host, language()), tr("the page is open"))

    def offer(self, result: Result) -> None:
        """Let the phone take sheet and picture of an answer."""
        if self.news is not None and self.is_open:
            task = OfferAnswer(result, self.news.outbox)
            self._errands.do(task, self._offered, tr("offering the answer"))

    def _looked(self, addresses: tuple[str, ...]) -> None:
        if addresses != self.addresses:
            self.addresses = addresses
            self.changed.emit()

    def _offered(self, files: tuple[str, ...]) -> None:
        self.offered += len(files)
        self.changed.emit()

    def _on_news(self, news: Progress) -> None:
        if not isinstance(news, PageNews):
            return
        before, self.news = self.news, news
        if len(news.received) > (len(before.received) if before else 0):
            self._rest.start()
        if before is None:
            self.changed.emit()

    def _index(self) -> None:
        if self.news is not None and len(self.received) > self._indexed:
            self._indexed = len(self.received)
            self._galleries.add_folder(self.news.inbox, self.news.gallery)

    def _settled(self) -> None:
        """What came last is made searchable without waiting for more."""
        self._rest.stop()
        self._index()

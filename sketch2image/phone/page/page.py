"""A page for a phone without a cable: opened by a QR code, used by one browser, gone by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.closing import Closing
from sketch2image.core.progress import Progress, Report
from sketch2image.phone.page.address import listen
from sketch2image.phone.page.guard import Guard
from sketch2image.phone.page.hours import Clock, Hours
from sketch2image.phone.page.inbox import Inbox
from sketch2image.phone.page.key import Key
from sketch2image.phone.page.options import Outcome, PageOptions, Reason
from sketch2image.phone.page.qr import qr_matrix, qr_svg, qr_text
from sketch2image.phone.page.routes import Routes
from sketch2image.phone.page.server import Server
from sketch2image.phone.page.shelf import Shelf

_MINUTE = 60.0
_LOOK = 0.5


class PhonePage(Closing):
    """A running page on the local network.

    It speaks plain HTTP: who listens in on the network can see what is sent. The address opens
    for one browser only, and is worth nothing once the page is closed.

    Args:
        options: where, and what it lets in and out.
        on_received: called with each picture that arrived, in a thread of the page.
        clock: seconds that only grow.

    Attributes:
        url: to be opened on the phone; whoever has it first gets in.

    Raises:
        UserError: there is no network, the address or port cannot be had, the inbox cannot be
            written, or a file on offer is not there.
    """

    def __init__(
        self,
        options: PageOptions,
        on_received: Callable[[Path], None] = lambda _: None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._inbox, self._shelf, self._key = Inbox(options, on_received), Shelf(), Key()
        self._hours = Hours(options.minutes_idle * _MINUTE, clock)
        for file in options.outbox:
            self._shelf.offer(file)
        listening = listen(options.host, options.port)
        netloc = "{}:{}".format(*listening.getsockname())
        self.url = f"http://{netloc}/{self._key.token}/"
        routes = Routes(options, self._key, self._hours, self._inbox, self._shelf)
        guard = Guard(routes.app(), self._key, self._hours, netloc)
        self._server = Server(guard, listening, self._hours.look)
        self._hours.on_end = self._server.leave

    @property
    def received(self) -> list[Path]:
        """Pictures that arrived so far, in order."""
        return list(self._inbox.received)

    @property
    def visitors(self) -> int:
        """Browsers that were let in: 1 once the phone is there."""
        return int(self._key.used)

    @property
    def seconds_left(self) -> float:
        """Until it closes by itself."""
        return self._hours.seconds_left

    def qr_matrix(self) -> NDArray[np.bool_]:
        """The QR code of the address: (N, N) dots with the light border, True is dark."""
        return qr_matrix(self.url)

    def qr_svg(self) -> str:
        """The QR code of the address as an SVG drawing."""
        return qr_svg(self.url)

    def qr_text(self) -> str:
        """The QR code of the address for a terminal, dark or light."""
        return qr_text(self.url)

    def offer(self, file: Path) -> None:
        """Offer a file to the phone, whose page shows it at once.

        Raises:
            UserError: there is no such file.
        """
        self._shelf.offer(file)
        self._hours.touch()

    def wait(self, report: Report) -> Outcome:
        """Wait until the page has closed.

        Args:
            report: told twice a second how many pictures arrived, and the time left.

        Raises:
            Cancelled: raised by `report`; the page is closed then.
        """
        try:
            while not self._server.join(_LOOK):
                came = len(self._inbox.received)
                report(Progress("phone", came, text=self.url, seconds_left=self.seconds_left))
        finally:
            self.close()
        if self._server.fault:
            raise self._server.fault
        return self.outcome

    @property
    def outcome(self) -> Outcome:
        """What became of it, so far."""
        reason = self._hours.reason or Reason.closed
        return Outcome(tuple(self._inbox.received), tuple(self._shelf.taken), reason)

    def close(self) -> None:
        """Close the page, which tells the phone; what is on its way is dropped after a second."""
        self._hours.end(Reason.closed)
        self._server.join()

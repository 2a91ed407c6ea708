"""The pretend phone itself: it listens for the adb server."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from tests.phone.galaxy.device import Device
from tests.phone.galaxy.link import Link


class Galaxy(Device):
    """A phone on a port of this computer, from `with` until its end.

    Attributes:
        address: `host:port` to connect to, which is also its serial for the adb server.
        refuse: True accepts no connection, as a phone that is out of reach.
    """

    def __init__(self, serialno: str = "R5CT10ABCDE", model: str = "SM-S911N") -> None:
        super().__init__(serialno, model)
        self.refuse = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._links: set[Link] = set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.refuse = True
        with suppress(OSError):  # only Linux lets a listener be shut down, which ends its thread
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()

    def drop(self) -> None:
        """Pull the cable: every connection ends now.

        The adb server connects again by itself after a quarter of a second, unless `refuse`.
        """
        for link in list(self._links):
            link.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        if self.refuse:
            connection.close()
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link = Link(connection, self, self.drop)
        self._links.add(link)
        link.run()
        self._links.discard(link)

"""One of the streams that share a connection, read and written like a file."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.phone.galaxy.link import Link


class StreamClosed(Exception):
    """The computer closed the stream, or the cable is gone."""


class Stream:
    """A service's end of a stream; one packet is under way in each direction at a time."""

    def __init__(self, link: Link, local: int, remote: int) -> None:
        self.link = link
        self._local = local
        self._remote = remote
        self._arrived: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._unread = bytearray()
        self._ready = threading.Semaphore()
        self._closed = False

    def read(self, size: int) -> bytes:
        """Wait for so many bytes.

        Raises:
            StreamClosed: they do not come.
        """
        while len(self._unread) < size:
            chunk = self._arrived.get()
            if chunk is None:
                raise StreamClosed
            self.link.pace(len(chunk))
            self._unread += chunk
            self.link.send(b"OKAY", self._local, self._remote)
        taken = bytes(self._unread[:size])
        del self._unread[:size]
        return taken

    def write(self, data: bytes) -> None:
        """Send bytes, each packet after the one before was taken.

        Raises:
            StreamClosed: nobody takes them.
        """
        for start in range(0, len(data), self.link.max_payload):
            chunk = data[start : start + self.link.max_payload]
            self._ready.acquire()
            if self._closed:
                self._ready.release()
                raise StreamClosed
            self.link.pace(len(chunk))
            self.link.send(b"WRTE", self._local, self._remote, chunk)

    def deliver(self, chunk: bytes) -> None:
        """A packet arrived."""
        self._arrived.put(chunk)

    def taken(self) -> None:
        """The packet under way was taken."""
        self._ready.release()

    def close(self) -> None:
        """Nothing more comes, and nothing more is taken."""
        self._closed = True
        self._arrived.put(None)
        self._ready.release()

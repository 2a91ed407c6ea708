"""Adbutils' client without its habit of starting a server where none answers.

It would run an adb program of its own for that, which ends a busy server of another version.
"""

from __future__ import annotations

import socket

from adbutils import AdbClient, AdbConnection


class Connection(AdbConnection):
    """A connection to the server that runs, or an error."""

    def close(self) -> None:
        """Close at once; adbutils sleeps 10 ms first, and every command has its connection."""
        self.conn.close()

    def _safe_connect(self) -> socket.socket:
        return self._create_socket()


class Client(AdbClient):
    """Asks the server that runs.

    Args:
        host: of the server.
        port: of the server.
        patience: seconds without a byte before it counts as silent.
    """

    def __init__(self, host: str, port: int, patience: float) -> None:
        super().__init__(host, port)
        self._patience = patience

    def make_connection(self, timeout: float | None = None) -> AdbConnection:
        """Connect.

        Args:
            timeout: seconds, where other than the usual patience.

        Raises:
            adbutils.AdbError: the server does not run.
        """
        connection = Connection(self.host, self.port)
        connection.conn.settimeout(timeout or self._patience)
        return connection

"""A real adb server of our own, and how it is told about pretend phones."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.phone.galaxy.phone import Galaxy

_PATIENCE = 10.0
_PAUSE = 0.01
_QUIET = {
    "ADB_USB": "0",
    "ADB_LOCAL_TRANSPORT_MAX_PORT": "0",
}
"""It looks for no phones on USB, and for no emulators."""


@contextmanager
def real_adb_server(listening: bool = False) -> Iterator[int]:
    """Run the adb that adbutils carries, with its keys in a folder of its own.

    Args:
        listening: whether it hears what phones announce on the network.

    Yields:
        Its port on this computer; the environment is left as it is.
    """
    import adbutils

    port = _free_port()
    command = [adbutils.adb_path(), "-P", str(port), "nodaemon", "server"]
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            command,
            env=os.environ | _QUIET | _at_home(home) | {"ADB_MDNS": str(int(listening))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for_server(port, process)
            yield port
        finally:
            process.kill()
            process.wait()


def connect(port: int, galaxy: Galaxy, state: str = "device") -> None:
    """Connect a phone to the server on a port, and wait until it has a state.

    Raises:
        TimeoutError: it did not get there.
    """

    def told() -> str | None:
        """A server that is still letting the phone go does not take it yet: ask again."""
        if galaxy.address not in states(port):
            _ask(port, f"host:connect:{galaxy.address}")
        return states(port).get(galaxy.address)

    _wait(told, state, galaxy.address)


def reconnect(port: int, galaxy: Galaxy) -> None:
    """Put a pulled cable back at once; adb 36 looks by itself every quarter of a second.

    Raises:
        TimeoutError: the phone is not usable again.
    """
    _ask(port, f"host:disconnect:{galaxy.address}")
    wait_for_state(port, galaxy, None)
    connect(port, galaxy)


def disconnect_all(port: int) -> None:
    """Let the server forget every phone.

    Raises:
        TimeoutError: it keeps one.
    """

    def left() -> str | None:
        _ask(port, "host:disconnect:")
        return ", ".join(states(port)) or None

    _wait(left, None, "what is connected")


def wait_for_state(port: int, galaxy: Galaxy, state: str | None) -> None:
    """Wait until the server says that a phone is `device`, `unauthorized` or `offline`, or gone.

    Raises:
        TimeoutError: it says something else all the time.
    """
    _wait(lambda: states(port).get(galaxy.address), state, galaxy.address)


def states(port: int) -> dict[str, str]:
    """State of every phone, by serial."""
    lines = _ask(port, "host:devices").splitlines()
    return dict(line.split("\t") for line in lines)


def _wait(asked: Callable[[], str | None], state: str | None, what: str) -> None:
    until = time.monotonic() + _PATIENCE
    while (told := asked()) != state:
        if time.monotonic() > until:
            raise TimeoutError(f"{what} is {told}, not {state}")
        time.sleep(_PAUSE)


def _ask(port: int, service: str) -> str:
    """What the server answers; also where it answers that it could not."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
        connection.sendall(f"{len(service):04x}{service}".encode())
        answer = b""
        while more := connection.recv(4096):
            answer += more
    return answer[8:].decode()


def _at_home(folder: str) -> dict[str, str]:
    return {"HOME": folder, "ANDROID_USER_HOME": f"{folder}/.android"}


def _wait_for_server(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            _ask(port, "host:version")
        except ConnectionError:
            time.sleep(_PAUSE)
        else:
            return
    raise TimeoutError(f"the adb server did not start on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

"""Which phone is there, and if none is usable, why and what to do."""

from __future__ import annotations

import importlib.util
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError

AUTO = "auto"
_HOST = "ANDROID_ADB_SERVER_HOST"
_PORT = "ANDROID_ADB_SERVER_PORT"
_USUAL_PORT = "5037"
_TIMEOUT = 10.0
_HINTS = {
    "unauthorized": "Unlock the phone and allow this computer to debug it.",
    "offline": "Unplug the phone, plug it in again, and unlock it.",
}


@dataclass(frozen=True)
class Survey:
    """What adb says about phones.

    Attributes:
        states: (serial, state) of every phone; "device" is the usable state.
        detail: one line, what was found.
        hint: one line, what to do; empty when exactly one phone is usable.
    """

    states: tuple[tuple[str, str], ...]
    detail: str
    hint: str = ""

    @property
    def serials(self) -> tuple[str, ...]:
        """Serials of the usable phones."""
        return tuple(serial for serial, state in self.states if state == "device")

    @property
    def ready(self) -> bool:
        """Whether exactly one phone is usable."""
        return len(self.serials) == 1


@dataclass(frozen=True)
class Phone:
    """A usable phone.

    Attributes:
        serial: its name for adb.
        adb: the adbutils device.
    """

    serial: str
    adb: Any


def survey() -> Survey:
    """Look for phones without starting anything."""
    if importlib.util.find_spec("adbutils") is None:
        return Survey((), "adbutils is not installed", "pip install -r requirements-lite.txt")
    port = _port()
    if port is None:
        hint = f"Set it to a number such as {_USUAL_PORT}, or remove it."
        return Survey((), f"{_PORT}={os.environ[_PORT]} is not a port", hint)
    if not _server_answers(port):
        hint = "Plug the phone in, allow USB debugging, and run `adb start-server`."
        return Survey((), "the adb server is not running", hint)
    import adbutils

    client = adbutils.AdbClient(socket_timeout=_TIMEOUT)
    try:
        return _judged(tuple((found.serial, found.state) for found in client.list()))
    except _adb_faults() as error:
        hint = f"Stop the program that uses the port, or choose another port with {_PORT}."
        return Survey((), f"what answers on port {port} is not adb: {_reason(error)}", hint)


def find_phone(wish: str, required: bool = False) -> tuple[Phone | None, str]:
    """The phone to use.

    Args:
        wish: a serial, or "auto" for the only usable one.
        required: whether "auto" must find one.

    Returns:
        The phone, or None with the reason why there is none.

    Raises:
        UserError: the phone named, or any phone where one is required, is not usable.
    """
    found = survey()
    if wish != AUTO and wish not in found.serials:
        raise _unusable(wish, found)
    if wish == AUTO and not found.ready:
        if required:
            raise UserError(ErrorKind.phone, f"no phone: {found.detail}", found.hint)
        return None, found.detail
    import adbutils

    serial = found.serials[0] if wish == AUTO else wish
    return Phone(serial, adbutils.AdbClient(socket_timeout=_TIMEOUT).device(serial)), serial


@contextmanager
def asking_adb() -> Iterator[None]:
    """Turn what adb raises into a line for people."""
    try:
        yield
    except _adb_faults() as error:
        message = f"the phone did not answer: {_reason(error)}"
        raise UserError(ErrorKind.phone, message, "Check the cable and try again.") from error


def _adb_faults() -> tuple[type[Exception], ...]:
    """What adbutils raises; the last four come from replies that end early or are not adb's."""
    import adbutils

    return (adbutils.AdbError, OSError, EOFError, ValueError, struct.error, AssertionError)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _judged(states: tuple[tuple[str, str], ...]) -> Survey:
    listed = ", ".join(f"{serial} ({state})" for serial, state in states)
    usable = [serial for serial, state in states if state == "device"]
    if len(usable) == 1:
        return Survey(states, listed)
    if len(usable) > 1:
        return Survey(states, f"several phones: {listed}", "Choose one with `--phone SERIAL`.")
    if states:
        hint = _HINTS.get(states[0][1], "Unplug the phone and plug it in again.")
        return Survey(states, f"not ready: {listed}", hint)
    return Survey((), "no phone is connected", "Plug it in and allow USB debugging on it.")


def _unusable(wish: str, found: Survey) -> UserError:
    state = dict(found.states).get(wish)
    if state is not None:
        return UserError(ErrorKind.phone, f"phone {wish} is {state}", _HINTS.get(state, found.hint))
    hint = found.hint if not found.serials else f"Connected: {', '.join(found.serials)}."
    return UserError(ErrorKind.phone, f"phone {wish} not found: {found.detail}", hint)


def _port() -> int | None:
    written = os.environ.get(_PORT, _USUAL_PORT)
    if not written.isdecimal() or not 0 < int(written) < 1 << 16:
        return None
    return int(written)


def _server_answers(port: int) -> bool:
    host = os.environ.get(_HOST, "127.0.0.1")
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False

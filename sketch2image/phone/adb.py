"""The adb server: which program it is, whether it runs, and how we speak to it.

Only its socket is spoken to. The adb program itself would end a running server of another
version, and with it the work of others, so it is run for nothing but starting a server.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from adbutils import AdbClient

PROGRAM_VARIABLE = "SKETCH2IMAGE_ADB"
HOST_VARIABLE = "ANDROID_ADB_SERVER_HOST"
PORT_VARIABLE = "ANDROID_ADB_SERVER_PORT"
USUAL_PORT = 5037
PATIENCE = 10.0
"""Seconds without a byte from adb before it counts as silent."""

_THIS_COMPUTER = ("127.0.0.1", "localhost", "::1")
_START_SECONDS = 30.0
_PAUSE = 0.02
_INSTALL = "pip install -r requirements-lite.txt"


def adb_binary() -> Path:
    """The adb program: the one chosen, else the one adbutils carries, else the one on the path.

    Raises:
        UserError: kind `phone`, there is none, or the one chosen is no program.
    """
    chosen = os.environ.get(PROGRAM_VARIABLE)
    if chosen:
        return _chosen(Path(chosen))
    carried = _carried()
    if carried is not None:
        return carried
    found = shutil.which("adb")
    if found is None:
        hint = f"Install Android's platform tools, or name the program in {PROGRAM_VARIABLE}."
        raise UserError(ErrorKind.phone, "adb is not on this computer", hint)
    return Path(found)


def has_adbutils() -> bool:
    """Whether the package that speaks to adb is installed."""
    return importlib.util.find_spec("adbutils") is not None


def server_place() -> tuple[str, int]:
    """Host and port of the adb server.

    Raises:
        UserError: the port in the environment is none.
    """
    written = os.environ.get(PORT_VARIABLE, str(USUAL_PORT))
    if not written.isdecimal() or not 0 < int(written) < 1 << 16:
        hint = f"Set it to a number such as {USUAL_PORT}, or remove it."
        raise UserError(ErrorKind.phone, f"{PORT_VARIABLE}={written} is not a port", hint)
    return os.environ.get(HOST_VARIABLE) or "127.0.0.1", int(written)


def server_answers() -> bool:
    """Whether something listens where the adb server should.

    Raises:
        UserError: the port in the environment is none.
    """
    try:
        with socket.create_connection(server_place(), timeout=1):
            return True
    except OSError:
        return False


def start_server() -> None:
    """Start the adb server of this computer, which then goes on by itself; a running one stays.

    Raises:
        UserError: kind `phone`, there is no adb, or it did not start.
    """
    host, port = server_place()
    if server_answers():
        return
    if host not in _THIS_COMPUTER:
        hint = f"Start it there, or remove {HOST_VARIABLE}."
        raise UserError(ErrorKind.phone, f"the adb server of {host} does not run", hint)
    with tempfile.TemporaryFile("w+") as told:
        code = _run_adb(adb_binary(), ["-P", str(port), "start-server"], told)
        told.seek(0)
        last = (told.read().strip().splitlines() or ["it said nothing"])[-1]
    if code or not server_answers():
        hint = f"Start it by hand with `adb start-server`, or choose another in {PROGRAM_VARIABLE}."
        raise UserError(ErrorKind.phone, f"the adb server did not start: {last}", hint)


def stop_server() -> bool:
    """End the adb server and wait until it is gone; gives whether one was running.

    Raises:
        UserError: what answers is not adb, or does not end.
    """
    if not server_answers():
        return False
    with asking_adb():
        client().server_kill()
    until = time.monotonic() + PATIENCE
    while server_answers():
        if time.monotonic() > until:
            raise UserError(ErrorKind.phone, "the adb server does not end", "Try again.")
        time.sleep(_PAUSE)
    return True


def client() -> AdbClient:
    """Adbutils' client of the server.

    Raises:
        UserError: adbutils is missing, the port is none, or the server does not run.
    """
    if not has_adbutils():
        raise not_installed()
    if not server_answers():
        raise not_running()
    from sketch2image.phone.client import Client

    return Client(*server_place(), PATIENCE)


def not_installed() -> UserError:
    """The error for a computer without adbutils."""
    return UserError(ErrorKind.phone, "adbutils is not installed", _INSTALL)


def not_running() -> UserError:
    """The error for a server that does not run."""
    hint = "Start it with `python main.py phone devices --start`."
    return UserError(ErrorKind.phone, "the adb server is not running", hint)


@contextmanager
def asking_adb() -> Iterator[None]:
    """Turn what adb raises into a line for people.

    Raises:
        UserError: kind `phone`.
    """
    try:
        yield
    except adb_faults() as error:
        message = f"the phone did not answer: {reason(error)}"
        raise UserError(ErrorKind.phone, message, "Check the cable and try again.") from error


def adb_faults() -> tuple[type[Exception], ...]:
    """What adbutils raises; the last four come from replies that end early or are not adb's."""
    import adbutils

    return (adbutils.AdbError, OSError, EOFError, ValueError, struct.error, AssertionError)


def reason(error: Exception) -> str:
    """An error in one line, never empty."""
    return (str(error).splitlines() or [""])[0] or type(error).__name__


def _chosen(program: Path) -> Path:
    if not program.is_file() or not os.access(program, os.X_OK):
        hint = f"Set {PROGRAM_VARIABLE} to the adb program, or remove it."
        raise UserError(ErrorKind.phone, f"{program} is not a program", hint)
    return program


def _carried() -> Path | None:
    spec = importlib.util.find_spec("adbutils")
    if spec is None or not spec.submodule_search_locations:
        return None
    name = "adb.exe" if sys.platform == "win32" else "adb"
    program = Path(spec.submodule_search_locations[0]) / "binaries" / name
    return program if program.is_file() else None


def _run_adb(program: Path, words: list[str], told: Any) -> int:  # noqa: ANN401 - any file
    """What it says goes to a file: its server would keep a pipe open for ever."""
    try:
        done = subprocess.run(
            [program, *words],
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
            timeout=_START_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        hint = f"Choose another adb in {PROGRAM_VARIABLE}."
        raise UserError(ErrorKind.phone, f"{program} does not run: {error}", hint) from error
    return done.returncode

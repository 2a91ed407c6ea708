"""Whether a window can be opened: Qt ends the whole process where it cannot."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import PySide6

from sketch2image.core.errors import ErrorKind, UserError

_DEMO = "Run `python main.py demo` to see the program work without a window."
_PLUGIN = Path("Qt", "plugins", "platforms", "libqxcb.so")
_PACKAGES = (
    "sudo apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libegl1 "
    "libdbus-1-3"
)


def check_display() -> None:
    """See that Qt will find the X server and the libraries it talks to it with.

    Raises:
        UserError: it will not.
    """
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    wayland = os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY")
    if not sys.platform.startswith("linux") or wayland or chosen not in ("", "xcb"):
        return
    _check_libraries(Path(PySide6.__file__).parent / _PLUGIN)
    _check_server()


def _check_libraries(plugin: Path) -> None:
    try:
        ctypes.CDLL(os.fspath(plugin))
    except OSError as error:
        missing = str(error).partition(":")[0]
        message = f"the window needs a library that is not here: {missing}"
        raise UserError(ErrorKind.dependency, message, f"On Debian: {_PACKAGES}.") from error


def _check_server() -> None:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    fault = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if fault:
        message = f"the display {os.environ.get('DISPLAY', '')} does not answer"
        raise UserError(ErrorKind.dependency, message, f"Check DISPLAY. {_DEMO}")

"""Find the system libraries that wheels expect and pip cannot give.

`python tools/system_libraries.py lite|full` is silent when everything loads. As root on Debian or
Ubuntu it installs what is missing, elsewhere it prints the one line to type. Standard library only,
so that it runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

LITE = {
    "libxcb.so.1": "libxcb1",
    "libGL.so.1": "libgl1",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
}
"""Library -> Debian package, for OpenCV and MediaPipe."""

FULL = LITE | {
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libportaudio.so.2": "libportaudio2",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""The same with Qt, and the audio library that one of MediaPipe's dependencies loads."""

TIERS = {"lite": LITE, "full": FULL}


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Debian packages of the libraries that do not load, in the order of the table."""
    return [package for library, package in libraries.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def main(tier: str) -> int:
    """Exit status: 0 when every library of the tier is there in the end."""
    if not sys.platform.startswith("linux"):
        return 0
    missing = missing_packages(TIERS[tier])
    if not missing:
        return 0
    script = Path(__file__).with_name("apt.sh")
    return subprocess.run([script, "System libraries are missing", *missing]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

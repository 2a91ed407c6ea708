"""Find what wheels expect of the system and pip cannot give: libraries, and a mounted /sys.

`python tools/system_libraries.py lite|window|full` is silent when all is there. As root (on Debian
or Ubuntu for libraries) it puts right what is missing, elsewhere it prints the one line to type.
Standard library only, so that it runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
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
"""Library -> Debian package, for OpenCV and MediaPipe: all that `make demo` loads."""

WINDOW = LITE | {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""The same with Qt and its plugin for X11, which ends the process where one of these is missing."""

FULL = WINDOW | {"libportaudio.so.2": "libportaudio2"}
"""The same with the audio library that one of MediaPipe's dependencies loads."""

PROCESSORS = Path("/sys/devices/system/cpu/possible")
"""MediaPipe's allocator reads it and aborts the process where it cannot, as in a bare chroot."""

MOUNT = ["mount", "-t", "sysfs", "-o", "ro", "sysfs", "/sys"]

TIERS = {"lite": LITE, "window": WINDOW, "full": FULL}


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Debian packages of the libraries that do not load, in the order of the table."""
    return [package for library, package in libraries.items() if not _loads(library)]


def mount_sys() -> int:
    """Mount /sys, read-only, where it is not; exit status 0 when it is there in the end."""
    if PROCESSORS.exists():
        return 0
    if os.geteuid() == 0:
        print("/sys is not mounted, and MediaPipe needs it. Mounting it", flush=True)
        return subprocess.run(MOUNT).returncode
    print(f"/sys is not mounted. Type: sudo {' '.join(MOUNT)}", file=sys.stderr)
    return 1


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(packages: list[str]) -> int:
    """Install them, or print the line to type; exit status 0 when they are there in the end."""
    script = Path(__file__).with_name("apt.sh")
    return subprocess.run([script, "System libraries are missing", *packages]).returncode


def main(tier: str) -> int:
    """Exit status: 0 when the tier has all it needs in the end."""
    if not sys.platform.startswith("linux"):
        return 0
    missing = missing_packages(TIERS[tier])
    return mount_sys() or (install(missing) if missing else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

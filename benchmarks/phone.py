"""How long a phone's pictures take: the first sync, the second, and adb's own pull beside them.

    python benchmarks/phone.py [--pictures 5000] [--kilobytes 200]

The phone is the device daemon of the tests, which the real adb server speaks to over loopback, so
the figures tell what this program costs and not how fast a cable is. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.phone.adb import adb_binary  # noqa: E402
from sketch2image.phone.device import Phone, needed_phone  # noqa: E402
from sketch2image.phone.sync import Synced, sync  # noqa: E402
from tests.phone.galaxy.phone import Galaxy  # noqa: E402
from tests.phone.galaxy.server import connect, real_adb_server  # noqa: E402

CAMERA = "/sdcard/DCIM/Camera"


def fill(galaxy: Galaxy, pictures: int, kilobytes: int) -> None:
    """Give the phone pictures of random bytes, a minute apart."""
    noise = random.Random(0)
    for number in range(pictures):
        content = noise.randbytes(kilobytes * 1000)
        galaxy.tree.write(f"{CAMERA}/{number:06d}.jpg", content, 1_700_000_000 + 60 * number)


def timed(work: Callable[[], object]) -> float:
    """Seconds that work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pull_by_adb(port: int, serial: str, folder: Path) -> None:
    """The same folder by adb's own program, all of it, dates kept."""
    command = [adb_binary(), "-P", str(port), "-s", serial, "pull", "-a", CAMERA, folder]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measure(port: int, galaxy: Galaxy, phone: Phone, work: Path) -> dict[str, float | int]:
    """Seconds of each way; asserts that the second sync moved nothing."""
    adb = timed(lambda: pull_by_adb(port, galaxy.address, work / "adb"))
    galaxy.served.clear()
    done: list[Synced] = []
    first = timed(lambda: done.append(sync(phone)))
    asked = len(galaxy.served)
    second = timed(lambda: done.append(sync(phone)))
    assert (done[1].pulled, len(galaxy.served)) == (0, asked)
    return {
        "pictures": done[0].pulled,
        "megabytes": round(done[0].bytes / 1e6),
        "adb_pull_s": round(adb, 2),
        "first_sync_s": round(first, 2),
        "second_sync_s": round(second, 2),
        "first_to_adb_pull": round(first / adb, 2),
        "pulled_again": done[1].pulled,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=5000)
    parser.add_argument("--kilobytes", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work, real_adb_server() as port, Galaxy() as galaxy:
        os.environ["ANDROID_ADB_SERVER_PORT"] = str(port)
        os.environ["SKETCH2IMAGE_HOME"] = f"{work}/home"
        fill(galaxy, given.pictures, given.kilobytes)
        connect(port, galaxy)
        figures = measure(port, galaxy, needed_phone("auto"), Path(work))
        print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()

"""The whole chain against the phone of the tests: what is typed, answered, and seen by the phone.

    python tools/phone_evening.py

The real adb server speaks to the device daemon of the tests, which holds some of the sample
pictures. Its transcript stands in docs/phone.md.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.core.paths import sample_gallery  # noqa: E402
from tests.phone.galaxy.phone import Galaxy  # noqa: E402
from tests.phone.galaxy.server import connect, real_adb_server  # noqa: E402

COMMANDS = (
    "phone devices",
    "go --camera simulated --phone auto --push --subject strawberry",
    "phone sync",
)
TAKEN_AT = 1_795_800_000
"""Seconds since 1970 of the first picture; the others follow by the minute."""


def fill(galaxy: Galaxy) -> None:
    """Give the phone the sample pictures, as if it had taken them."""
    for number, file in enumerate(sorted(sample_gallery().glob("*.jpg"))):
        date = TAKEN_AT + 60 * number
        galaxy.tree.write(f"/sdcard/DCIM/Camera/{file.name}", file.read_bytes(), date)


def shown(command: str, work: str) -> None:
    """Run a command of the program and print it with its answer."""
    print(f"$ python main.py {command}", flush=True)
    words = [sys.executable, f"{REPOSITORY}/main.py", *shlex.split(command)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=work, check=True)
    print((done.stderr + done.stdout).replace(f"{work}/home", "~/.local/share/sketch2image"))


def main() -> None:
    """Print the transcript."""
    with tempfile.TemporaryDirectory() as work, real_adb_server() as port, Galaxy() as galaxy:
        os.environ["ANDROID_ADB_SERVER_PORT"] = str(port)
        os.environ["SKETCH2IMAGE_HOME"] = f"{work}/home"
        fill(galaxy)
        connect(port, galaxy)
        for command in COMMANDS:
            shown(command, work)
        print("what the phone was told:")
        for line in galaxy.ran:
            print(f"  {line}")
        print(f"  on its screen: {', '.join(uri for uri, _ in galaxy.opened)}")


if __name__ == "__main__":
    main()

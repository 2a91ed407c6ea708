"""`python main.py web` as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "gallery" / "sample"
_LOCAL = ("127.0.0.1", "localhost", "0.0.0.0")


@dataclass
class Served:
    """A running page.

    Attributes:
        process: leader of a process group of its own.
        address: of the page.
        folder: its state, temporary files and notes lie here.
    """

    process: subprocess.Popen[str]
    address: str
    folder: Path

    @property
    def temporary(self) -> list[Path]:
        return [file for file in (self.folder / "tmp").rglob("*") if file.is_file()]

    @property
    def strangers(self) -> set[str]:
        """Hosts beyond this machine that it has looked up or connected to."""
        return set((self.folder / "connections").read_text().split()) - set(_LOCAL)

    def stop(self) -> tuple[int, str, str]:
        """Press Ctrl-C; gives exit code, stdout and stderr."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            out, err = self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)
            where = self.process.communicate(timeout=60)[1]
            raise AssertionError(f"the page did not end; its threads are at:\n{where}") from None
        return self.process.returncode, out, err


def start(folder: Path, *options: str) -> Served:
    (folder / "tmp").mkdir(parents=True)
    environment = {
        **os.environ,
        "SKETCH2IMAGE_HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": str(Path(__file__).parent / "watched"),
        "WATCHED_CONNECTIONS": str(folder / "connections"),
    }
    command = [
        sys.executable,
        "-X",
        "faulthandler",
        "main.py",
        "web",
        "--port",
        "0",
        "--no-open",
        "--tier",
        "lite",
    ]
    process = subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_hear_interrupts,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://\S+", line)
    if found is None:
        process.kill()
        raise AssertionError(line + process.communicate()[1])
    return Served(process, found[0], folder)


def _hear_interrupts() -> None:
    """A shell starts what runs in the background with Ctrl-C ignored, and children inherit it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)

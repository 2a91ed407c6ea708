"""A person's seat: a screen nobody sees, the real window on it, a mouse and a keyboard."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = dict[str, Any]

PATIENCE = 90.0
_PROJECT = Path(__file__).resolve().parents[2]


@contextmanager
def screen(size: str = "1280x800") -> Iterator[str]:
    """An X server without a screen; gives its display."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        f"{size}x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        ready, _, _ = select.select([reading], [], [], 20)
        assert ready, "Xvfb does not start"
        yield f":{os.read(reading, 16).decode().strip()}"
    finally:
        os.close(reading)
        server.terminate()
        server.wait()


class Seat:
    """The window of a process, seen and touched from outside."""

    def __init__(self, display: str, extra: Mapping[str, str], wrapper: Sequence[str] = ()) -> None:
        self.environment = {
            **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8",
            **extra, "PYTHONPATH": f"{_PROJECT}{os.pathsep}{extra.get('PYTHONPATH', '')}",
        }  # fmt: skip
        self.window = subprocess.Popen(
            [*wrapper, sys.executable, str(Path(__file__).with_name("driven.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=self.environment, cwd=_PROJECT,
        )  # fmt: skip

    def seen(self) -> list[Row]:
        """What the window shows now."""
        assert self.window.stdin
        assert self.window.stdout
        assert self.window.stderr
        self.window.stdin.write("?\n")
        self.window.stdin.flush()
        line = self.window.stdout.readline()
        assert line, self.window.stderr.read()
        return json.loads(line)

    def wait_for(self, sign: Callable[[list[Row]], Any]) -> Any:
        """Wait until the window shows something; gives what `sign` gives."""
        end = time.monotonic() + PATIENCE
        rows: list[Row] = []
        while time.monotonic() < end:
            if found := sign(rows := self.seen()):
                return found
            time.sleep(0.2)
        seen = [(row["kind"], row["name"], row["text"], row["items"]) for row in rows]
        raise AssertionError(seen)

    def find(self, **wanted: str) -> Row:
        """Wait for a widget with these texts."""

        def sign(rows: list[Row]) -> Row | None:
            return next((row for row in rows if has(row, wanted)), None)

        return self.wait_for(sign)

    def mouse(self, *words: object) -> None:
        """Move the mouse, press keys: words of xdotool."""
        command = ["xdotool", *map(str, words)]
        subprocess.run(command, env=self.environment, check=True, timeout=30)

    def click(self, row: Row) -> None:
        """Press the middle of a widget."""
        x, y = middle(row)
        self.mouse("mousemove", x, y, "click", 1)

    def choose(self, menu: str, entry: str) -> None:
        """Press an entry of a menu."""
        for kind, text in (("QMenuBar", menu), ("QMenu", entry)):
            row = self.wait_for(
                lambda rows, kind=kind, text=text: next(
                    (row for row in rows if row["kind"] == kind and text in row["actions"]), None
                )
            )
            self.mouse("mousemove", *row["actions"][text], "click", 1)

    def close(self) -> None:
        """End the window as its person would, and see that it goes."""
        self.window.terminate()
        try:
            self.window.wait(20)
        finally:
            self.window.kill()
            self.window.wait()


def has(row: Row, wanted: Mapping[str, str]) -> bool:
    """Whether a widget has these texts."""
    return all(row[name] == text for name, text in wanted.items())


def middle(row: Row) -> tuple[int, int]:
    """The middle of a widget on the screen."""
    x, y, width, height = row["place"]
    return x + width // 2, y + height // 2


def can_sit() -> bool:
    """Whether there is what a seat needs."""
    return bool(shutil.which("Xvfb") and shutil.which("xdotool"))

"""Pipelines that do what a test says: only for faults and timing, never for answers."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from pathlib import Path

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Caption, Guess
from sketch2image.engine.request import Request, Result


def request(prompt: str = "", seed: int = 0) -> Request:
    line = np.array([[10, 10], [90, 60]], np.float32)
    return Request(Sketch((100, 80), (Stroke(line),)), prompt=prompt, seed=seed)


class Unreadable(str):
    """Words that can be sent and never read."""

    def __reduce__(self) -> tuple[type[int], tuple[str]]:
        return int, ("unreadable",)


class Unsendable(str):
    """Words that cannot be sent."""

    def __reduce__(self) -> str:
        raise ZeroDivisionError("unsendable")


class Scripted:
    """Does what the prompt says: `fail`, `fault`, `die`, `hang`, `slow`, or answers at once.

    `hang FILE` makes the file once it hangs. The answers to `unreadable` and `unsendable` cannot
    be carried back.
    """

    def run(self, asked: Request) -> Generator[Progress, None, Result]:
        yield Progress("first", 0, 2)
        if asked.prompt == "fail":
            raise UserError(ErrorKind.input, "the script failed", "Write another.")
        if asked.prompt == "fault":
            raise ZeroDivisionError("a fault of ours")
        if asked.prompt == "die":
            os._exit(3)
        work, _, sign = asked.prompt.partition(" ")
        if work == "hang":
            if sign:
                Path(sign).touch()
            time.sleep(3600)
        if asked.prompt == "slow":
            for i in range(2000):
                time.sleep(0.01)
                yield Progress("slow", i, 2000)
        yield Progress("second", 1, 2)
        caption = Caption("a cup", "cup", 1.0, True, (Guess("cup", 1.0),))
        words = {"unreadable": Unreadable(), "unsendable": Unsendable()}
        prompt = words.get(asked.prompt, asked.prompt)
        return Result(asked, caption, prompt, seconds={"pid": float(os.getpid())})


def scripted() -> Scripted:
    return Scripted()

"""Answers as an engine gives them, made up, with real picture files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sketch2image.core.labels import caption_text
from sketch2image.core.pictures import save_png
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Caption, Guess, Match, QueryKind, SearchAnswer
from sketch2image.engine.request import Request, Result

MARK = 0.5
GUESSES = tuple(
    Guess(label, score)
    for label, score in (
        ("dog", 0.31),
        ("rabbit", 0.22),
        ("cat", 0.14),
        ("teddy_bear", 0.09),
        ("frog", 0.05),
    )
)
RED = (200, 30, 20)


def line(number: int = 0) -> Stroke:
    """A stroke."""
    return Stroke(np.array([[20, 20 + 9 * number], [200, 90 + 9 * number]], np.float32))


def picture(folder: Path, name: str, color: tuple[int, int, int] = RED) -> str:
    """A picture file of one color, (60, 80)."""
    path = folder / name
    save_png(path, np.full((60, 80, 3), color, np.uint8))
    return str(path)


def match(path: str, rank: int, score: float) -> Match:
    """A match with the parts of a drawing."""
    parts = (("sketch", score - 0.1), ("caption", score + 0.05), ("render", score - 0.05))
    return Match(path, score, rank, score < MARK, parts)


def matches(folder: Path, count: int = 6) -> tuple[Match, ...]:
    """Scores from 0.9 down in steps of 0.1; those below `MARK` are weak."""
    paths = [picture(folder, f"picture-{number}.png") for number in range(count)]
    return tuple(match(path, n + 1, 0.9 - 0.1 * n) for n, path in enumerate(paths))


def result(found: tuple[Match, ...] = (), sure: bool = True, prompt: str = "") -> Result:
    """An answer to a drawing of one line."""
    caption = Caption(caption_text("dog"), "dog", GUESSES[0].score, sure, GUESSES)
    return Result(
        Request(Sketch((640, 480), (line(),)), prompt=prompt),
        caption,
        prompt or caption.text,
        np.full((512, 512, 3), (10, 120, 60), np.uint8),
        matches=found,
        mark=MARK,
        seconds={"caption": 0.25, "render": 1.0},
        tier={"taken": "lite"},
    )


def answering(answer: Result):
    """Gives an answer with the prompt, and the drawing, that were asked."""
    return lambda task: replace(
        answer,
        request=task.request,
        prompt=task.request.prompt or answer.caption.text,
    )


def found(*found: Match) -> SearchAnswer:
    """An answer to words."""
    return SearchAnswer(QueryKind.photo, found, MARK)

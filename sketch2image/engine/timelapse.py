"""A short film of an answer: the drawing grows, is named, becomes a picture, finds its like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sketch2image.core.sketch import WHITE
from sketch2image.core.types import Image
from sketch2image.engine.growth import Growth, Tip
from sketch2image.engine.lettering import length, shortened, wrapped, write
from sketch2image.engine.page import (
    LINE,
    MATCH_WORDS,
    PAPER,
    SOFT,
    TEXT,
    card,
    confidence,
    match_card,
    title,
)
from sketch2image.engine.request import Result

if TYPE_CHECKING:
    from PIL import Image as Pictures
    from PIL.ImageDraw import ImageDraw

WIDTH = 720
GAP = 22
PANEL = 440
TILE = 120
INSET = 104
MOST_MATCHES = 5

_TOP = 118
_BELOW = _TOP + PANEL + 46
_PROMPT_LINES = 2
_RISE = 36

BEGIN, READ, TYPE, LOOK, FADE, ADMIRE, SLIDE, STAGGER, REST = (
    *(0.25, 0.25, 0.8, 0.25, 0.8, 0.4, 0.45, 0.14, 1.5),
)
"""Seconds of each act; the drawing takes its own."""


@dataclass(frozen=True)
class Act:
    """A stretch of time.

    Attributes:
        begin: seconds from the start of the film.
        seconds: how long it takes.
    """

    begin: float
    seconds: float

    @property
    def end(self) -> float:
        """Seconds from the start of the film."""
        return self.begin + self.seconds

    def share(self, time: float) -> float:
        """How much of the act is over, 0..1."""
        return min(max((time - self.begin) / self.seconds, 0.0), 1.0)


class Timelapse:
    """What is seen at each moment of the film of an answer.

    Args:
        result: the answer; without a picture nothing is faded to, without matches none come.
    """

    def __init__(self, result: Result) -> None:
        self._result = result
        self._growth = Growth(result.request.sketch, (PANEL - 4, PANEL - 4))
        self._matches = result.matches[:MOST_MATCHES]
        self._drawing = Act(BEGIN, self._growth.seconds)
        self._naming = Act(self._drawing.end + READ, TYPE)
        self._fading = Act(self._naming.end + LOOK, FADE if result.image is not None else 0.01)
        begin = self._fading.end + (ADMIRE if result.image is not None else 0.0)
        self._sliding = [Act(begin + STAGGER * i, SLIDE) for i in range(len(self._matches))]

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of every frame in pixels, both even."""
        height = _BELOW + (TILE + MATCH_WORDS + GAP // 2 if self._matches else -GAP)
        return WIDTH, height - height % 2

    @property
    def seconds(self) -> float:
        """How long the film lasts."""
        return (self._sliding[-1] if self._sliding else self._fading).end + REST

    def at(self, time: float) -> Image:
        """The frame at `time` seconds, (H, W, 3) uint8 RGB; times must not go back."""
        from PIL import Image as Pictures
        from PIL import ImageDraw

        page = Pictures.new("RGB", self.size, PAPER)
        draw = ImageDraw.Draw(page)
        self._words(draw, self._naming.share(time))
        tip = self._panel(page, time)
        if tip:
            _pen(page, tip)
        for i in range(len(self._matches)):
            self._match(page, draw, i, time)
        return np.asarray(page)

    def _words(self, draw: ImageDraw, share: float) -> None:
        name = title(self._result.caption)
        shown = round(share * (len(name) + sum(map(len, self._prompt))))
        write(draw, (GAP, 18), name[:shown], 32, TEXT, name)
        if shown >= len(name):
            left = GAP + length(name, 32) + 14
            sure = shortened(confidence(self._result.caption), 18, WIDTH - GAP - left)
            write(draw, (left, 31), sure, 18, SOFT)
        shown -= len(name)
        for row, line in enumerate(self._prompt):
            write(draw, (GAP, 64 + 22 * row), line[: max(shown, 0)], 16, SOFT, line)
            shown -= len(line)

    @cached_property
    def _prompt(self) -> list[str]:
        return wrapped(self._result.prompt, 16, WIDTH - 2 * GAP, _PROMPT_LINES)

    def _panel(self, page: Pictures.Image, time: float) -> Tip | None:
        drawing, tip = self._growth.at(self._drawing.share(time))
        faded = _eased(self._fading.share(time)) if self._result.image is not None else 0.0
        place = ((WIDTH - PANEL) // 2, _TOP)
        card(page, _mixed(drawing, self._picture, faded) if faded else drawing, place, PANEL)
        if faded:
            inset = page.copy()
            card(inset, drawing, (GAP, _TOP + PANEL - INSET), INSET)
            page.paste(_blended(page, inset, faded))
        return tip

    @cached_property
    def _picture(self) -> Image:
        from PIL import Image as Pictures
        from PIL import ImageOps

        assert self._result.image is not None
        picture = Pictures.fromarray(self._result.image)
        return np.asarray(ImageOps.pad(picture, (PANEL - 4, PANEL - 4), color=WHITE))

    def _match(self, page: Pictures.Image, draw: ImageDraw, index: int, time: float) -> None:
        share = _out(self._sliding[index].share(time))
        if not share:
            return
        if index == 0:
            write(draw, (GAP, _BELOW - 30), "Matches in your gallery", 17, SOFT)
        step = TILE + (WIDTH - 2 * GAP - MOST_MATCHES * TILE) // (MOST_MATCHES - 1)
        x, y = GAP + step * index, round(_BELOW + _RISE * (1 - share))
        tile = self._tiles[index]
        under = page.crop((x, y, x + tile.width, y + tile.height))
        page.paste(_blended(under, tile, share), (x, y))

    @cached_property
    def _tiles(self) -> list[Pictures.Image]:
        from PIL import Image as Pictures

        tiles = []
        for match in self._matches:
            tile = Pictures.new("RGB", (TILE, TILE + MATCH_WORDS), PAPER)
            match_card(tile, match, (0, 0), TILE)
            tiles.append(tile)
        return tiles


def _pen(page: Pictures.Image, tip: Tip) -> None:
    from PIL import Image as Pictures

    layer = np.asarray(page).copy()
    left, top = (WIDTH - PANEL) // 2 + 2, _TOP + 2
    _dot(layer, (tip.x + left, tip.y + top), tip)
    page.paste(Pictures.fromarray(layer))


def _dot(image: Image, place: tuple[float, float], tip: Tip) -> None:
    """A ring as large as the eraser, or a point in the color of the pen."""
    from sketch2image.core.opencv import cv2

    center = (round(16 * place[0]), round(16 * place[1]))
    if tip.stroke.eraser:
        radius = round(8 * max(tip.stroke.width, 12))
        cv2.circle(image, center, radius, SOFT if tip.down else LINE, 2, cv2.LINE_AA, 4)
    elif tip.down:
        for radius, color in ((11, SOFT), (10, WHITE), (7, tip.stroke.color)):
            cv2.circle(image, center, 16 * radius, color, -1, cv2.LINE_AA, 4)
    else:
        cv2.circle(image, center, 16 * 9, SOFT, 2, cv2.LINE_AA, 4)


def _mixed(one: Image, other: Image, share: float) -> Image:
    return np.round(one * (1 - share) + other * share).astype(np.uint8)


def _blended(one: Pictures.Image, other: Pictures.Image, share: float) -> Pictures.Image:
    from PIL import Image as Pictures

    return Pictures.blend(one, other, share)


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)


def _out(share: float) -> float:
    return 1 - (1 - share) ** 3

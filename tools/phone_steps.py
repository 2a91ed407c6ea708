"""Draws the pictures of docs/phone.md: `python tools/phone_steps.py`.

What stands on them is in `phone_steps.toml`. Words stay words, set in the reader's own fonts, so
equal data give equal files on every machine. The card underneath keeps them readable on light and
dark pages alike.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.phone_shapes import (
    BAR,
    FONTS,
    MONO,
    PROJECT,
    bars,
    box,
    code,
    finger,
    laptop,
    path,
    phone,
    sight,
    switch,
    tick,
    waves,
    words,
)

FOLDER = PROJECT / "docs" / "images" / "phone"
WIDE, HIGH = 270, 388
LEFT, RIGHT, TOP, END = 34, 236, 104, 314
ROW = 46


@dataclass(frozen=True)
class Row:
    """One row of a screen.

    Attributes:
        text, korean: name of the entry.
        more: second line of `text`, where one is too short.
        value: what stands under the name.
        switch: its position; None where the row has none.
        check: whether a ticked box stands before the name.
        button: whether it is the button of a dialog.
        tap: whether the finger is on it.
        times: how often it taps.
        mark: whether the row is framed.
        bars: so many rows that do not matter stand here instead.
    """

    text: str = ""
    korean: str = ""
    more: str = ""
    value: str = ""
    switch: bool | None = None
    check: bool = False
    button: bool = False
    tap: bool = False
    times: int = 1
    mark: bool = False
    bars: int = 0

    @property
    def height(self) -> int:
        """In units of the picture."""
        return self.bars * BAR or ROW + 15 * bool(self.more) + 22 * bool(self.value)


@dataclass(frozen=True)
class Picture:
    """A screen of the phone, or a scene of laptop and phone.

    Attributes:
        name: of the file, after `step-`.
        step: number in the row of steps.
        caption, korean: what to do.
        path: menus that lead to the screen.
        title, title_korean: of the screen.
        rows: of the screen, from above.
        dialog: whether they stand in a dialog at the lower edge.
        scene: key of `SCENES`; empty for a screen.
        command: what is typed on the laptop, after `python main.py`.
        on_phone, on_phone_korean: what the phone shows in a scene.
    """

    name: str
    step: int
    caption: str
    korean: str
    path: str = ""
    title: str = ""
    title_korean: str = ""
    rows: tuple[Row, ...] = ()
    dialog: bool = False
    scene: str = ""
    command: str = ""
    on_phone: str = ""
    on_phone_korean: str = ""

    @property
    def file(self) -> Path:
        """Where the page takes it from."""
        return FOLDER / f"step-{self.name}.svg"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for picture in pictures():
        picture.file.write_text(drawn(picture), "utf-8", newline="\n")
        print(picture.file.name)


def pictures() -> tuple[Picture, ...]:
    """All pictures, in the order of the page."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["picture"]
    rows = [tuple(Row(**row) for row in entry.pop("rows", ())) for entry in data]
    return tuple(Picture(**entry, rows=own) for entry, own in zip(data, rows, strict=True))


def drawn(picture: Picture) -> str:
    """The picture as SVG."""
    draw = SCENES[picture.scene] if picture.scene else _dialog if picture.dialog else _screen
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" '
        f'viewBox="0 0 {WIDE} {HIGH}" role="img" font-family="{FONTS}">',
        f"<title>{escape(f'{picture.step}. {picture.caption} ({picture.korean})')}</title>",
        box(0.5, 0.5, WIDE - 1, HIGH - 1, 14, "panel", "line"),
        *draw(picture),
        *_caption(picture),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _caption(picture: Picture) -> list[str]:
    return [
        box(17, 337, 26, 26, 13, "accent"),
        words(30, 355, str(picture.step), 14, "on_accent", "bold", "middle"),
        words(52, 348, picture.caption, 13, "text", "bold"),
        words(52, 366, picture.korean, 12, "soft"),
    ]


def _screen(picture: Picture) -> list[str]:
    high = sum(row.height for row in picture.rows)
    return [
        *phone(20, 14, 230, END - 14),
        *_heading(picture, TOP),
        box(LEFT, TOP, RIGHT - LEFT, high, 12, "card"),
        *_rows(picture.rows, TOP),
        *_rest(TOP + high + 10),
    ]


def _rest(top: float) -> list[str]:
    count = int((END - 14 - top) // BAR)
    if count < 1:
        return []
    return [
        box(LEFT, top, RIGHT - LEFT, END - 14 - top, 12, "card"),
        bars(LEFT + 12, top, RIGHT - LEFT, count),
    ]


def _dialog(picture: Picture) -> list[str]:
    top = END - 26 - sum(row.height for row in picture.rows)
    return [
        *phone(20, 14, 230, END - 14),
        bars(LEFT + 12, 40, 180, 2),
        box(LEFT - 2, top - 58, RIGHT - LEFT + 4, END - top + 44, 18, "card", "edge"),
        *_heading(picture, top),
        *_rows(picture.rows, top),
    ]


def _heading(picture: Picture, top: float) -> list[str]:
    return [
        words(LEFT + 12, top - 51, picture.path, 10.5, "soft"),
        words(LEFT + 12, top - 30, picture.title, 14.5, "text", "bold"),
        words(LEFT + 12, top - 12, picture.title_korean, 12, "soft"),
    ]


def _rows(rows: tuple[Row, ...], top: float) -> list[str]:
    parts, fingers = [], []
    for row in rows:
        parts.append(bars(LEFT + 12, top, RIGHT - LEFT, row.bars) if row.bars else _row(row, top))
        if row.tap:
            fingers.append(finger(RIGHT - 26, top + row.height / 2, row.times))
        top += row.height
    return parts + fingers


def _row(row: Row, top: float) -> str:
    if row.button:
        return _button(row, top)
    x, names = LEFT + 12 + 28 * row.check, [line for line in (row.text, row.more) if line]
    parts = [words(x, top + 20 + 15 * number, name, 12) for number, name in enumerate(names)]
    below = top + 21 + 15 * len(names)
    parts.append(words(x, below, row.korean, 11, "soft"))
    if row.value:
        parts.append(words(x, below + 21, row.value, 14.5, "accent", "bold", font=MONO))
    if row.switch is not None:
        parts.append(switch(RIGHT - 12, top + row.height / 2, row.switch))
    if row.check:
        parts.append(tick(LEFT + 12, top + row.height / 2))
    if row.tap or row.mark:
        parts.append(box(LEFT + 2, top + 2, RIGHT - LEFT - 4, row.height - 4, 10, "", "accent", 2))
    return "".join(parts)


def _button(row: Row, top: float) -> str:
    middle = (LEFT + RIGHT) / 2
    return (
        box(LEFT + 12, top + 3, RIGHT - LEFT - 24, ROW - 6, 20, "accent_soft", "accent", 2)
        + words(middle, top + 20, row.text, 13, "text", "bold", "middle")
        + words(middle, top + 35, row.korean, 11, "soft", "normal", "middle")
    )


def _scan(picture: Picture) -> list[str]:
    return [
        *laptop(45, 20, 180, picture.command),
        code(94, 44, 82),
        path("M 60 214 L 103 118 M 92 214 L 167 118", "accent", 2.5, dashed=True),
        *phone(36, 186, 80, 136),
        code(49, 217, 54),
        sight(49, 217, 54),
        *_on_phone(picture),
    ]


def _cable(picture: Picture) -> list[str]:
    return [
        *laptop(45, 20, 180, picture.command),
        path("M 76 318 V 329 H 244 Q 253 329 253 320 V 146 Q 253 137 246 137 H 236", "text", 3.5),
        box(69, 316, 14, 9, 2, "text"),
        box(233, 132, 10, 10, 2, "text"),
        *phone(36, 186, 80, 136),
        box(44, 204, 64, 30, 6, "card"),
        bars(50, 202, 60, 1),
        *_on_phone(picture),
    ]


def _network(picture: Picture) -> list[str]:
    return [
        *laptop(45, 20, 180, picture.command),
        *phone(36, 186, 80, 136),
        waves(76, 262, 16),
        waves(135, 78, 16),
        waves(185, 222, 30),
        path("M 185 160 V 180", "accent", 2.5, dashed=True),
        path("M 126 214 H 150", "accent", 2.5, dashed=True),
        *_on_phone(picture),
    ]


def _on_phone(picture: Picture) -> list[str]:
    return [
        words(132, 262, picture.on_phone, 13, "text", "bold"),
        words(132, 280, picture.on_phone_korean, 12, "soft"),
    ]


SCENES: dict[str, Callable[[Picture], list[str]]] = {
    "scan": _scan, "cable": _cable, "network": _network,
}  # fmt: skip

if __name__ == "__main__":
    main()

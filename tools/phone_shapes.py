"""Shapes of the pictures of docs/phone.md as SVG, in the light colors of the window."""

from __future__ import annotations

import tomllib
from html import escape
from itertools import groupby
from pathlib import Path

from sketch2image.phone.page.qr import qr_matrix

PROJECT = Path(__file__).resolve().parents[1]
COLORS = tomllib.loads((PROJECT / "sketch2image/ui/palette.toml").read_text("utf-8"))["light"]
FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans KR', 'Noto Sans CJK KR', "
    "'Apple SD Gothic Neo', 'Malgun Gothic', NanumGothic, sans-serif"
)
MONO = "ui-monospace, Consolas, Menlo, 'DejaVu Sans Mono', monospace"
BAR = 27
"""Height of a row that does not matter."""


def words(
    x: float, y: float, text: str, size: float, color: str = "text",
    weight: str = "normal", anchor: str = "start", font: str = "",
) -> str:  # fmt: skip
    """One line of text; `y` is its baseline, `color` a name of the palette."""
    family = f' font-family="{font}"' if font else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{COLORS[color]}"{family}>{escape(text)}</text>'
    )


def box(
    x: float, y: float, wide: float, high: float, radius: float,
    fill: str, edge: str = "", thick: float = 1,
) -> str:  # fmt: skip
    """A rounded rectangle; `fill` and `edge` are names of the palette, no edge where empty."""
    line = f' stroke="{COLORS[edge]}" stroke-width="{thick:g}"' if edge else ""
    inside = COLORS[fill] if fill else "none"
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="{radius:g}" '
        f'fill="{inside}"{line}/>'
    )


def path(steps: str, color: str, thick: float, dashed: bool = False) -> str:
    """A line without filling."""
    dash = ' stroke-dasharray="1 7"' if dashed else ""
    return (
        f'<path d="{steps}" fill="none" stroke="{COLORS[color]}" stroke-width="{thick:g}" '
        f'stroke-linecap="round" stroke-linejoin="round"{dash}/>'
    )


def phone(x: float, y: float, wide: float, high: float) -> list[str]:
    """An upright phone with an empty screen."""
    radius, frame = wide / 9, wide / 38
    return [
        box(x, y, wide, high, radius, "text"),
        box(x + frame, y + frame, wide - 2 * frame, high - 2 * frame, radius - frame, "hover"),
        f'<circle cx="{x + wide / 2:g}" cy="{y + wide / 15:g}" r="{wide / 64:g}" '
        f'fill="{COLORS["text"]}"/>',
    ]


def laptop(x: float, y: float, wide: float, command: str) -> list[str]:
    """An open laptop whose terminal shows a command."""
    high = 0.62 * wide
    foot = f"M {x - 16:g} {y + high:g} h {wide + 32:g} l -9 11 h -{wide + 14:g} z"
    return [
        box(x, y, wide, high, 9, "text"),
        box(x + 6, y + 6, wide - 12, high - 12, 4, "card"),
        f'<path d="{foot}" fill="{COLORS["edge"]}"/>',
        words(x + 13, y + 22, f"python main.py {command}", 9, "text", font=MONO),
    ]


def bars(x: float, y: float, wide: float, count: int) -> str:
    """Rows that do not matter, as gray bars."""
    lengths = (0.52, 0.68, 0.44)
    lines = (
        box(x, y + BAR * row + 9, wide * lengths[row % len(lengths)], 9, 4.5, "line")
        for row in range(count)
    )
    return "".join(lines)


def switch(right: float, middle: float, on: bool) -> str:
    """A switch that ends at `right`."""
    knob = right - 10 if on else right - 24
    return (
        box(right - 34, middle - 10, 34, 20, 10, "accent" if on else "edge")
        + f'<circle cx="{knob:g}" cy="{middle:g}" r="7.5" fill="{COLORS["card"]}"/>'
    )


def tick(x: float, middle: float) -> str:
    """A box with a tick."""
    return box(x, middle - 9, 18, 18, 5, "accent") + path(
        f"M {x + 4.5:g} {middle:g} l 3.5 4 l 6 -7.5", "on_accent", 2.2
    )


def finger(x: float, y: float, times: int) -> str:
    """A fingertip on a place, and how often it taps."""
    ring = f'<circle cx="{x:g}" cy="{y:g}" r="15" fill="{COLORS["accent"]}" fill-opacity="0.25"/>'
    tip = (
        f'<g transform="translate({x:g} {y + 4:g}) rotate(-52)">'
        f"{box(-8.5, -2, 17, 52, 8.5, 'weak_soft', 'weak', 1.5)}"
        f"{path('M -4.5 8 v -2.5 a 4.5 4.5 0 0 1 9 0 V 8', 'weak', 1.2)}</g>"
    )
    return ring + tip + (_often(x - 30, y, times) if times > 1 else "")


def code(x: float, y: float, side: float) -> str:
    """A QR code that says nothing but the name of the program."""
    dots = qr_matrix("Sketch2Image")
    steps = "".join(
        f"M{column} {number}h{wide}v1h-{wide}z"
        for number, row in enumerate(dots.tolist())
        for column, wide in _runs(row)
    )
    return (
        f'<path transform="translate({x:g} {y:g}) scale({side / len(dots):.4f})" d="{steps}" '
        f'fill="{COLORS["text"]}" shape-rendering="crispEdges"/>'
    )


def sight(x: float, y: float, side: float) -> str:
    """The corners of a viewfinder."""
    arm = side / 4
    corners = (
        f"M {x:g} {y + arm:g} v -{arm:g} h {arm:g} "
        f"M {x + side - arm:g} {y:g} h {arm:g} v {arm:g} "
        f"M {x + side:g} {y + side - arm:g} v {arm:g} h -{arm:g} "
        f"M {x + arm:g} {y + side:g} h -{arm:g} v -{arm:g}"
    )
    return path(corners, "accent", 2.5)


def waves(x: float, y: float, size: float) -> str:
    """The sign of a wireless network; its dot is at the place given."""
    arcs = " ".join(
        f"M {x - reach:g} {y - reach:g} A {1.42 * reach:.1f} {1.42 * reach:.1f} 0 0 1 "
        f"{x + reach:g} {y - reach:g}"
        for reach in (size / 3, size * 2 / 3, size)
    )
    dot = f'<circle cx="{x:g}" cy="{y - 2:g}" r="{2 + size / 15:g}" fill="{COLORS["accent"]}"/>'
    return path(arcs, "accent", 2 + size / 15) + dot


def _often(x: float, y: float, times: int) -> str:
    return box(x - 17, y - 11, 34, 22, 11, "accent") + words(
        x, y + 4.5, f"{times} ×", 12.5, "on_accent", "bold", "middle"
    )


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """(start, length) of the dark modules that touch."""
    runs, start = [], 0
    for dark, modules in groupby(row):
        wide = len(list(modules))
        if dark:
            runs.append((start, wide))
        start += wide
    return runs

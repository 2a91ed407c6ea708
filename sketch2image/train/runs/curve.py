"""The course of a run as a CSV file and as a picture."""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.files import unwritable, write_atomically

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HELD_OUT = "held out "
"""In front of the names of figures on held out examples."""

Point = tuple[int, float]
"""Step and value."""

_HEADER = ("step", "seconds", "name", "value")
_COLUMNS = 2
_TRAINING = ("tab:blue", "", "training")
_HELD = ("tab:orange", "o", "held out")
"""Color, marker and name of a line."""


class Curve:
    """Appends figures to a CSV file of `step, seconds, name, value` rows.

    Args:
        file: the CSV file; rows already in it are kept. The picture lies beside it as `.png`.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def add(self, step: int, seconds: float, values: Mapping[str, float]) -> None:
        """Adds one row a value.

        Raises:
            UserError: the place cannot be written.
        """
        rows: list[Sequence[object]] = [] if self.file.exists() else [_HEADER]
        rows += [(step, round(seconds, 1), name, value) for name, value in values.items()]
        try:
            with self.file.open("a", newline="", encoding="utf-8") as stream:
                csv.writer(stream, lineterminator="\n").writerows(rows)
        except OSError as error:
            raise unwritable(self.file, error) from error

    def cut(self, step: int) -> None:
        """Drops what lies after this step: a run that resumes goes there again."""
        kept = [row for row in self._rows() if int(row[0]) <= step]
        lines = [",".join(row) for row in ([*_HEADER], *kept)]
        write_atomically(self.file, "\n".join([*lines, ""]).encode())

    def plot(self) -> Path:
        """Draws every figure over the steps; gives the picture's path.

        A figure on held out examples shares the axes of the one it belongs to.
        """
        from matplotlib.figure import Figure

        panels = self._panels()
        rows = max(1, math.ceil(len(panels) / _COLUMNS))
        high = 2.8 * rows
        figure = Figure(figsize=(5.5 * _COLUMNS, high))
        figure.subplots_adjust(
            left=0.06, right=0.98, top=1 - 0.35 / high, bottom=0.35 / high, hspace=0.35
        )
        for place, (name, lines) in enumerate(sorted(panels.items()), start=1):
            _draw(figure.add_subplot(rows, _COLUMNS, place), name, lines)
        picture, drawn = self.file.with_suffix(".png"), io.BytesIO()
        figure.savefig(drawn, dpi=90)
        write_atomically(picture, drawn.getbuffer())
        return picture

    def _panels(self) -> dict[str, dict[str, list[Point]]]:
        panels: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
        for step, _, name, value in self._rows():
            point = (int(step), float(value))
            panels[name.removeprefix(HELD_OUT)][name].append(point)
        return panels

    def _rows(self) -> list[list[str]]:
        """All but what a crash left half."""
        if not self.file.exists():
            return []
        with self.file.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))[1:]
        return [row for row in rows if len(row) == len(_HEADER) and row[-1]]


def _draw(axes: Axes, title: str, lines: Mapping[str, list[Point]]) -> None:
    for name, points in lines.items():
        color, marker, label = _HELD if name.startswith(HELD_OUT) else _TRAINING
        steps, values = zip(*points, strict=True)
        axes.plot(steps, values, color=color, marker=marker, markersize=4, label=label)
    axes.set_title(title, fontsize=10, loc="left")
    axes.tick_params(labelsize=8)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8, frameon=False)

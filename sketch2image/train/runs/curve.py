"""The course of a run as a CSV file and as a picture."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from sketch2image.core.files import write_atomically

_HEADER = ("step", "seconds", "name", "value")


class Curve:
    """Appends figures to a CSV file of `step, seconds, name, value` rows.

    Args:
        file: the CSV file; rows already in it are kept. The picture lies beside it as `.png`.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def add(self, step: int, seconds: float, values: Mapping[str, float]) -> None:
        """Adds one row a value."""
        new = not self.file.exists()
        with self.file.open("a", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            if new:
                writer.writerow(_HEADER)
            writer.writerows([step, round(seconds, 1), name, v] for name, v in values.items())

    def cut(self, step: int) -> None:
        """Drops what lies after this step: a run that resumes goes there again."""
        kept = [row for row in self._rows() if int(row[0]) <= step]
        lines = [",".join(row) for row in ([*_HEADER], *kept)]
        write_atomically(self.file, "\n".join([*lines, ""]).encode())

    def plot(self) -> Path:
        """Draws every figure over the steps; gives the picture's path."""
        from matplotlib.figure import Figure

        series = self._series()
        figure = Figure(figsize=(9, 2.4 * max(1, len(series))), layout="constrained")
        for place, (name, points) in enumerate(sorted(series.items()), start=1):
            axes = figure.add_subplot(len(series), 1, place)
            axes.plot(*zip(*points, strict=True))
            axes.set(ylabel=name, xlabel="step")
            axes.grid(alpha=0.3)
        picture, part = self.file.with_suffix(".png"), self.file.with_suffix(".part.png")
        figure.savefig(part, dpi=80)
        part.replace(picture)
        return picture

    def _series(self) -> dict[str, list[tuple[int, float]]]:
        series: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for step, _, name, value in self._rows():
            series[name].append((int(step), float(value)))
        return series

    def _rows(self) -> list[list[str]]:
        if not self.file.exists():
            return []
        with self.file.open(newline="", encoding="utf-8") as stream:
            return list(csv.reader(stream))[1:]

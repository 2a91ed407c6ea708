"""A picture of the GAP over the grid of K and t."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.systems.museum.tuning import Tuned

_SIZE, _DPI = (7.2, 4.2), 100
_DARK = 0.45
"""Share of the range below which a cell takes white digits."""


def require_matplotlib() -> None:
    """Whether pictures can be drawn here.

    Raises:
        UserError: Matplotlib is not installed.
    """
    if importlib.util.find_spec("matplotlib") is None:
        hint = "Run `pip install -r requirements.txt`, or leave out --plot."
        raise UserError(ErrorKind.dependency, "--plot needs matplotlib, which is missing", hint)


def draw_heat_map(tuned: Tuned, file: Path) -> None:
    """Draw a cell for each K and t with the GAP of val in percent; the best one is framed.

    Raises:
        UserError: kind `output`, when the place cannot be written.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    percent = 100 * tuned.gaps
    low, high = percent.min(), percent.max()
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.add_subplot()
    axes.imshow(percent, aspect="auto", cmap="viridis")
    for (row, column), value in np.ndenumerate(percent):
        color = "white" if value - low < _DARK * (high - low) else "black"
        axes.text(column, row, f"{value:.1f}", ha="center", va="center", fontsize=8, color=color)
    k, t = tuned.best
    corner = tuned.ts.index(t) - 0.5, tuned.ks.index(k) - 0.5
    axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor="red", linewidth=2))
    axes.set_xticks(range(len(tuned.ts)), [f"{t:g}" for t in tuned.ts])
    axes.set_yticks(range(len(tuned.ks)), [str(k) for k in tuned.ks])
    axes.set_xlabel("t, sharpness of the soft-max")
    axes.set_ylabel("K, neighbors")
    axes.set_title(f"GAP of val, %; best: K {k}, t {t:g}", fontsize=10, loc="left")
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=_DPI, format="png")
    write_atomically(file, drawn.getbuffer())

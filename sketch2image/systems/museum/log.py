"""The log of evaluations beside the descriptors, in the published code's lines."""

from __future__ import annotations

import time
from pathlib import Path

from sketch2image.core.files import unwritable
from sketch2image.gallery.recognition.metrics import Scores

_DATE = "%Y-%m-%d %H:%M:%S"


def log_file(folder: Path, name: str = "") -> Path:
    """Where evaluations of the descriptors of a folder are written down.

    Args:
        name: of another log than the usual one.
    """
    return folder / (f"log_knn_{name}.txt" if name else "log_knn.txt")


def check_log(file: Path) -> None:
    """Whether lines can be appended, before time is spent on what they say; none are.

    Raises:
        UserError: kind `output`, when they cannot.
    """
    is_new = not file.exists()
    _append(file, "")
    if is_new:
        file.unlink()


def append_log(
    file: Path, experiment: str, folder: str, tuned: tuple[int, float] | None, scores: Scores
) -> None:
    """Append one evaluation.

    Args:
        file: the log; made when missing.
        experiment: its name, e.g. `EXP_d512AT`.
        folder: of the descriptors, as given.
        tuned: K and t that were tuned; None where both were given.
        scores: of the queries.

    Raises:
        UserError: kind `output`, when the place cannot be written.
    """
    lines = ["", time.strftime(_DATE), f"expname: {experiment}", f"dir: {folder}"]
    if tuned:
        k, t = tuned
        lines.append(f"best parameters are : { ({'K': k, 't': t}) }")
    figures = f"GAP {scores.gap}, GAP-nodis {scores.gap_minus}, ACC {scores.acc}"
    _append(file, "\n".join([*lines, figures, ""]))


def _append(file: Path, text: str) -> None:
    try:
        with file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise unwritable(file, error) from error

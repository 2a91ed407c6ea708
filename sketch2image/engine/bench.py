"""Figures of this machine, each beside a baseline measured in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from sketch2image.core.paths import HOME_VARIABLE, home, sample_gallery
from sketch2image.core.progress import Report

_MAIN = ("-c", "from sketch2image.cli import main; main()")
_PROJECT = Path(__file__).resolve().parents[2]


def bench_start(runs: int) -> dict[str, float]:
    """Best time of `--help`, and of a Python that does nothing."""
    bare = best_of_python(["-c", "pass"], runs)
    ours = best_of_python([*_MAIN, "--help"], runs)
    return {
        "help_seconds": round(ours, 3),
        "bare_python_seconds": round(bare, 3),
        "ratio": round(ours / bare, 1),
    }


def bench_search(pictures: int, runs: int, report: Report) -> dict[str, float]:
    """Best time of one search over small pictures, as a process and inside one."""
    from sketch2image.core.pictures import open_picture
    from sketch2image.engine.parts import lite
    from sketch2image.gallery.gallery import add_folder, open_gallery
    from sketch2image.gallery.search import search

    encoder = lite().encoder
    query = next(sample_gallery().glob("*.jpg"))
    with tempfile.TemporaryDirectory(prefix="bench-", dir=home()) as folder:
        state, before = Path(folder) / "home", os.environ.get(HOME_VARIABLE)
        os.environ[HOME_VARIABLE] = str(state)
        try:
            make_pictures(Path(folder) / "pictures", pictures)
            added = _seconds(
                lambda: add_folder(Path(folder) / "pictures", encoder, "bench", report)
            )
            command = [*_MAIN, "search", str(query), "--gallery", "bench"]
            process = best_of_python(command, runs)
            bare = best_of_python(["-c", "pass"], runs)
            with open_gallery("bench") as gallery:
                image = open_picture(query)
                search(gallery, encoder, [image])
                inside = min(
                    _seconds(lambda: search(gallery, encoder, [image])) for _ in range(runs)
                )
        finally:
            _restore(HOME_VARIABLE, before)
    return {
        "pictures": pictures,
        "add_pictures_per_second": round(pictures / added, 1),
        "process_seconds": round(process, 3),
        "bare_python_seconds": round(bare, 3),
        "inside_milliseconds": round(inside * 1000, 2),
    }


def make_pictures(folder: Path, count: int, side: int = 64) -> None:
    """Write pictures of `side` pixels, each another, into a folder that is made."""
    from PIL import Image

    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for i in range(count):
        coarse = rng.integers(0, 256, (6, 6, 3), np.uint8)
        Image.fromarray(coarse).resize((side, side)).save(folder / f"{i:06d}.jpg", quality=80)


def best_of_python(arguments: Sequence[str], runs: int) -> float:
    """Least seconds that a Python with these arguments takes."""

    def once() -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=_PROJECT)

    return min(_seconds(once) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _restore(variable: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(variable, None)
    else:
        os.environ[variable] = value

"""Memory of the program and its children while it changes between the tiers.

    python tools/full_size.py --out runs/full-size
    python benchmarks/tiers.py --checkpoints runs/full-size [--switches 5] [--precision bf16]

Answers one sketch in the lite tier, then changes to the full tier and back as often as told,
answering each time. Prints the resident memory after each answer, of this process and of all below
it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.core.paths import CHECKPOINTS_VARIABLE, sample_gallery  # noqa: E402
from sketch2image.core.sketch import Sketch  # noqa: E402
from sketch2image.engine.request import Request  # noqa: E402
from sketch2image.engine.sources import simulated  # noqa: E402
from sketch2image.engine.tiers import Tiers  # noqa: E402


def main() -> None:
    """Switch, answer and weigh."""
    options = _options()
    lite = REPOSITORY / "checkpoints" / "lite"
    if not (options.checkpoints / "lite").exists():
        (options.checkpoints / "lite").symlink_to(lite)
    os.environ[CHECKPOINTS_VARIABLE] = str(options.checkpoints.resolve())
    os.environ["SKETCH2IMAGE_PRECISION"] = options.precision
    rows = _rows(options.switches)
    document = {
        "rows": [row._asdict() for row in rows],
        "last_over_first": rows[-1].mb / rows[0].mb,
    }
    json.dump(document, sys.stdout, indent=2)
    sys.stdout.write("\n")


class Row(NamedTuple):
    """Memory in MB after an answer, and how long that took."""

    tier: str
    mb: float
    seconds: float


def _rows(switches: int) -> list[Row]:
    camera = simulated("strawberry", seed=0)
    request = Request(Sketch(camera.size, camera.strokes), gallery=str(sample_gallery()))
    rows = []
    with Tiers("lite") as tiers:
        for tier in ("lite", *("full", "lite") * switches):
            tiers.switch(tier)
            start = time.perf_counter()
            tiers.answer(request)
            seconds = round(time.perf_counter() - start, 1)
            rows.append(Row(tier, _memory(), seconds))
            sys.stderr.write(f"{rows[-1]}\n")
    return rows


def _memory() -> float:
    import psutil

    mine = psutil.Process()
    sizes = (one.memory_info().rss for one in (mine, *mine.children(recursive=True)))
    return round(sum(sizes) / 1e6, 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--switches", type=int, default=5)
    parser.add_argument("--precision", default="bf16")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Time and peak memory of a full-size training step of each trainer.

    python tools/full_size.py --out runs/full-size
    python benchmarks/train.py --checkpoints runs/full-size --batches 1 2
    python benchmarks/train.py --checkpoints runs/full-size --device cuda --precision bf16

Weights at random cost what the published ones do. Data is made here: as many pictures as a step
needs. Every row is a run of `python main.py train` in a process of its own, so that its peak memory
is its own; the first row of a trainer is what its others are compared with. The time is that from
the end of the first step to that of the last: no loading, no validation. Prints rows on stderr and
one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.core.paths import CHECKPOINTS_VARIABLE  # noqa: E402
from sketch2image.core.progress import Progress  # noqa: E402
from sketch2image.train.kinds import settings_of, task_of  # noqa: E402

CLASSES = ("cat", "pizza", "airplane")
PICTURES = 12
"""Of each class: enough for a step of the largest batch, and some held out."""
SIDE = 512
WORDS = 16
"""Of a sentence, as many tokens as the usual one has."""

FILES = {"blip": "sketches.jsonl"}
"""What in the folder of data is learned from, where it is not the folder."""

OWN: dict[str, dict[str, Any]] = {
    "blip": {"base": "blip-sketch", "judge": 1, "samples": 1},
    "contrastive": {"base": "dinov2-base", "judge": 1, "samples": 1},
    "turbo": {},
}
"""Settings of each trainer beside the usual ones."""


def main() -> None:
    """Measure every combination of the options."""
    options = _options()
    if options.row:
        json.dump(measure(json.loads(options.row)), sys.stdout)
        return
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kinds:
            MADE[kind](Path(folder) / kind, np.random.default_rng(0))
            rows += _rows(options, kind, Path(folder))
    json.dump({"device": options.device, "rows": rows}, sys.stdout, indent=2)
    sys.stdout.write("\n")


def measure(row: dict[str, Any]) -> dict[str, float]:
    """Seconds of a step after the first, and peak memory in GB, of one run."""
    from sketch2image.train.runs.loop import train

    ends: list[float] = []
    peaks: list[int] = []

    def report(progress: Progress) -> None:
        if progress.done > len(ends):
            ends.append(time.perf_counter())
            peaks.append(_peak(row["settings"]["device"]))

    settings = settings_of(row["kind"])(**row["settings"])
    train(task_of(row["kind"], settings, lambda _: None), settings, report)
    seconds = (ends[-1] - ends[0]) / (len(ends) - 1)
    return {"seconds": round(seconds, 2), "peak_gb": round(peaks[-1] / 1e9, 2)}


def _rows(options: argparse.Namespace, kind: str, folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for precision in options.precision:
        for batch in options.batches:
            wish = _settings(options, kind, folder, precision, batch)
            row = {"kind": kind, "precision": precision, "batch": batch}
            rows.append(row | _in_a_process({"kind": kind, "settings": wish}, options))
            rows[-1]["times_first"] = round(rows[-1]["seconds"] / rows[0]["seconds"], 2)
            sys.stderr.write(f"{rows[-1]}\n")
    return rows


def _settings(
    options: argparse.Namespace, kind: str, folder: Path, precision: str, batch: int
) -> dict[str, Any]:
    return {
        "data": str(folder / kind / FILES.get(kind, "")),
        "out": str(folder / f"{kind}-{precision}-{batch}"),
        "device": options.device,
        "precision": precision,
        "batch": batch,
        "steps": options.steps,
        "validate_every": 10**6,
        **({"gradient_checkpointing": True} if options.gradient_checkpointing else {}),
        **OWN[kind],
    }


def _in_a_process(row: dict[str, Any], options: argparse.Namespace) -> dict[str, float]:
    command = [sys.executable, *sys.argv, "--row", json.dumps(row)]
    surroundings = os.environ | {CHECKPOINTS_VARIABLE: str(options.checkpoints.resolve())}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=surroundings)
    return json.loads(done.stdout)


def _peak(device: str) -> int:
    if device.startswith("cuda"):
        import torch

        return torch.cuda.max_memory_allocated()
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _sketches(folder: Path, rng: np.random.Generator) -> None:
    """A table: `tools/full_size.py` gives BLIP a vocabulary of made-up words."""
    rows = []
    for label in CLASSES:
        text = " ".join(f"word{len(label) * 100 + number}" for number in range(WORDS))
        for number in range(PICTURES):
            _picture(folder / f"{label}-{number}.png", rng)
            rows.append({"file": f"{label}-{number}.png", "text": text})
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "sketches.jsonl").write_text(lines, "utf-8")


def _classes(folder: Path, rng: np.random.Generator) -> None:
    for label in CLASSES:
        for number in range(PICTURES):
            _picture(folder / "photo" / label / f"n{number}.png", rng)
            _picture(folder / "sketch" / label / f"n{number}-1.png", rng)


def _pairs(folder: Path, rng: np.random.Generator) -> None:
    for part, count in (("train", PICTURES), ("test", 1)):
        names = [f"{number}.png" for number in range(count)]
        for name in names:
            _picture(folder / f"{part}_A" / name, rng)
            _picture(folder / f"{part}_B" / name, rng)
        prompts = dict.fromkeys(names, "a cat")
        (folder / f"{part}_prompts.json").write_text(json.dumps(prompts))


def _picture(file: Path, rng: np.random.Generator) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rng.integers(0, 255, (SIDE, SIDE, 3), np.uint8)).save(file)


MADE = {"blip": _sketches, "turbo": _pairs, "contrastive": _classes}
"""Noise in place of pictures: a step costs the same whatever is on them."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--kinds", nargs="+", default=list(MADE), choices=MADE)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", nargs="+", default=["fp32"])
    parser.add_argument("--batches", nargs="+", type=int, default=[1])
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--gradient-checkpointing", action="store_true")
    parser.add_argument("--row", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""What a sketch with words finds beside either alone, of small towers trained from random weights.

    python benchmarks/fashion.py DATA [--folds 3] [--keep DIR] [--set NAME=VALUE ...]

Builds triplets of DATA/clothing (kinds, with measured colors) and DATA/grocery (descriptions).
Each fold leaves a fifth out, trains on seven tenths, and asks for the fifth by the last weights.
Queries of all folds count together; each looks among the photos left out with it, and among all.
Prints one JSON document. With `--keep`, a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.cli.app import run
from sketch2image.core.progress import silent
from sketch2image.systems.fashion import findings
from sketch2image.systems.fashion.bootstrap import paired_difference
from sketch2image.systems.fashion.trials import all_trials
from sketch2image.train.composed.metrics import recalls
from sketch2image.train.composed.triplets import read_triplets

BRANDS = ("Alpro", "Arla", "Bravo", "Garant", "God Morgon", "Oatly", "Tropicana", "Valio", "Yoggi")
TABLES = {"clothing": ("labels.csv", ()), "grocery": ("products.json", ("--describe",))}


def command(*words: str) -> int:
    """Run a command; what it says to people goes where progress goes."""
    with redirect_stdout(sys.stderr):
        return run(words)


def build(data: Path, root: Path) -> None:
    """Both sets; what is there already stays."""
    for name, (table, more) in TABLES.items():
        captions = ["--captions", str(data / name / table)]
        if command("fashion", "build", str(data / name), "--out", str(root), *captions, *more):
            raise SystemExit(f"{name} could not be built")


def trained(root: Path, out: Path, fold: int, changes: list[str]) -> Path:
    """The last weights of one fold."""
    named = ["base=small", "test=0.2", f"fold={fold}", "validate_every=100000", *changes]
    words = [word for one in named for word in ("--set", one)]
    resume = ["--resume"] if (out / "config.toml").is_file() else []
    done = (out / "model").is_dir()
    if not done and command("fashion", "train", str(root), "--out", str(out), *words, *resume):
        raise SystemExit(f"fold {fold} could not be trained")
    return out / "model"


def together(folds: list[dict[str, np.ndarray]]) -> dict[str, Any]:
    """Figures over the queries of all folds."""
    found = {by: np.concatenate([fold[by] for fold in folds]) for by in folds[0]}
    hits = {by: place < findings.K for by, place in found.items()}
    gains = {by: paired_difference(hits["both"], hits[by]) for by in ("sketch", "words")}
    return {
        "figures": {by: recalls(place) for by, place in found.items()},
        "both over each alone, R@10": {by: gain._asdict() for by, gain in gains.items()},
    }


def measure(root: Path, models: list[Path]) -> dict[str, Any]:
    """Every experiment, over all folds."""
    said = {one.photo: one.text for one in read_triplets(root).asked}
    wide = [all_trials(model, root, silent) for model in models]
    named = [findings.brands_found(one, BRANDS, said) for one in wide]
    kinds = [findings.captions_helped(one, said) for one in wide]
    return {
        "queries": sum(len(one.asked) for one in wide),
        "among those left out": {
            "photos": [len(one.asked) for one in wide],
            **together([findings.places_of(one.among_themselves()) for one in wide]),
        },
        "among all": {
            "photos": len(wide[0].photos),
            **together([findings.places_of(one) for one in wide]),
        },
        "colors, by fold": [asdict(findings.colors_moved(one)) for one in wide],
        "brands, by fold": [asdict(one) for one in named],
        "kinds, by fold": [asdict(one) for one in kinds],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--set", action="append", default=[], dest="changes")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = wish.keep or Path(temporary)
        build(wish.data, place / "set")
        models = [
            trained(place / "set", place / f"fold-{fold}", fold, wish.changes)
            for fold in range(wish.folds)
        ]
        print(json.dumps(measure(place / "set", models), indent=2))


if __name__ == "__main__":
    main()

"""Photo, sketch or painting: how well a classifier of style tells them apart, here and elsewhere.

    python benchmarks/style.py DATA [--left-out caltech101 quickdraw styles] [--backbone lite]
    python benchmarks/style.py DATA --set tune=full --set untrained=true --set image=96

DATA is the development data. Makes a folder of three classes out of links to its collections, at
most `--most` pictures of each, and of stroke drawings drawn as pictures; trains with `style train`,
and measures with `style evaluate` what the run held out. Collections that are left out are not
trained on at all, and measured apart. `--confusion DIR` keeps the confusion matrices. Prints one
JSON document.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.core.pictures import is_picture_name, save_png  # noqa: E402
from sketch2image.train.data.strokes import draw_row, is_strokes, rows  # noqa: E402

COLLECTIONS = {
    "photo": {
        "sketchy": "sketchy/photo",
        "caltech101": "caltech101",
        "clothing": "clothing",
        "captions": "captions",
    },
    "sketch": {"sketchy": "sketchy/sketch", "quickdraw": "quickdraw"},
    "painting": {"paintings": "paintings", "styles": "styles"},
}
"""Folders of the development data by class and by the name of a collection."""


def build(data: Path, left_out: Iterable[str], most: int, root: Path) -> None:
    """`root/train/<class>/<collection>/...`, and `root/test` of the collections left out."""
    apart = set(left_out)
    for label, places in COLLECTIONS.items():
        for name, place in places.items():
            part = "test" if name in apart else "train"
            fill(data / place, most, root / part / label / name)


def fill(source: Path, most: int, target: Path) -> None:
    """Links to the pictures of a collection, or its drawings."""
    target.mkdir(parents=True)
    files = sorted(source.rglob("*"))
    for file in filter(is_strokes, files):
        draw(file, most, target)
    for number, file in enumerate(some([one for one in files if is_picture_name(one.name)], most)):
        (target / f"{number}{file.suffix}").symlink_to(file.resolve())


def draw(file: Path, most: int, target: Path) -> None:
    """Some drawings of a file of strokes, as pictures."""
    for row in some(list(rows(file)), most):
        save_png(target / f"{file.name}-{row.number}.png", draw_row(file, row.number), level=1)


def some(all_of: list[Any], most: int) -> list[Any]:
    """At most so many, evenly over all."""
    places = np.linspace(0, len(all_of) - 1, min(most, len(all_of))).round().astype(int)
    return [all_of[place] for place in places]


def called(*words: object) -> dict[str, Any]:
    """What a command of the program says."""
    command = [sys.executable, str(REPOSITORY / "main.py"), *map(str, words), "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def measured(run: Path, other: Path | None, out: Path) -> dict[str, Any]:
    """Figures on what the run held out, or on other pictures."""
    found = called("style", "evaluate", run, *([other] if other else []), "--out", out)
    return {
        "pictures": found["pictures"],
        "accuracy": round(found["accuracy"], 4),
        "macro_f1": round(found["macro"]["f1"], 4),
        "recall": {one["name"]: round(one["recall"], 4) for one in found["classes"]},
        "mAP": round(found["retrieval"]["penultimate cosine"]["mAP"], 4),
    }


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--left-out", nargs="*", default=[])
    parser.add_argument("--backbone", default="auto")
    parser.add_argument("--set", action="append", default=[], dest="changes")
    parser.add_argument("--most", type=int, default=1_000)
    parser.add_argument("--confusion", type=Path)
    given = parser.parse_args()
    changes = [word for change in given.changes for word in ("--set", change)]
    figures: dict[str, Any] = {
        "left_out": given.left_out,
        "most": given.most,
        "settings": given.changes,
    }
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        root, out = Path(work), given.confusion or Path(work)
        build(given.data, given.left_out, given.most, root)
        start = time.perf_counter()
        run = root / "run"
        words = ("--out", run, "--backbone", given.backbone, *changes)
        figures["backbone"] = called("style", "train", root / "train", *words)["backbone"]
        figures["seconds"] = round(time.perf_counter() - start, 1)
        figures["held_out"] = measured(run, None, out / "held-out")
        if given.left_out:
            figures["elsewhere"] = measured(run, root / "test", out / "elsewhere")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()

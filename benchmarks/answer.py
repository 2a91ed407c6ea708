"""How long one sketch takes, caption to matches: `python benchmarks/answer.py --data DATA`.

Human sketches of each class go through the lite engine against the sample gallery, after a first
one that loads what is kept of the class. The caption alone, in the same run, is the baseline.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.labels import LABELS, caption_text
from sketch2image.core.paths import checkpoints, sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch
from sketch2image.engine.inline import InlineEngine
from sketch2image.engine.parts import lite
from sketch2image.engine.pipeline import Pipeline
from sketch2image.engine.request import Request

STAGES = ("caption", "render", "search")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=2, help="of each class after the first")
    options = parser.parse_args()
    engine = InlineEngine(Pipeline(lite()))
    rows = []
    for label in LABELS:
        files = sorted((options.data / "sketchy" / "sketch" / label).glob("*.png"))
        for file in files[: options.rounds + 1]:
            request = Request(sketch_in(file), caption_text(label), gallery=str(sample_gallery()))
            found = engine.submit(request).result()
            if file != files[0]:
                rows.append([found.seconds[stage] for stage in STAGES])
    table = 1000 * np.array(rows)
    print(f"{'ms of one sketch':<28}   mean median    95 %    most   ({len(rows)} sketches)")
    for name, column in zip((*STAGES, "together"), (*table.T, table.sum(axis=1)), strict=True):
        print(f"{name:<28} {' '.join(f'{value:6.0f} ' for value in figures(column))}")
    files = [
        file for file in (checkpoints() / "lite").iterdir() if file.suffix in (".onnx", ".npz")
    ]
    size = sum(file.stat().st_size for file in files)
    print(f"{'bundled models':<28} {size / 1e6:6.1f} MB in {len(files)} files")


def figures(column: np.ndarray) -> list[float]:
    """Mean, median, 95th percentile and the largest."""
    return [column.mean(), *np.percentile(column, (50, 95, 100))]


def sketch_in(file: Path) -> Sketch:
    """A drawing in a picture file."""
    picture = open_picture(file)
    return Sketch((picture.shape[1], picture.shape[0]), backdrop=picture)


if __name__ == "__main__":
    main()

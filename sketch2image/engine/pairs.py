"""Pairs of a photo and its drawing, for training and for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sketch2image.air.files import save_svg
from sketch2image.core.files import write_atomically
from sketch2image.core.pictures import save_png
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.synth.choices import Wish
from sketch2image.synth.shots import Shot, chosen, shots

INDEX = "pairs.jsonl"
"""Name of the list of pairs; each line one JSON object, paths from the folder on."""

_FOLDERS = {"photo": "photos/{}.png", "lines": "lines/{}.png", "sketch": "sketches/{}.png",
            "strokes": "sketches/{}.svg"}  # fmt: skip


def make_pairs(
    folder: str,
    seed: int = 0,
    per_class: int = 1,
    size: int = 512,
    names: Sequence[str] = (),
    wish: Wish = Wish.mixed,
    report: Report = silent,
) -> list[dict[str, str | int]]:
    """Write photos with their exact line drawings and human-looking sketches of them.

    A pair depends on `seed`, its class and its number alone. The index is written last.

    Args:
        folder: made if missing; files of the same names are replaced.
        seed: of everything.
        per_class: pairs of each class.
        size: side of the square pictures in pixels.
        names: the classes, default all that have a scene.
        wish: what the objects stand on.
        report: progress.

    Returns:
        The lines of the index: class, number, seed, text and the four files.

    Raises:
        UserError: a class has no scene, or the folder cannot be written.
    """
    wanted = chosen(names)
    counter = Counter(report, "pairs", per_class * len(wanted))
    rows: list[dict[str, str | int]] = []
    for number, shot in shots(wanted, seed, per_class, size, wish):
        files = {part: place.format(f"{shot.name}-{number}") for part, place in _FOLDERS.items()}
        _write(shot, {part: Path(folder) / file for part, file in files.items()})
        row = {"class": shot.name, "number": number, "seed": seed, "text": shot.text}
        rows.append({**row, **files})
        counter.advance(f"{shot.name}-{number}")
    text = "".join(json.dumps(row) + "\n" for row in rows)
    write_atomically(Path(folder) / INDEX, text.encode())
    return rows


def _write(shot: Shot, files: dict[str, Path]) -> None:
    save_png(files["photo"], shot.photo())
    save_png(files["lines"], shot.lines().raster)
    sketch = shot.sketch()
    save_png(files["sketch"], sketch.raster)
    save_svg(files["strokes"], sketch)

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sketch2image.air.files import open_sketch
from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.engine.pairs import INDEX, make_pairs

NAMES = ("apple", "fish")


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_index_lists_what_was_written(tmp_path: Path) -> None:
    rows = make_pairs(str(tmp_path), 2, 2, 64, NAMES)
    listed = [json.loads(line) for line in (tmp_path / INDEX).read_text().splitlines()]
    assert listed == rows
    assert [(row["class"], row["number"]) for row in rows] == [
        ("apple", 1), ("apple", 2), ("fish", 1), ("fish", 2),
    ]  # fmt: skip
    parts = ("photo", "lines", "sketch", "strokes")
    assert {row[part] for row in rows for part in parts} | {INDEX} == set(files(tmp_path))
    assert all(row["seed"] == 2 and "convert a" in str(row["text"]) for row in rows)


def test_pictures_have_the_size_and_svg_the_strokes(tmp_path: Path) -> None:
    (row,) = make_pairs(str(tmp_path), 0, 1, 64, ["cup"])
    for part in ("photo", "lines", "sketch"):
        assert open_picture(tmp_path / str(row[part])).shape == (64, 64, 3)
    sketch = open_sketch(tmp_path / str(row["strokes"]))
    assert 1 <= len(sketch.strokes) <= 14
    seen = open_picture(tmp_path / str(row["sketch"])).astype(int)
    assert np.abs(sketch.raster - seen).mean() < 2


def test_more_pairs_hold_the_fewer(tmp_path: Path) -> None:
    make_pairs(str(tmp_path / "few"), 1, 1, 48, ["snail"])
    make_pairs(str(tmp_path / "more"), 1, 2, 48, ["apple", "snail"])
    few, more = files(tmp_path / "few"), files(tmp_path / "more")
    index = few.pop(INDEX).decode()
    assert few.items() <= more.items()
    assert index in more[INDEX].decode()


def test_a_wrong_class_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        make_pairs(str(tmp_path / "x"), names=["apple", "unicorn"])
    assert not (tmp_path / "x").exists()

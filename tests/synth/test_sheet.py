from __future__ import annotations

import json
from pathlib import Path

import pytest

from sketch2image.core.pictures import open_picture
from sketch2image.synth import objects
from sketch2image.synth.choices import Kind
from sketch2image.synth.sheet import COLUMNS, make_sheet

FEW = objects.names()[:10]


def sheet(
    folder: Path, kind: Kind = Kind.photos, seed: int = 0, names: tuple[str, ...] = FEW
) -> tuple[str, ...]:
    return make_sheet(folder / "s.png", folder / "s.json", kind, seed, 48, names)


@pytest.mark.parametrize("kind", Kind)
def test_every_class_once(tmp_path: Path, kind: Kind) -> None:
    names = FEW if kind is Kind.photos else FEW[:2]
    found = sheet(tmp_path, kind, names=names)
    assert sorted(found) == list(names)
    rows, columns = (2, COLUMNS) if kind is Kind.photos else (1, 2)
    assert open_picture(tmp_path / "s.png").shape == (rows * 48, columns * 48, 3)


def test_the_key_says_what_is_where(tmp_path: Path) -> None:
    found = sheet(tmp_path, seed=5, names=FEW[:4])
    key = json.loads((tmp_path / "s.json").read_text())
    assert (key["kind"], key["seed"]) == ("photos", 5)
    assert [(c["cell"], c["class"]) for c in key["cells"]] == list(enumerate(found, 1))


@pytest.mark.slow
def test_order_differs_by_seed_and_kind_and_is_not_that_of_names(tmp_path: Path) -> None:
    orders = [sheet(tmp_path, Kind.lines, 1), sheet(tmp_path, Kind.lines, 2),
              sheet(tmp_path, Kind.sketches, 1), FEW]  # fmt: skip
    assert len(set(orders)) == 4


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    for place in (tmp_path / "a", tmp_path / "b"):
        sheet(place, Kind.sketches, names=FEW[:2])
    for name in ("s.png", "s.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()

"""The notebook from sketch to photos, run on the lite models."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.notebooks.running import PROJECT, Cell, run

NAME = "sketch2image_colab"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def cells(folder: Path, state: Path) -> dict[str, Cell]:
    return run(NAME, folder, state, PROJECT=str(PROJECT), OUT="results")


def test_it_runs_as_it_stands_from_another_folder(cells: dict[str, Cell]) -> None:
    assert cells["install"].text.startswith("ready on this machine")
    assert "the lite models answer" in cells["models"].text
    assert not any(cell.errors for cell in cells.values())


def test_the_sample_sketch_is_drawn_named_and_rendered(cells: dict[str, Cell]) -> None:
    assert "a sample: strawberry" in cells["sketch"].text
    assert _size(cells["sketch"]) == (640, 480)
    assert "convert a strawberry into" in cells["caption"].html
    assert cells["caption"].html.count("<tr>") == 5
    assert _size(cells["answer"]) == (816, 400)


def test_photos_are_found_best_first(cells: dict[str, Cell]) -> None:
    lines = cells["matches"].text.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("1. ")
    assert "strawberry" in lines[0]
    assert _size(cells["sheet"])[0] == 1184


def test_the_archive_holds_the_results_and_the_photos(cells: dict[str, Cell], folder: Path) -> None:
    assert "results.zip" in cells["archive"].text
    with zipfile.ZipFile(folder / "results.zip") as archive:
        names = archive.namelist()
        document = json.loads(archive.read("result.json"))
    files = {"sketch.png", "sketch.svg", "render.png", "sheet.png", "result.json"}
    assert files == {name for name in names if "/" not in name}
    assert len([name for name in names if name.startswith("matches/")]) == 5
    assert document["caption"]["label"] == "strawberry"
    assert document["tier"] == {"taken": "lite", "why": "asked for"}


def test_a_folder_that_is_not_there_is_told_in_one_line(tmp_path: Path, state: Path) -> None:
    cells = run(NAME, tmp_path, state, "drive", PROJECT=str(PROJECT), DRIVE_FOLDER="no/such")
    assert cells["drive"].errors == [
        "error: no folder no/such on this machine. Check the spelling of DRIVE_FOLDER."
    ]


def _size(cell: Cell) -> tuple[int, int]:
    return Image.open(io.BytesIO(cell.png)).size

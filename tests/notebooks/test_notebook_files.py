"""The notebooks as files: valid, clean, and true to the table of models."""

from __future__ import annotations

import re

import nbformat
import pytest

from sketch2image.models.table import model
from tests.notebooks.running import NOTEBOOKS, read

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_and_holds_no_outputs(name: str) -> None:
    notebook = read(name)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("name", NAMES)
def test_cells_have_ids_that_people_can_read(name: str) -> None:
    ids = [cell.id for cell in read(name).cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one) for one in ids)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_a_notebook_belongs_to_one_machine(name: str) -> None:
    text = (NOTEBOOKS / f"{name}.ipynb").read_text("utf-8")
    assert not re.search(r"/home/|/root/|/work/|/content/|[A-Z]:\\\\", text)


def test_every_notebook_stands_in_the_readme() -> None:
    readme = (NOTEBOOKS / "README.md").read_text("utf-8")
    assert all(f"({name}.ipynb)" in readme for name in NAMES)


def test_the_sizes_told_are_those_of_the_models() -> None:
    text = (NOTEBOOKS / "sketch2image_colab.ipynb").read_text("utf-8")
    renderer = ("sd-turbo-fp16", "turbo-sketch")
    for ids in (("blip-base",), renderer, ("dinov2-base",)):
        row = " and ".join(f"`{one}`" for one in ids)
        assert f"| {row} | {_size(*ids)} |" in text
    assert f"{_size('blip-base', *renderer, 'dinov2-base')} to fetch" in text


def _size(*ids: str) -> str:
    return f"{sum(model(one).size for one in ids) / 1e9:.1f} GB"

"""Notebooks executed as a person would: a fresh kernel, top to bottom."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = PROJECT / "notebooks"


@dataclass(frozen=True)
class Cell:
    """A code cell that was executed."""

    source: str
    outputs: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """What it printed."""
        return "".join(one["text"] for one in self.outputs if one["output_type"] == "stream")

    @property
    def html(self) -> str:
        """What it showed as HTML."""
        return self.shown("text/html")

    @property
    def png(self) -> bytes:
        """What it showed as a picture."""
        return base64.b64decode(self.shown("image/png"))

    @property
    def errors(self) -> list[str]:
        """The lines of its traceback."""
        return [line for one in self.outputs for line in one.get("traceback", [])]

    def shown(self, kind: str) -> str:
        """The one thing of a kind that it showed."""
        (found,) = (one["data"][kind] for one in self.outputs if kind in one.get("data", {}))
        return found


def read(name: str) -> nbformat.NotebookNode:
    """A notebook of the repository."""
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def run(
    name: str, folder: Path, home: Path, until: str = "", **settings: object
) -> dict[str, Cell]:
    """Execute a notebook of the repository; gives its code cells by id.

    Args:
        name: without ending.
        folder: the kernel's working directory.
        home: the program's state.
        until: id of the last cell to execute; empty for all.
        settings: replace those of the cell tagged `parameters`.
    """
    notebook = read(name)
    ids = [cell.id for cell in notebook.cells]
    notebook.cells = notebook.cells[: ids.index(until) + 1 if until else None]
    parameters = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    parameters.source += "".join(f"\n{key} = {value!r}" for key, value in settings.items())
    client = NotebookClient(
        notebook,
        timeout=240,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        allow_errors=bool(until),
    )
    client.execute(env={**os.environ, "SKETCH2IMAGE_HOME": str(home)})
    return {c.id: Cell(c.source, c.outputs) for c in notebook.cells if c.cell_type == "code"}

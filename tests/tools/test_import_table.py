"""The import table as a contract."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = """
[tool.importlinter]
root_package = "house"
include_external_packages = true
contract_types = ["table: tools.import_table.ImportTable"]

[[tool.importlinter.contracts]]
name = "table"
type = "table"
root = "house"
rows = ["core:", "models: core", "cli: core models ui"]
externals = ["json: cli"]
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    for name in ("", "core", "models", "cli"):
        write(tmp_path, name, "")
    return tmp_path


def write(house: Path, package: str, body: str) -> None:
    folder = house / "house" / package
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text(body)


def lint(house: Path) -> tuple[int, str]:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=house, env=os.environ | {"PYTHONPATH": str(PROJECT), "COLUMNS": "200"},
        text=True, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_what_stands_in_the_table_is_kept(house: Path):
    write(house, "models", "import house.core")
    write(house, "cli", "import json\nimport house.models")
    assert lint(house)[0] == 0


@pytest.mark.parametrize(
    ("package", "body", "line"),
    [
        ("core", "import house.models", "core may not import models"),
        ("models", "def late():\n    import house.cli", "models may not import cli"),
        ("models", "import json", "only cli may import json"),
        ("new", "", "house.new has no row in the table"),
    ],
)
def test_what_does_not_is_named(house: Path, package: str, body: str, line: str):
    write(house, package, body)
    status, report = lint(house)
    assert status == 1
    assert line in report

"""Which test files are begun first."""

from __future__ import annotations

from pathlib import Path

from tests.plugins.order import LONGEST

ROOT = Path(__file__).resolve().parents[2]


def test_the_files_to_begin_with_are_there():
    assert [name for name in LONGEST if not (ROOT / name).is_file()] == []

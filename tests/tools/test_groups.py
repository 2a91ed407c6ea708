"""What a run says of tests that cannot run here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SUITE = """
import pytest

def test_always():
    pass

@pytest.mark.slow
def test_long():
    pass

@pytest.mark.slow
def test_longer():
    pass

def test_data(data_dir):
    assert data_dir.is_dir()
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    settings = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.plugins.groups"]\n')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_some.py").write_text(SUITE)
    return tmp_path


def run(suite: Path, data: Path, *options: str) -> tuple[int, list[str]]:
    environment = os.environ | {
        "SKETCH2IMAGE_DATA": str(data), "PYTHONPATH": str(PROJECT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pytest_timeout,xdist.plugin",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
        cwd=suite, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_groups_not_run_are_listed_with_the_reason(suite: Path, workers: tuple[str, ...]):
    status, lines = run(suite, suite / "nowhere", *workers)
    assert status == 0
    assert "not run: slow: the long form: `make test-slow` (2 tests)" in lines
    assert "not run: data: development data not found (../shared/data) (1 test)" in lines
    assert "1 passed, 3 skipped" in lines[-1]


def test_all_run_where_needs_are_met(suite: Path):
    status, lines = run(suite, suite, "--slow")
    assert status == 0
    assert "4 passed" in lines[-1]
    assert not any(line.startswith("not run") for line in lines)

"""Where numba keeps its machine code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_CACHE = """
import sys
from pathlib import Path
from sketch2image.core import paths
if sys.argv[1]:
    paths._BUNDLED = Path(sys.argv[1])
from sketch2image.render import nearest
print(nearest.laid_costs.stats.cache_path)
"""


@pytest.mark.parametrize("installed", [True, False])
def test_an_installed_program_keeps_it_in_its_cache(home: Path, tmp_path: Path, installed: bool):
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    said = subprocess.run(
        [sys.executable, "-c", _CACHE, str(tmp_path) if installed else ""],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    kept = Path(said.stdout.strip())
    assert kept.is_relative_to(home / "cache" / "numba") == installed

"""A setting read without its schema."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sketch2image.core.peek import FILE, peek


def test_the_file_is_read(home: Path):
    (home / FILE).write_text('language = "ko"\n')
    assert (peek("language"), peek("theme")) == ("ko", None)


def test_the_environment_wins(home: Path, monkeypatch: pytest.MonkeyPatch):
    (home / FILE).write_text('theme = "dark"\n')
    monkeypatch.setenv("SKETCH2IMAGE_THEME", "light")
    assert peek("theme") == "light"


@pytest.mark.parametrize("content", [b"theme = = 1\n", b'theme = "\xff"\n'])
def test_a_file_in_disorder_says_nothing_yet(home: Path, content: bytes):
    (home / FILE).write_bytes(content)
    assert peek("theme") is None


def test_it_costs_no_schema():
    code = (
        "import sys, sketch2image.core.peek as p; p.peek('theme'); print('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

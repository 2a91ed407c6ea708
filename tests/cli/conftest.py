from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from sketch2image.cli.app import run
from sketch2image.core.paths import sample_gallery
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import connect


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the real command line in this process."""

    def call(*words: object) -> Said:
        code = run([str(word) for word in words])
        return Said(code, *capfd.readouterr())

    return call


@pytest.fixture
def galaxy(adb: int) -> Iterator[Galaxy]:
    """A connected phone with four pictures of two things."""
    with Galaxy() as phone:
        for i, name in enumerate(("apple-1.jpg", "apple-2.jpg", "cup-1.jpg", "cup-2.jpg")):
            content = (sample_gallery() / name).read_bytes()
            phone.tree.write(f"/sdcard/DCIM/Camera/{name}", content, 1_700_000_000 + i)
        connect(adb, phone)
        yield phone

"""A page on this machine alone, and what its visitors bring."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from sketch2image.phone.page.options import PageOptions
from sketch2image.phone.page.page import PhonePage
from tests.phone.page.caller import Caller

pillow_heif.register_heif_opener()

LOOPBACK = "127.0.0.1"


class Clock:
    """Time that passes when told; in seconds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Standing(NamedTuple):
    page: PhonePage
    caller: Caller
    inbox: Path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def page(inbox: Path) -> Iterator[PhonePage]:
    with PhonePage(PageOptions(inbox, host=LOOPBACK)) as running:
        yield running


@pytest.fixture
def caller(page: PhonePage) -> Iterator[Caller]:
    """The browser that was let in."""
    with Caller(page.url) as first:
        first.claim()
        yield first


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """One page with the browser that was let in, for all tests that leave it as it was."""
    inbox = tmp_path_factory.mktemp("standing") / "inbox"
    options = PageOptions(inbox, host=LOOPBACK, language="ko")
    with PhonePage(options) as page, Caller(page.url) as first:
        first.claim()
        yield Standing(page, first, inbox)


@pytest.fixture(scope="session")
def photo() -> bytes:
    """A small JPEG."""
    return encoded("JPEG", seed=1)


def encoded(kind: str, seed: int) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (48, 64, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()

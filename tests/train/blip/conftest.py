"""A tiny BLIP, sketches that it gets wrong, and runs that teach it better."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sketch2image.core.progress import silent
from sketch2image.train.blip.settings import Settings
from sketch2image.train.blip.task import task
from sketch2image.train.runs.loop import Finished, train
from tests.caption.tiny_blip import write_blip
from tests.train.blip.sketches import write_sketches

Adjust = Callable[..., Settings]


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blip-base")
    write_blip(folder)
    return folder


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sketches(tmp_path_factory.mktemp("sketches"))


@pytest.fixture(scope="session")
def adjust(base: Path, data: Path) -> Adjust:
    """Settings of a short run on the CPU, with some of them changed."""
    usual = {
        "base": str(base), "data": str(data), "device": "cpu", "held_out_share": 0.25,
        "steps": 40, "validate_every": 40, "log_every": 4, "batch": 6, "rate": 5e-3,
        "label_smoothing": 0.0, "mirror": False, "rotate": 3.0, "shift": 0.01,
    }  # fmt: skip
    return lambda **changes: Settings(**(usual | changes))  # pyright: ignore[reportArgumentType]


def run(settings: Settings) -> Finished:
    return train(task(settings, silent), settings, silent)


@pytest.fixture(scope="session")
def full(adjust: Adjust, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A run that trains all weights."""
    return run(adjust(out=tmp_path_factory.mktemp("full")))


@pytest.fixture(scope="session")
def lora(adjust: Adjust, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A run that trains LoRA on both towers."""
    return run(
        adjust(out=tmp_path_factory.mktemp("lora"), lora=8, rate=1e-2, steps=32, validate_every=32)
    )

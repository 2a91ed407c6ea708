"""The program's icon in every format is the drawing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

PROJECT = Path(__file__).resolve().parents[2]
KEPT = PROJECT / "sketch2image" / "ui" / "icons"


@pytest.fixture(scope="module")
def icons() -> ModuleType:
    place = importlib.util.spec_from_file_location("icons", PROJECT / "packaging" / "icons.py")
    assert place
    assert place.loader
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(icons: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    icons.write_icons(folder)
    return folder


@pytest.fixture(scope="module", autouse=True)
def qt() -> QApplication:
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


@pytest.mark.parametrize("size", [48, 256])
def test_what_is_kept_is_what_the_drawing_gives(written: Path, size: int):
    kept, fresh = (
        np.asarray(Image.open(folder / f"app-{size}.png").convert("RGBA"), int)
        for folder in (KEPT, written)
    )
    assert kept.shape == (size, size, 4)
    assert np.abs(kept - fresh).mean() < 1


def test_windows_and_macos_get_every_size_they_show(written: Path):
    with Image.open(written / "app.ico") as ico:
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= ico.info["sizes"]
    with Image.open(written / "app.icns") as icns:
        assert {(512, 512, 2), (256, 256, 1), (16, 16, 2)} <= set(icns.info["sizes"])


def test_the_icon_has_clear_corners_and_a_full_middle(icons: ModuleType):
    alpha = np.asarray(icons.drawn(64))[:, :, 3]
    assert not alpha[[0, 0, -1, -1], [0, -1, 0, -1]].any()
    assert alpha[32, 32] == 255

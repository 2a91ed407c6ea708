"""The gallery manager over the real engine process, with real pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketch2image.core.paths import sample_gallery
from sketch2image.ui.galleries.dialog import GalleryManager
from sketch2image.ui.model.studio import Studio

PATIENCE = 60_000


def test_a_real_folder_with_a_broken_file_is_added_and_the_file_told(tmp_path: Path, qtbot: QtBot):
    for name in ("cat-1.jpg", "cup-1.jpg", "apple-1.jpg"):
        shutil.copy(sample_gallery() / name, tmp_path)
    (tmp_path / "holiday.jpg").write_text("not a picture")
    studio = Studio()
    try:
        manager = GalleryManager(studio.galleries, studio.phone)
        qtbot.addWidget(manager)
        manager.show()
        studio.galleries.add_folder(str(tmp_path), "trips")
        strip, table = manager.strip, manager.details.failures.table
        qtbot.waitUntil(lambda: strip.title.text() == "3 added, 1 not read", timeout=PATIENCE)
        qtbot.waitUntil(lambda: manager.list.count() == 2, timeout=PATIENCE)
        qtbot.mouseClick(strip.show_more, Qt.MouseButton.LeftButton)
        assert manager.details.name.text() == "trips"
        qtbot.waitUntil(lambda: table.rowCount() == 1, timeout=PATIENCE)
        assert table.item(0, 0).text() == "holiday.jpg"
        assert "not a picture" in table.item(0, 1).text()
        assert studio.asking.wishes.gallery == "trips"
    finally:
        studio.close()

"""Make the pictures of the README again: `python tools/pictures.py`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.pictures import save_png
from sketch2image.core.types import Image
from sketch2image.engine.demo import demonstrate
from sketch2image.engine.drawing import draw_from
from sketch2image.engine.sources import simulated

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
MOMENT = 0.62


class Album:
    """A viewer that keeps what it is shown."""

    def __init__(self) -> None:
        self.pages: list[Image] = []

    def present(self, image: Image) -> None:
        self.pages.append(image)

    def commands(self) -> Iterable[str]:
        return ()

    def finished(self) -> bool:
        return False


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        demonstrate(["strawberry"], 0, folder)
        shutil.copy(Path(folder) / "sheet.png", IMAGES / "sheet.png")
    album = Album()
    draw_from(simulated("teapot", 2), viewer=album)
    save_png(IMAGES / "camera.png", album.pages[int(len(album.pages) * MOMENT)])


if __name__ == "__main__":
    main()

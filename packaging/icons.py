"""The program's icon in the formats that systems ask for, made from `app.svg`.

`python packaging/icons.py FOLDER` writes `app.ico` (Windows), `app.icns` (macOS), `app-256.png` and
`app-48.png` (Linux). The two of Linux are kept beside the drawing, in `sketch2image/ui/icons`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parents[1] / "sketch2image" / "ui" / "icons" / "app.svg"
LINUX = (48, 256)
WINDOWS = (16, 24, 32, 48, 64, 128, 256)
MACOS = (32, 64, 128, 256, 512, 1024)


def drawn(size: int) -> Image.Image:
    """The icon as a picture of `size` by `size` pixels, RGBA."""
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


def write_icons(folder: Path) -> None:
    """Write the icon in every format; Qt must run."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in LINUX:
        drawn(size).save(folder / f"app-{size}.png", optimize=True)
    _write_sizes(folder / "app.ico", WINDOWS)
    _write_sizes(folder / "app.icns", MACOS)


def _write_sizes(file: Path, sizes: tuple[int, ...]) -> None:
    pictures = [drawn(size) for size in sizes]
    pictures[-1].save(file, sizes=[one.size for one in pictures], append_images=pictures[:-1])


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv[:1])
    write_icons(Path(sys.argv[1]))

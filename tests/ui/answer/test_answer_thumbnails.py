"""Small pictures, read beside."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from sketch2image.ui.answer.pictures import covering, drawing_thumbnail, photo_thumbnail
from sketch2image.ui.answer.thumbnails import Thumbnails
from tests.ui.answer.made import picture


def blank(_: str) -> QImage:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    return image


@pytest.fixture
def filled(qtbot):
    """Asks for thumbnails until they are there."""

    def filled(thumbnails: Thumbnails, *names: str) -> None:
        for name in names:
            qtbot.waitUntil(lambda name=name: thumbnails.get(name) is not None)

    return filled


def test_no_more_than_the_limit_are_kept(filled):
    read: list[str] = []

    def note(path: str) -> QImage:
        read.append(path)
        return blank(path)

    thumbnails = Thumbnails(note, most=2)
    filled(thumbnails, "a", "b", "c", "a")
    assert read == ["a", "b", "c", "a"]


def test_files_are_read_once_and_in_another_thread(filled):
    threads: list[threading.Thread] = []

    def note(path: str) -> QImage:
        threads.append(threading.current_thread())
        return blank(path)

    thumbnails = Thumbnails(note)
    assert thumbnails.get("a") is None
    filled(thumbnails, "a", "a")
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


def test_a_photo_is_made_small(tmp_path):
    image = photo_thumbnail(picture(tmp_path, "a.png"))
    assert (image.width(), image.height()) == (80, 60)


def test_a_drawing_is_painted_on_white(tmp_path):
    path = tmp_path / "a.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50">'
        '<rect width="50" height="50" fill="#000"/></svg>'
    )
    image = drawing_thumbnail(str(path))
    assert (image.width(), image.height()) == (256, 128)
    assert [image.pixelColor(x, 64).lightness() for x in (10, 250)] == [0, 255]


def test_what_is_no_drawing_is_refused(tmp_path):
    (tmp_path / "a.svg").write_text("hello")
    with pytest.raises(ValueError, match="no SVG"):
        drawing_thumbnail(str(tmp_path / "a.svg"))


@pytest.mark.parametrize(
    ("size", "part"), [((200, 100), (50, 0, 100, 100)), ((100, 200), (0, 50, 100, 100))]
)
def test_the_middle_of_a_picture_covers_a_square(size, part):
    assert covering(QSize(*size), QSize(40, 40)).getRect() == part

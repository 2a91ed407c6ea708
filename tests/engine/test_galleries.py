from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import QueryKind
from sketch2image.engine.galleries import SAMPLES, chosen_gallery, offered_galleries
from sketch2image.engine.looking import Query, look_up
from sketch2image.engine.parts import lite
from sketch2image.gallery.gallery import add_folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("cup-1.jpg", "teapot-1.jpg"):
        shutil.copy(sample_gallery() / name, folder)
    return folder


def test_without_galleries_the_samples_are_offered():
    assert offered_galleries() == {SAMPLES: str(sample_gallery())}


def test_the_persons_own_come_first_and_folders_only_when_named(mine: Path):
    encoder = lite().encoder
    add_folder(mine, encoder, "trips")
    add_folder(mine, encoder)
    assert [*offered_galleries()] == ["default", "trips", SAMPLES]
    assert chosen_gallery("") == "default"
    assert offered_galleries([str(mine)]) == {"mine": str(mine)}


def test_a_gallery_that_is_not_there_is_not_offered(tmp_path: Path):
    with pytest.raises(UserError) as caught:
        offered_galleries([str(tmp_path / "none")])
    assert caught.value.kind is ErrorKind.missing_file


def test_pictures_and_words_are_looked_up(mine: Path):
    photo = open_picture(mine / "cup-1.jpg")
    parts = lite()
    (by_photo,) = look_up(parts, Query(str(mine), [photo], QueryKind.photo, k=1))
    (by_words,) = look_up(parts, Query(str(mine), text="teapot", k=1))
    assert Path(by_photo.matches[0].path).name == "cup-1.jpg"
    assert Path(by_words.matches[0].path).name == "teapot-1.jpg"


def test_a_query_for_nothing_is_refused(mine: Path):
    with pytest.raises(UserError, match="nothing to search for"):
        Query(str(mine), text=" ")

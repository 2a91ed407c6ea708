"""Colab is recognized by its own package; Drive, uploads and downloads go through it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE, sample_gallery
from sketch2image.engine.looking import Query, look_up
from sketch2image.engine.parts import Parts, lite
from sketch2image.web.notebook.colab import is_colab
from sketch2image.web.notebook.folders import keeper, pictures_folder
from sketch2image.web.notebook.keeping import FOLDER, Keeper, mirror
from sketch2image.web.notebook.pad import Pad, sketch_from
from sketch2image.web.notebook.results import hand_over

PICTURES = ("cup-1", "cup-2", "teapot-1", "shoe-1")


def test_this_is_not_colab() -> None:
    assert not is_colab()


def test_colab_is_known_by_its_package(colab: Path) -> None:
    assert is_colab()


def test_a_folder_of_the_drive_is_found_once_it_is_mounted(colab: Path) -> None:
    assert pictures_folder("Photos", colab) == str(colab / "MyDrive" / "Photos")
    assert pictures_folder("Photos", colab) == str(colab / "MyDrive" / "Photos")


def test_a_folder_that_the_drive_lacks_is_named(colab: Path) -> None:
    with pytest.raises(UserError, match="no folder Fotos in your Drive") as caught:
        pictures_folder("Fotos", colab)
    assert caught.value.kind is ErrorKind.missing_file


def test_elsewhere_any_folder_will_do_and_none_means_the_samples(tmp_path: Path) -> None:
    assert pictures_folder(str(tmp_path)) == str(tmp_path)
    assert pictures_folder("") == str(sample_gallery())


def test_an_uploaded_file_becomes_the_sketch(
    colab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(sample_gallery() / "cup-1.jpg", "sketch.png")
    assert sketch_from(Pad(), "upload", "cup").size == (256, 256)


def test_an_upload_that_is_given_up_is_told(colab: Path) -> None:
    from google.colab import files

    files.chosen.clear()
    with pytest.raises(UserError, match="no file was chosen"):
        sketch_from(Pad(), "upload", "cup")


def test_an_archive_goes_to_the_browser(colab: Path, tmp_path: Path) -> None:
    from google.colab import files

    (tmp_path / "out.zip").write_bytes(b"PK")
    hand_over(tmp_path / "out.zip")
    assert files.sent == [str(tmp_path / "out.zip")]


def test_index_and_models_outlive_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = _photos(tmp_path)
    encoder = lite().encoder
    parts = Parts(_not_needed, _not_needed, lambda: encoder)
    _new_machine(tmp_path / "one", monkeypatch)
    _model(tmp_path / "one", "weights")
    query = Query(str(photos), text="cup", k=2)
    found = look_up(parts, query)[0].matches
    Keeper(photos).keep()

    _new_machine(tmp_path / "two", monkeypatch)
    Keeper(photos).bring()
    assert (tmp_path / "two" / "models" / "blip-base" / "model").read_text() == "weights"
    steps = []
    assert look_up(parts, query, steps.append)[0].matches == found
    assert {step.stage for step in steps} == {"index", "search"}


def test_the_bundled_models_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photos = _photos(tmp_path)
    _new_machine(tmp_path / "one", monkeypatch)
    (tmp_path / "one" / "models" / "lite").mkdir()
    Keeper(photos).keep()
    assert not (photos / FOLDER).exists()


def test_what_is_here_is_not_brought_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photos = _photos(tmp_path)
    _new_machine(tmp_path / "one", monkeypatch)
    _model(tmp_path / "one", "old")
    Keeper(photos).keep()
    file = _model(tmp_path / "one", "newer")
    Keeper(photos).bring()
    assert file.read_text() == "newer"


def test_outside_of_a_drive_nothing_is_kept(tmp_path: Path) -> None:
    photos = _photos(tmp_path)
    keeper(str(photos), tmp_path / "drive").keep()
    assert keeper(str(photos), tmp_path).pictures == photos
    assert not (photos / FOLDER).exists()


def test_mirroring_copies_what_changed_and_drops_what_is_gone(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "deep").mkdir(parents=True)
    for name in ("same", "deep/changes", "goes"):
        (source / name).write_text(name)
    assert mirror(source, target) == 3
    assert mirror(source, target) == 0
    (source / "deep" / "changes").write_text("anew")
    os.utime(source / "deep" / "changes", (1, 1))
    (source / "goes").unlink()
    assert mirror(source, target) == 1
    assert sorted(file.name for file in target.rglob("*")) == ["changes", "deep", "same"]


def _not_needed() -> NoReturn:
    raise AssertionError


def _photos(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in PICTURES:
        shutil.copy(sample_gallery() / f"{name}.jpg", photos)
    return photos


def _new_machine(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "models").mkdir(parents=True)
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(root / "home"))
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(root / "models"))


def _model(root: Path, text: str) -> Path:
    file = root / "models" / "blip-base" / "model"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file

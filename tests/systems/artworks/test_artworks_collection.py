"""Collections: works stay with their pictures, and nothing is read twice."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.gallery import list_galleries, remove_gallery
from sketch2image.systems.artworks.collection import Collection, Registered, making_of
from sketch2image.systems.artworks.keeping import FILE, Making
from sketch2image.systems.artworks.layouts import list_works
from tests.gallery.conftest import paint_picture
from tests.gallery.tiny_encoder import TinyEncoder

TABLE = "file,title\nmonet/lilies.png,Water Lilies\nwave.png,The Great Wave\n"


@pytest.fixture
def encoder() -> TinyEncoder:
    return TinyEncoder()


@pytest.fixture
def works(tmp_path: Path) -> Path:
    folder = tmp_path / "works"
    for seed, name in enumerate(("monet/lilies.png", "wave.png", "scream.png")):
        paint_picture(folder / name, seed)
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_text(TABLE)
    return file


def register(folder: Path, encoder: Any, metadata: Path | str = "") -> Registered:
    with Collection(create=True) as collection:
        return collection.register(list_works(str(folder), str(metadata)), encoder)


def labels() -> list[str]:
    with Collection() as collection:
        return sorted(work.label for work in collection.works().values())


def test_works_are_found_by_the_paths_that_a_search_answers(works, table, encoder) -> None:
    done = register(works, encoder, table)
    assert (done.report.added, done.works, done.taken_over) == (3, 3, 0)
    assert done.without_row == ("scream.png",)
    with Collection() as collection:
        paths = collection.gallery.paths_of(collection.gallery.index(encoder).ids.tolist())
        found = {collection.work_of(path) for (path,) in paths.values()}
        assert {work.title for work in found if work} == {
            "Water Lilies", "The Great Wave", "Scream",
        }  # fmt: skip
        assert collection.work_of(works / "monet" / "lilies.png") in found
        assert collection.work_of(works / "none.png") is None


def test_a_second_time_no_picture_is_read(works, table, encoder) -> None:
    register(works, encoder, table)
    file = works / "wave.png"
    status = file.stat()
    file.write_bytes(bytes(status.st_size))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    done = register(works, encoder, table)
    assert (done.report.unchanged, encoder.encoded) == (3, 3)
    assert not done.report.failed


def test_another_table_changes_works_without_encoding(works, table, encoder) -> None:
    register(works, encoder, table)
    table.write_text(TABLE.replace("The Great Wave", "Under the Wave off Kanagawa"))
    register(works, encoder, table)
    assert labels() == ["Scream", "Under the Wave off Kanagawa", "Water Lilies"]
    assert encoder.encoded == 3


def test_without_a_table_told_works_stay_with_their_pictures(works, table, encoder) -> None:
    register(works, encoder, table)
    (works / "wave.png").rename(works / "renamed.png")
    (works / "scream.png").rename(works / "skrik.png")
    (works / "monet" / "lilies.png").unlink()
    paint_picture(works / "new.png", 9)
    done = register(works, encoder)
    assert (done.report.renamed, done.report.removed, done.report.added) == (2, 1, 1)
    assert labels() == ["New", "Skrik", "The Great Wave"]
    with Collection() as collection:
        work = collection.work_of(works / "renamed.png")
    assert work is not None
    assert work.path == "renamed.png"


def test_a_picture_painted_over_keeps_its_work(works, table, encoder) -> None:
    register(works, encoder, table)
    paint_picture(works / "wave.png", 7)
    assert register(works, encoder).report.updated == 1
    assert "The Great Wave" in labels()


def test_works_follow_their_pictures_even_when_two_change_places(works, table, encoder) -> None:
    register(works, encoder, table)
    (works / "wave.png").rename(works / "third.png")
    (works / "monet" / "lilies.png").rename(works / "wave.png")
    (works / "third.png").rename(works / "monet" / "lilies.png")
    register(works, encoder)
    with Collection() as collection:
        work = collection.work_of(works / "wave.png")
    assert work is not None
    assert (work.title, work.path) == ("Water Lilies", "wave.png")


def test_works_out_of_sight_are_not_forgotten(works, table, encoder, monkeypatch) -> None:
    register(works, encoder, table)
    scandir = os.scandir

    def closed(folder: str) -> Any:
        if folder.endswith("monet"):
            raise PermissionError(13, "permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", closed)
    register(works, encoder)
    assert "Water Lilies" in labels()


def test_folders_of_one_collection_do_not_touch_each_other(
    works, table, encoder, tmp_path: Path
) -> None:
    paint_picture(tmp_path / "works2" / "irises.png", 5)
    register(works, encoder, table)
    register(tmp_path / "works2", encoder)
    shutil.rmtree(works / "monet")
    register(works, encoder)
    assert labels() == ["Irises", "Scream", "The Great Wave"]


def test_pictures_that_cannot_be_read_are_no_works(works, encoder) -> None:
    (works / "wave.png").write_bytes(b"no picture")
    done = register(works, encoder)
    assert done.works == 2
    assert [Path(file.path).name for file in done.report.failed] == ["wave.png"]


def test_removing_the_gallery_takes_the_works_along(works, encoder) -> None:
    register(works, encoder)
    assert [info.name for info in list_galleries()] == ["artworks"]
    remove_gallery("artworks")
    with pytest.raises(UserError, match="no collection artworks"):
        Collection()
    assert register(works, encoder).report.added == 3


def test_a_collection_says_how_its_vectors_were_made(works, encoder) -> None:
    assert making_of("artworks") == Making()
    made = Making("dinov2-small", "bgr-compat")
    with Collection(create=True) as collection:
        collection.register(list_works(str(works)), encoder, making=made)
        assert collection.making == made
    assert making_of("artworks") == made


def test_damaged_works_are_said_in_one_line(works, encoder) -> None:
    register(works, encoder)
    with Collection() as collection:
        file = collection.gallery.store / FILE
    file.write_bytes(b"no database at all, and long enough to be taken for one" * 40)
    with pytest.raises(UserError, match="is damaged") as caught:
        Collection()
    assert caught.value.kind is ErrorKind.gallery


def test_works_of_a_newer_program_are_left_alone(works, encoder) -> None:
    register(works, encoder)
    with Collection() as collection:
        file = collection.gallery.store / FILE
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(UserError, match="made by a newer version"):
        Collection()

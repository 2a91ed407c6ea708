"""The store on disk: names, list, removal, damage, versions, the derived index."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import SearchAnswer
from sketch2image.gallery.gallery import (
    Gallery,
    add_folder,
    list_galleries,
    open_gallery,
    remove_gallery,
)
from sketch2image.gallery.schema import VERSION
from sketch2image.gallery.search import search
from sketch2image.gallery.stores import CATALOG
from sketch2image.gallery.verify import verify
from tests.gallery.tiny_encoder import TinyEncoder

Paint = Callable[[Path, int], Path]


@pytest.fixture
def store(photos: Path, encoder: TinyEncoder) -> Path:
    add_folder(photos, encoder, "mine")
    with Gallery.named("mine") as gallery:
        return gallery.store


def ask(encoder: TinyEncoder, photos: Path, name: str = "mine") -> SearchAnswer:
    with Gallery.named(name) as gallery:
        return search(gallery, encoder, [open_picture(photos / "0.png")], k=6)[0]


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "../up",
        ".hidden",
        "con",
        "NUL.txt",
        "end.",
        "end ",
        "a@b",
        "x" * 65,
    ],
)
def test_unsafe_names_are_refused(name: str, home: Path) -> None:
    with pytest.raises(UserError, match="cannot name a gallery"):
        Gallery.named(name, create=True)
    assert not any(path.name == CATALOG for path in home.rglob("*"))


@pytest.mark.parametrize("name", ["a", "my photos", "사진첩", "2026-11.trip", "x" * 64])
def test_safe_names(name: str, photos: Path, encoder: TinyEncoder) -> None:
    add_folder(photos, encoder, name)
    assert [info.name for info in list_galleries()] == [name]


def test_unknown_gallery_names_those_there_are(photos: Path, encoder: TinyEncoder) -> None:
    with pytest.raises(UserError, match="gallery add") as caught:
        open_gallery("nowhere")
    assert caught.value.kind is ErrorKind.gallery
    add_folder(photos, encoder, "mine")
    with pytest.raises(UserError, match="Galleries: mine"):
        open_gallery("nowhere")


def test_missing_folder_as_gallery(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        open_gallery(tmp_path / "gone")
    assert list_galleries() == []


def test_missing_folder_makes_no_gallery(tmp_path: Path, encoder: TinyEncoder) -> None:
    with pytest.raises(UserError, match="no such folder"):
        add_folder(tmp_path / "gone", encoder, "mine")
    assert list_galleries() == []


def test_name_wins_over_folder(
    photos: Path, encoder: TinyEncoder, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_folder(photos, encoder, "pets")
    monkeypatch.chdir(photos.parent)
    paint(photos.parent / "pets" / "a.png", 60)
    with open_gallery("pets") as named, open_gallery(f".{os.sep}pets") as folder:
        assert named.count == 6
        assert folder.catch_up(encoder)[0].added == 1


def test_folders_of_one_name_have_galleries_of_their_own(
    tmp_path: Path, encoder: TinyEncoder, paint: Paint
) -> None:
    for number, place in enumerate(("one", "two", "two")):
        paint(tmp_path / place / "Camera" / f"{number}.png", number)
    counts = []
    for place in ("one", "two"):
        with Gallery.of_folder(tmp_path / place / "Camera") as gallery:
            gallery.catch_up(encoder)
            counts.append(gallery.count)
    assert counts == [1, 2]
    expected = [str((tmp_path / place / "Camera").resolve()) for place in ("one", "two")]
    assert sorted(info.name for info in list_galleries()) == expected


def test_list_and_stats(store: Path, photos: Path, encoder: TinyEncoder) -> None:
    (info,) = list_galleries()
    assert (info.name, info.folders, info.pictures) == ("mine", (str(photos),), 6)
    with Gallery.named("mine") as gallery:
        stats = gallery.stats()
    assert (stats.pictures, stats.contents, stats.failed) == (6, 6, 0)
    assert stats.vectors == {"tiny-1": 6}
    assert stats.bytes > 0
    assert stats.store == str(store)


def test_removing_a_gallery_keeps_the_pictures(store: Path, photos: Path) -> None:
    remove_gallery("mine")
    assert not store.exists()
    assert len(list(photos.rglob("*.*g"))) == 6
    with pytest.raises(UserError, match="no gallery"):
        remove_gallery("mine")


def test_unnamed_gallery_is_removed_by_its_folder(photos: Path, encoder: TinyEncoder) -> None:
    with Gallery.of_folder(photos) as gallery:
        gallery.catch_up(encoder)
    photos.rename(photos.with_name("elsewhere"))
    remove_gallery(photos)
    assert list_galleries() == []


def test_revision_grows_only_with_change(
    store: Path, photos: Path, encoder: TinyEncoder, paint: Paint
) -> None:
    with Gallery.named("mine") as gallery:
        before = gallery.revision
        gallery.add(photos, encoder)
        assert gallery.revision == before
        paint(photos / "0.png", 70)
        gallery.add(photos, encoder)
        assert gallery.revision > before


def test_open_gallery_sees_what_others_added(
    store: Path, photos: Path, encoder: TinyEncoder, paint: Paint
) -> None:
    with Gallery.named("mine") as gallery:
        search(gallery, encoder, [open_picture(photos / "0.png")])
        new = paint(photos / "new.png", 71)
        add_folder(photos, encoder, "mine")
        (answer,) = search(gallery, encoder, [open_picture(new)], k=1)
        assert answer.matches[0].path == str(new)


def index_file(store: Path) -> Path:
    (file,) = store.glob("*.vectors")
    return file


def test_index_is_made_again_when_lost(store: Path, photos: Path, encoder: TinyEncoder) -> None:
    expected = ask(encoder, photos)
    index_file(store).unlink()
    assert ask(encoder, photos) == expected
    assert index_file(store).is_file()


@pytest.mark.parametrize("keep", [0, 5, 100, 600])
def test_damaged_index_is_made_again(
    store: Path, photos: Path, encoder: TinyEncoder, keep: int
) -> None:
    expected = ask(encoder, photos)
    whole = index_file(store).read_bytes()
    index_file(store).write_bytes(whole[:keep])
    assert ask(encoder, photos) == expected
    assert index_file(store).read_bytes() == whole


def test_index_of_another_gallery_is_not_believed(
    store: Path, photos: Path, encoder: TinyEncoder
) -> None:
    foreign = index_file(store).read_bytes()
    add_folder(photos, encoder, "other")
    with Gallery.named("other") as other:
        file = index_file(other.store)
    file.write_bytes(foreign)
    ask(encoder, photos, "other")
    assert file.read_bytes() != foreign


def test_index_that_lags_behind_catches_up(
    store: Path, photos: Path, encoder: TinyEncoder, paint: Paint
) -> None:
    old = index_file(store).read_bytes()
    (photos / "1.png").unlink()
    paint(photos / "new.png", 72)
    add_folder(photos, encoder, "mine")
    expected = ask(encoder, photos)
    index_file(store).write_bytes(old)
    assert ask(encoder, photos) == expected


def test_newer_catalog_is_refused(store: Path) -> None:
    database = sqlite3.connect(store / CATALOG)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    with pytest.raises(UserError, match="newer version") as caught:
        Gallery.named("mine")
    assert "Update" in caught.value.hint
    assert "newer version" in list_galleries()[0].fault


def test_damaged_catalog_is_said(store: Path) -> None:
    (store / CATALOG).write_bytes(b"not a database at all " * 400)
    with pytest.raises(UserError, match="damaged") as caught:
        Gallery.named("mine")
    assert caught.value.kind is ErrorKind.gallery
    assert "damaged" in list_galleries()[0].fault
    remove_gallery("mine")
    assert list_galleries() == []


def test_home_that_cannot_be_written(
    tmp_path: Path, photos: Path, encoder: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "galleries").mkdir(parents=True)
    (home / "galleries" / "mine").touch()
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(home))
    with pytest.raises(UserError, match="cannot write") as caught:
        add_folder(photos, encoder, "mine")
    assert caught.value.kind is ErrorKind.output


def test_verify_tells_what_is_wrong(store: Path, photos: Path, encoder: TinyEncoder) -> None:
    with Gallery.named("mine") as gallery:
        assert verify(gallery, encoder, contents=True).ok
        (photos / "0.png").unlink()
        (photos / "1.png").write_bytes(b"changed")
        state = (photos / "2.png").stat()
        damaged = bytearray((photos / "2.png").read_bytes())
        damaged[-1] ^= 1
        (photos / "2.png").write_bytes(damaged)
        os.utime(photos / "2.png", ns=(state.st_atime_ns, state.st_mtime_ns))
        quick = verify(gallery, encoder)
        assert not quick.ok
        assert quick.missing == (str(photos / "0.png"),)
        assert quick.changed == (str(photos / "1.png"),)
        assert verify(gallery, encoder, contents=True).changed == (
            str(photos / "1.png"),
            str(photos / "2.png"),
        )
        bare = verify(gallery, TinyEncoder("tiny-2"))
        assert len(bare.without_vector) == 6


def test_verify_sees_a_wrong_index(store: Path, photos: Path, encoder: TinyEncoder) -> None:
    file = index_file(store)
    whole = bytearray(file.read_bytes())
    whole[-2] ^= 0x3F
    file.write_bytes(whole)
    with Gallery.named("mine") as gallery:
        report = verify(gallery, encoder)
    assert not report.index_ok
    assert not report.ok


def test_verify_counts_known_failures_apart(photos: Path, encoder: TinyEncoder) -> None:
    (photos / "text.jpg").write_text("no picture")
    add_folder(photos, encoder, "mine")
    with Gallery.named("mine") as gallery:
        report = verify(gallery, encoder)
    assert report.ok
    assert report.failed == ((str(photos / "text.jpg"), "is not a picture (it holds text)"),)

"""Triplets read, and divided without a leak."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture, save_jpeg
from sketch2image.train.composed.parts import Parts, divide
from sketch2image.train.composed.triplets import Triplet, photo_folders, read_triplets
from sketch2image.train.data.triplets import TripletFolder
from tests.train.composed.wardrobe import write_wardrobe


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wardrobe(tmp_path_factory.mktemp("wardrobe"))


@pytest.fixture
def asked(root: Path) -> tuple[Triplet, ...]:
    return read_triplets(root).asked


def names(part: tuple[Triplet, ...]) -> set[str]:
    return {one.name for one in part}


def test_a_root_of_sets_and_one_set_hold_the_same(root: Path):
    whole, one = read_triplets(root), read_triplets(root / "closet")
    assert [triplet.name for triplet in whole.asked] == [f"closet/{n}" for n in range(36)]
    assert [triplet.text for triplet in whole.asked] == [triplet.text for triplet in one.asked]
    assert whole.asked[0].text == "a black t-shirt"
    assert whole.others == ()
    assert [Path(folder).name for folder in photo_folders(root)] == ["closet_image"]


def test_a_photo_without_edges_or_caption_is_only_found(root: Path, tmp_path: Path):
    shutil.copytree(root, tmp_path / "copy")
    files = TripletFolder(tmp_path / "copy", "closet")
    files.edge(3).unlink()
    files.text(7).write_text('{"text": "  "}')
    found = read_triplets(tmp_path / "copy")
    assert found.others == (files.image(3), files.image(7))
    assert len(found.asked) == 34


@pytest.mark.parametrize("content", ["{", "[]", '{"caption": "a dress"}', '{"text": 3}'])
def test_a_caption_that_is_none_is_named(root: Path, tmp_path: Path, content: str):
    shutil.copytree(root, tmp_path / "copy")
    TripletFolder(tmp_path / "copy", "closet").text(7).write_text(content)
    with pytest.raises(UserError, match=r"text_7\.json") as caught:
        read_triplets(tmp_path / "copy")
    assert caught.value.kind is ErrorKind.unreadable


def test_no_folder_and_no_triplets_are_told(tmp_path: Path):
    with pytest.raises(UserError, match="no such folder"):
        read_triplets(tmp_path / "absent")
    with pytest.raises(UserError, match="no triplets in"):
        read_triplets(tmp_path)


def test_parts_share_nothing_and_make_up_the_whole(asked: tuple[Triplet, ...]):
    parts = divide(asked, 0.2, 0.25)
    assert [len(part) for part in (parts.train, parts.val, parts.test)] == [20, 7, 9]
    assert names(parts.train) | names(parts.val) | names(parts.test) == names(asked)


def test_folds_test_every_triplet_once(asked: tuple[Triplet, ...]):
    tested = [names(divide(asked, 0.1, 0.25, fold).test) for fold in range(4)]
    assert set.union(*tested) == names(asked)
    assert sum(map(len, tested)) == len(asked)
    assert names(divide(asked, 0.1, 0.25, 4).test) == tested[0]


def test_a_photo_saved_again_under_another_name_stays_on_its_side(root: Path, tmp_path: Path):
    shutil.copytree(root, tmp_path / "copy")
    files = TripletFolder(tmp_path / "copy", "closet")
    for number in range(36):
        twin = number + 100
        save_jpeg(files.image(twin), open_picture(files.image(number)), 80)
        shutil.copy(files.edge(number), files.edge(twin))
        shutil.copy(files.text(number), files.text(twin))
    parts: Parts = divide(read_triplets(tmp_path / "copy").asked, 0.2, 0.2)
    for part in (parts.train, parts.val, parts.test):
        numbers = {int(one.name.rpartition("/")[2]) for one in part}
        assert {number % 100 for number in numbers if number >= 100} == {
            number for number in numbers if number < 100
        }


def test_shares_that_leave_nothing_are_told(asked: tuple[Triplet, ...]):
    for val, test in ((0.5, 0.5), (0.1, 0.95), (0.1, 0.001)):
        with pytest.raises(UserError, match="cannot be divided"):
            divide(asked, val, test)

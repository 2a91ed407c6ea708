"""Splits keep apart what is trained on and what is measured on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketch2image.core.errors import UserError
from sketch2image.train.data.collection import Collection, Item, plain
from sketch2image.train.data.layouts import collection
from sketch2image.train.data.splits import Split, published, split
from tests.train.data.tiny_data import photo, save, sketch, sketchy


def listed(classes: tuple[str, ...], instances: int = 20) -> Collection:
    items = [Item(Path(f"{c}/{n}.png"), c, f"{n}") for c in classes for n in range(instances)]
    return Collection(tuple(items), tuple(items))


def keys(part: Collection) -> set[tuple[str, str]]:
    return {(item.label, item.instance) for item in (*part.sketches, *part.photos)}


def assert_apart(found: Split) -> None:
    assert not keys(found.train) & keys(found.test)


@pytest.mark.parametrize(
    ("name", "seen", "unseen"),
    [
        ("sketchy-104-21", 104, 21),
        ("sketchy-100-25", 100, 25),
        ("tu-berlin-220-30", 220, 30),
        ("quickdraw-80-30", 80, 30),
    ],
)
def test_published_tables_have_the_classes_their_name_says(name, seen, unseen):
    row = published()[name]
    assert len({plain(label) for label in row["unseen"]}) == unseen
    assert row["classes"] == seen + unseen
    assert row["source"]


def test_a_published_split_leaves_its_unseen_classes_to_the_test():
    found = split(listed(("bat", "cow", "cat", "pizza")), "sketchy-104-21")
    assert found.test.labels == ("bat", "cow")
    assert found.train.labels == ("cat", "pizza")
    assert_apart(found)


def test_classes_a_collection_lacks_are_said():
    found = split(listed(("bat", "cat")), "sketchy-104-21")
    assert "20 of 21 unseen classes" in found.warnings[0]
    assert "dolphin" in found.warnings[0]
    assert found.warnings[1] == "sketchy-104-21 trains on 104 classes, here are 1"


def test_a_file_of_class_names_is_a_split(tmp_path):
    for text in ("t-shirt\n\nhot air balloon\n", "t-shirt 0\nhot air balloon 1\n"):
        file = tmp_path / "unseen.txt"
        file.write_text(text)
        found = split(listed(("cat", "hot_air_balloon", "T-Shirt")), str(file))
        assert found.test.labels == ("T-Shirt", "hot_air_balloon")
        assert found.train.labels == ("cat",)
        assert not found.warnings


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "zeroshot"
    folder.mkdir()
    tables = {
        "cname_cid.txt": "cat 0\n",
        "cname_cid_zero.txt": "bat 0\n",
        "photo_filelist_train.txt": "256/photo/tx_ready/cat/n00000001_0.jpg 0\n",
        "sketch_filelist_train.txt": "256/sketch/tx_ready/cat/n00000001_0-1.png 0\n",
        "sketch_filelist_test.txt": "256/sketch/tx_ready/cat/n00000001_3-1.png 0\n",
        "photo_filelist_zero.txt": "256/photo/tx_ready/x/n00000000_1.jpg 0\nEXT/bat/ext_9.jpg 0\n",
        "sketch_filelist_zero.txt": "256/sketch/tx_ready/bat/n00000000_1-2.png 0\n",
    }
    for name, text in tables.items():
        (folder / name).write_text(text)
    return folder


def test_published_file_lists_choose_files(tmp_path, lists):
    data = collection(sketchy(tmp_path / "data"))
    for place in (lists, lists / "photo_filelist_zero.txt"):
        found = split(data, str(place))
        assert [i.file.name for i in found.train.sketches] == ["n00000001_0-1.png"]
        assert [i.file.name for i in found.train.photos] == ["n00000001_0.jpg"]
        assert [i.file.name for i in found.test.sketches] == ["n00000000_1-2.png"]
        assert [i.file.name for i in found.test.photos] == ["n00000000_1.jpg"]
        assert found.warnings == (
            "1 files of the test list are not here, the first bat/ext_9",
        )  # fmt: skip


def test_without_train_lists_all_other_classes_train(tmp_path, lists):
    for file in lists.glob("*_train.txt"):
        file.unlink()
    found = split(collection(sketchy(tmp_path / "data")), str(lists))
    assert found.train.labels == ("cat",)
    assert len(found.train.sketches) == 8


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_a_share_of_the_instances_of_every_class_is_held_out(share):
    data = listed(("a", "b", "c"))
    found = split(data, f"held-out:{share}")
    assert_apart(found)
    for label in data.labels:
        assert len(found.test.only([label]).sketches) == round(20 * share)
    assert len(keys(found.train)) + len(keys(found.test)) == 60


def test_held_out_instances_do_not_depend_on_order_and_go_with_their_photo(tmp_path):
    data = collection(sketchy(tmp_path))
    found = split(data, "held-out:0.25")
    again = split(Collection(data.sketches[::-1], data.photos[::-1]), "held-out:0.25")
    assert keys(found.test) == keys(again.test)
    assert_apart(found)
    assert {(i.label, i.instance) for i in found.test.sketches} == {
        (i.label, i.instance) for i in found.test.photos
    }


def test_photos_nobody_drew_give_their_own_share(tmp_path):
    sketchy(tmp_path, classes=("bat",))
    for number in range(10):
        save(tmp_path / "photo" / "bat" / f"other{number}.jpg", photo(number))
    found = split(collection(tmp_path), "held-out:0.25")
    others = [item for item in found.test.photos if item.instance.startswith("other")]
    assert len(others) == 2
    assert len(found.test.sketches) == 2


def test_a_single_instance_stays_to_train_on(tmp_path):
    save(tmp_path / "sketch" / "mug" / "a.png", sketch())
    save(tmp_path / "sketch" / "jar" / "a.png", sketch())
    save(tmp_path / "sketch" / "jar" / "b.png", sketch())
    found = split(collection(tmp_path), "held-out:0.5")
    assert found.train.labels == ("jar", "mug")
    assert found.test.labels == ("jar",)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("held-out:0", "share between 0 and 1"),
        ("held-out:much", "share between 0 and 1"),
        ("sketchy-1-2", "Known: sketchy-104-21"),
        ("tu-berlin-220-30", "leaves no sketch to measure on"),
        ("{tmp}", "no split lists"),
        ("{tmp}/empty.txt", "names no class"),
        ("{tmp}/odd.bin", "cannot be read as text"),
    ],
)
def test_a_split_that_is_none_is_said(tmp_path, wish, words):
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "odd.bin").write_bytes(b"\xff\xfe\x00\xd8")
    if wish == "{tmp}":
        (tmp_path / "odd.bin").unlink()
    with pytest.raises(UserError) as said:
        split(listed(("cat", "dog")), wish.format(tmp=tmp_path))
    assert words in str(said.value)


@pytest.mark.data
@pytest.mark.parametrize(("name", "seen", "unseen"), [("104-21", 104, 21), ("100-25", 100, 25)])
def test_the_published_sketchy_splits_fit_sketchy(data_dir, name, seen, unseen):
    found = split(collection(data_dir / "sketchy"), f"sketchy-{name}")
    assert (len(found.train.labels), len(found.test.labels)) == (seen, unseen)
    assert not found.warnings

"""Ground truth of The Met dataset, and one made of any folder of classes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from sketch2image.core.errors import UserError
from sketch2image.gallery.recognition.ground_truth import ground_truth_of_folder, read_ground_truth
from tests.gallery.recognition.small_met import (
    TEST,
    TRAIN,
    VAL,
    database,
    queries,
    write_info,
    write_json,
)


@pytest.mark.parametrize("ending", ["json", "json.gz"])
@pytest.mark.parametrize("mini", [False, True])
def test_each_part_has_its_paths_and_labels_in_the_order_of_the_files(tmp_path, ending, mini):
    truth = read_ground_truth(write_info(tmp_path, mini=mini, ending=ending), mini)

    assert truth.train.labels.tolist() == list(TRAIN)
    assert truth.val.labels.tolist() == list(VAL)
    assert truth.test.labels.tolist() == list(TEST)
    assert truth.train.paths[:2] == ("MET/3/0.jpg", "MET/3/1.jpg")
    assert truth.test.paths[-1] == "test_other/5.jpg"
    assert truth.test.known.sum() == 3
    assert truth.test.classes.tolist() == [5, 11, 13]


def test_the_real_ground_truth_has_the_counts_of_the_paper(data_dir):
    truth = read_ground_truth(data_dir / "met", mini=True)

    assert [len(part) for part in (truth.train, truth.val, truth.test)] == [38_307, 2_165, 19_319]
    assert [len(part.classes) for part in (truth.train, truth.val, truth.test)] == [33501, 111, 734]
    assert truth.test.known[:1003].all()
    assert not truth.test.known[1003:].any()


WRONG = {
    "no file": (None, "holds neither valset.json nor valset.json.gz"),
    "not JSON": ("{[", "valset.json is not JSON"),
    "no list": ({"path": "a"}, "valset.json is no list"),
    "empty": ([], "valset.json is an empty list"),
    "a database": (database(), "valset.json holds a database, not queries"),
    "no object": (["a"], "valset.json has no object at entry 1"),
    "no path": ([{"MET_id": 3}], "valset.json has no `path` at entry 1"),
    "a word": ([{"MET_id": "3", "path": "a"}], "valset.json has '3' for `MET_id` at entry 1"),
    "a truth": ([{"MET_id": True, "path": "a"}], "valset.json has True for `MET_id`"),
    "a minus": ([{"MET_id": -1, "path": "a"}], "valset.json has -1 for `MET_id` at entry 1"),
    "distractors": (queries((-1, -1), "val"), "no query of {file} has a `MET_id`"),
    "others": (queries((4, -1), "val"), "no query of {file} shows a class of the database"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_of_queries_is_named_in_one_line(tmp_path, case):
    content, message = WRONG[case]
    file = write_info(tmp_path) / "valset.json"
    if content is None:
        file.unlink()
    elif isinstance(content, str):
        file.write_text(content)
    else:
        write_json(file, content)

    assert message.format(file=file) in said(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (queries(VAL, "val"), "MET_database.json holds queries, not a database"),
        ([{"path": "a"}], "MET_database.json has no `id` at entry 1"),
        ([{"id": 1.5, "path": "a"}], "MET_database.json has 1.5 for `id` at entry 1"),
        ([], "MET_database.json is an empty list"),
    ],
)
def test_a_wrong_database_is_named_in_one_line(tmp_path, content, message):
    write_json(write_info(tmp_path) / "MET_database.json", content)

    assert message in said(tmp_path)


def test_damaged_gzip_is_named_in_one_line(tmp_path):
    file = write_info(tmp_path, ending="json.gz") / "testset.json.gz"
    file.write_bytes(file.read_bytes()[:-9])

    assert f"{file} cannot be read" in said(tmp_path)


def test_the_other_database_is_pointed_to(tmp_path):
    write_info(tmp_path / "small", mini=True)
    write_info(tmp_path / "large")

    assert "Give --mini: mini_MET_database.json is there" in said(tmp_path / "small")
    assert "Leave out --mini: MET_database.json is there" in said(tmp_path / "large", mini=True)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert f"no folder of ground truth at {tmp_path / 'no'}" in said(tmp_path / "no")


def said(folder, mini=False) -> str:
    with pytest.raises(UserError) as caught:
        read_ground_truth(folder, mini)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def folder_of_classes(folder, classes: int, pictures: int):
    for name in range(classes):
        for number in range(pictures):
            file = folder / f"class {name:02}" / f"{number}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (2, 2)).save(file)
    return folder


def test_a_folder_of_classes_becomes_train_queries_and_distractors(tmp_path):
    truth = ground_truth_of_folder(folder_of_classes(tmp_path, 10, 4), seed=1)
    parts = truth.train, truth.val, truth.test
    paths = [path for part in parts for path in part.paths]

    assert len(set(paths)) == len(paths) == 40
    assert all((tmp_path / path).is_file() for path in paths)
    assert truth.train.known.all()
    assert len(truth.train.classes) == 8
    assert set(truth.val.classes) | set(truth.test.classes) == set(truth.train.classes)
    assert not set(truth.val.classes) & set(truth.test.classes)
    for part in (truth.val, truth.test):
        assert (~part.known).sum() == 4
        assert part.known.sum() == 4
    for part in parts:
        named = {
            int(path[6:8]) for path, one in zip(part.paths, part.labels, strict=True) if one > 0
        }
        assert named == set(part.classes[part.classes > 0])


def test_equal_seeds_divide_a_folder_equally_and_others_do_not(tmp_path):
    folder = folder_of_classes(tmp_path, 8, 3)
    first, again, other = (ground_truth_of_folder(folder, seed).train for seed in (1, 1, 2))

    assert first.paths == again.paths
    np.testing.assert_array_equal(first.labels, again.labels)
    assert first.paths != other.paths


def test_train_pictures_of_a_class_can_be_limited(tmp_path):
    truth = ground_truth_of_folder(folder_of_classes(tmp_path, 6, 5), most=2)

    assert np.unique(truth.train.labels, return_counts=True)[1].tolist() == [2] * 4


@pytest.mark.parametrize(
    ("classes", "pictures", "message"),
    [
        (0, 0, "0 classes of pictures, of at least 4"),
        (3, 2, "3 classes of pictures, of at least 4"),
        (6, 1, "fewer than two classes have two pictures"),
    ],
)
def test_a_folder_too_small_to_divide_is_refused(tmp_path, classes, pictures, message):
    with pytest.raises(UserError, match=message):
        ground_truth_of_folder(folder_of_classes(tmp_path, classes, pictures))

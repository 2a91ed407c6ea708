"""How a folder of classes is divided: shares, folds, and lists in files."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.progress import silent
from sketch2image.core.workbooks import write_workbook
from sketch2image.train.style.pictures import Pictures, check_classes, read_pictures
from sketch2image.train.style.splits import Split, fold_wishes, split
from tests.train.style.styled import write_classes

NAMES = ("01_Byzantin_Iconography", "02_Early_Renaissance", "18_PopArt")


def classes(*sizes: int, copies: dict[int, int] | None = None) -> Pictures:
    """Pictures of classes of these sizes; some places hold the bytes of another."""
    labels = np.repeat(np.arange(len(sizes)), sizes)
    contents = [str(place) for place in range(len(labels))]
    for place, other in (copies or {}).items():
        contents[place] = str(other)
    names = tuple(f"c{number}" for number in range(len(sizes)))
    paths = tuple(f"c{label}/{place}.png" for place, label in enumerate(labels))
    return Pictures(Path(), paths, labels, names, tuple(contents))


def counts(pictures: Pictures, places: np.ndarray) -> list[int]:
    found = Counter(pictures.labels[places].tolist())
    return [found[number] for number in range(len(pictures.classes))]


def is_whole(pictures: Pictures, made: Split) -> bool:
    return sorted([*made.train, *made.held]) == list(range(len(pictures)))


def test_a_share_of_each_class_is_held_out() -> None:
    pictures = classes(50, 10, 2)

    made = split(pictures, "held-out:0.2", 3)

    assert counts(pictures, made.held) == [10, 2, 1]
    assert is_whole(pictures, made)


def test_the_draw_hangs_on_the_seed_alone() -> None:
    pictures = classes(30, 30)

    drawn = [split(pictures, "held-out:0.2", seed).held.tolist() for seed in (1, 1, 2)]

    assert drawn[0] == drawn[1] != drawn[2]


def test_folds_hold_out_every_picture_once_and_each_class_alike() -> None:
    pictures = classes(13, 10, 7)

    folds = [split(pictures, wish, 5) for wish in fold_wishes("folds:5")]

    assert sorted(place for fold in folds for place in fold.held) == list(range(30))
    assert {len(fold.held) for fold in folds} == {6}
    assert all(set(counts(pictures, fold.held)) <= {1, 2, 3} for fold in folds)
    assert all(is_whole(pictures, fold) for fold in folds)


@pytest.mark.parametrize("wish", ["held-out:0.3", "folds:3/2"])
@pytest.mark.parametrize("seed", range(6))
def test_equal_pictures_are_never_on_both_sides(wish: str, seed: int) -> None:
    pictures = classes(8, 8, 8, copies={1: 0, 2: 0, 9: 3, 17: 16, 18: 4})

    made = split(pictures, wish, seed)

    sides = [{pictures.contents[place] for place in part} for part in (made.train, made.held)]
    assert not sides[0] & sides[1]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("held-out:1.5", "cannot hold out '1.5'"),
        ("held-out:x", "cannot hold out 'x'"),
        ("folds:5", "there is no split 'folds:5'"),
        ("folds:5/6", "there is no split 'folds:5/6'"),
        ("folds:1/1", "there is no split 'folds:1/1'"),
        ("random", "there is no split 'random'"),
        ("files:nowhere", "no such file or folder: nowhere"),
    ],
)
def test_a_wrong_wish_is_one_line(wish: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        split(classes(4, 4), wish, 0)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("wish", ["held-out:0.2", "folds:x", "folds:1", "files:nowhere"])
def test_what_names_no_folds_is_said(wish: str) -> None:
    with pytest.raises(UserError):
        fold_wishes(wish)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_classes(tmp_path_factory.mktemp("styles"), NAMES, 4)


@pytest.fixture(scope="module")
def pictures(data: Path) -> Pictures:
    return read_pictures(str(data), "style", silent)


def names_of(pictures: Pictures, places: np.ndarray) -> list[str]:
    return [pictures.paths[place] for place in places]


def test_a_folder_is_read_as_classes_in_order_of_name(pictures: Pictures) -> None:
    assert pictures.classes == NAMES
    assert pictures.labels.tolist() == [0] * 4 + [1] * 4 + [2] * 4
    assert pictures.paths[4] == "02_Early_Renaissance/0.png"
    assert len(set(pictures.contents)) == 12


def test_four_lists_of_paths_are_four_folds(pictures: Pictures, tmp_path: Path) -> None:
    for fold in range(4):
        lines = [f"/elsewhere/Pandora_18k/{name}/{fold}.png {n}" for n, name in enumerate(NAMES)]
        (tmp_path / f"fold_{fold + 1}.txt").write_text("\n".join(lines) + "\n")

    wishes = fold_wishes(f"files:{tmp_path}")
    third = split(pictures, wishes[2], 0)

    assert len(wishes) == 4
    assert names_of(pictures, third.held) == [f"{name}/2.png" for name in NAMES]
    assert is_whole(pictures, third)


def test_tables_of_paths_and_labels_are_train_and_test(pictures: Pictures, tmp_path: Path) -> None:
    rows = [{"paths": f"{name}\\{one}.png", "labels": n} for one in range(3)
            for n, name in enumerate(NAMES)]  # fmt: skip
    write_workbook(tmp_path / "train.xlsx", "Sheet1", rows[3:])
    write_workbook(tmp_path / "test.xlsx", "Sheet1", rows[:3])

    made = split(pictures, f"files:{tmp_path}", 0)

    assert names_of(pictures, made.held) == [f"{name}/0.png" for name in NAMES]
    assert names_of(pictures, made.train) == [f"{n}/{i}.png" for n in NAMES for i in (1, 2)]


def test_one_list_holds_out_what_it_names(pictures: Pictures, tmp_path: Path) -> None:
    file = tmp_path / "held.csv"
    file.write_text(f"paths,labels\n{NAMES[1]}/3.png,{NAMES[1]}\n{NAMES[1]}/9.png,\n")

    made = split(pictures, f"files:{file}", 0)

    assert names_of(pictures, made.held) == [f"{NAMES[1]}/3.png"]
    assert made.warnings == (f"1 of the 2 pictures of {file} are not here",)


def test_copies_of_what_lists_hold_out_are_not_learned_from(tmp_path: Path) -> None:
    data = write_classes(tmp_path / "data", NAMES[:2], 3)
    shutil.copy(data / NAMES[0] / "0.png", data / NAMES[0] / "copy.png")
    (tmp_path / "held.txt").write_text(f"{NAMES[0]}/0.png\n")
    pictures = read_pictures(str(data), "style", silent)

    made = split(pictures, f"files:{tmp_path / 'held.txt'}", 0)

    assert f"{NAMES[0]}/copy.png" not in names_of(pictures, made.train)
    assert made.warnings == ("not learned from, for a copy is held out: 1",)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "file_of,labels\nx,1\n", "entry 1 of .* lacks a column paths or path or file"),
        ("a.json", json.dumps(["x"]), "lacks a column"),
        ("a.txt", "none.png\n", "names none of the pictures"),
        ("a.txt", b"\xff\xfe\x00", "cannot be read as text"),
        ("a.csv", f"paths,labels\n{NAMES[1]}/3.png,2\n", "is of class 2, not 1"),
        ("a.txt", "".join(f"{NAMES[2]}/{n}.png\n" for n in range(4)), "leaves no picture of 18"),
    ],
)
def test_a_list_of_no_use_is_one_line(
    pictures: Pictures, name: str, content: str | bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UserError, match=said) as caught:
        split(pictures, f"files:{tmp_path / name}", 0)
    assert "\n" not in str(caught.value)


def test_lists_must_be_enough(pictures: Pictures, tmp_path: Path) -> None:
    for name in ("train1.txt", "test1.txt", "test2.txt"):
        (tmp_path / name).write_text(f"{NAMES[0]}/0.png\n")
    with pytest.raises(UserError, match="has 2 test lists and 1 train lists"):
        split(pictures, f"files:{tmp_path}", 0)
    with pytest.raises(UserError, match="has 2 lists to hold out, not 3"):
        split(pictures, f"files:{tmp_path}#3", 0)


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({}, "has 0 classes of pictures, of at least 2"),
        ({"a": 3}, "has 1 classes of pictures, of at least 2"),
        ({"a": 3, "b": 0}, "has 1 classes of pictures, of at least 2"),
        ({"a": 3, "b": 2, "c": 0}, "the class c has no picture"),
        ({"a": 3, "b": 1}, "the class b has only one picture"),
    ],
)
def test_a_folder_of_no_use_is_one_line(sizes: dict[str, int], said: str, tmp_path: Path) -> None:
    for name, count in sizes.items():
        (tmp_path / name).mkdir()
        write_classes(tmp_path, [name], count)
    with pytest.raises(UserError, match=said) as caught:
        check_classes(read_pictures(str(tmp_path), "style", silent))
    assert "\n" not in str(caught.value)


def test_copies_of_one_picture_are_one(tmp_path: Path) -> None:
    write_classes(tmp_path, ["a", "b"], 2)
    shutil.copy(tmp_path / "b" / "0.png", tmp_path / "b" / "1.png")
    with pytest.raises(UserError, match="the class b has only one picture, 2 times"):
        check_classes(read_pictures(str(tmp_path), "style", silent))

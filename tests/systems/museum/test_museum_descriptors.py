"""Files of descriptors: what is read, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import save_file

from sketch2image.core.errors import UserError
from sketch2image.gallery.recognition.ground_truth import read_ground_truth
from sketch2image.models.converting.convert import convert
from sketch2image.systems.museum.descriptors import check_counts, read_descriptors
from tests.gallery.recognition.small_met import small_descriptors, write_info, write_pickle


def write(folder, arrays, kind: str):
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "pkl":
        return write_pickle(folder / "descriptors.pkl", arrays)
    save_file(arrays, folder / "descriptors.safetensors")
    return folder / "descriptors.safetensors"


@pytest.mark.parametrize("kind", ["pkl", "safetensors"])
def test_a_folder_and_the_file_in_it_give_the_same_descriptors(tmp_path, kind):
    arrays = small_descriptors()
    file = write(tmp_path, arrays, kind)

    for place in (tmp_path, file):
        found = read_descriptors(place)
        assert found.file == file
        assert found.dim == 6
        for part in ("train", "val", "test"):
            np.testing.assert_array_equal(getattr(found, part), arrays[f"{part}_descriptors"])


def test_a_converted_file_is_mapped_and_wins_over_the_pickle_beside_it(tmp_path):
    pickled = write(tmp_path, small_descriptors(), "pkl")
    convert(pickled, tmp_path)
    found = read_descriptors(tmp_path)

    assert found.file.name == "descriptors.safetensors"
    assert isinstance(found.train, np.memmap)
    np.testing.assert_array_equal(found.train, read_descriptors(pickled).train)


def test_doubles_are_taken_as_floats(tmp_path):
    arrays = {name: rows.astype(np.float64) for name, rows in small_descriptors().items()}

    assert read_descriptors(write(tmp_path, arrays, "pkl")).train.dtype == np.float32


def changed(part: str, change) -> dict:
    arrays = small_descriptors()
    arrays[f"{part}_descriptors"] = change(arrays[f"{part}_descriptors"])
    return arrays


def put(row: int, value: float):
    def change(rows):
        rows[row] = value
        return rows

    return change


WRONG = {
    "not a number": (
        changed("val", put(2, np.nan)),
        "has NaN or infinity in row 2 of the val desc",
    ),
    "infinite": (changed("train", put(7, -np.inf)), "NaN or infinity in row 7 of the train desc"),
    "zeros": (changed("test", put(5, 0)), "has nothing but zeros in row 5 of the test descriptors"),
    "narrower": (changed("test", lambda rows: rows[:, :4]), "widths: train 6, val 6, test 4"),
    "no rows": (changed("val", lambda rows: rows[:0]), "has no val descriptors: [0, 6]"),
    "no width": (changed("val", lambda rows: rows[:, :0]), "has no val descriptors: [4, 0]"),
    "flat": (changed("val", lambda rows: rows[0]), "has float32 [6] for val, not rows of float32"),
    "not floats": (changed("val", lambda rows: rows.astype(np.int8)), "int8 [4, 6] for val"),
}


@pytest.mark.parametrize("case", WRONG)
def test_descriptors_that_cannot_be_searched_are_named_in_one_line(tmp_path, case):
    arrays, message = WRONG[case]

    assert message in said(write(tmp_path, arrays, "pkl"))


@pytest.mark.parametrize(
    ("part", "message"),
    [("train", "holds queries only, no train descriptors"), ("val", "has no val descriptors")],
)
def test_a_part_that_is_missing_is_named(tmp_path, part, message):
    arrays = small_descriptors()
    del arrays[f"{part}_descriptors"]

    assert message in said(write(tmp_path, arrays, "safetensors"))


def test_places_without_descriptors_are_named(tmp_path):
    (tmp_path / "notes.txt").touch()
    hint = "Make them with `museum extract`"

    assert f"no such folder: {tmp_path / 'no'}" in said(tmp_path / "no")
    assert hint in said(tmp_path)
    assert "notes.txt is no file of descriptors" in said(tmp_path / "notes.txt")


def test_whole_numbers_in_safetensors_are_named(tmp_path):
    arrays = {name: np.ones((2, 3), np.int64) for name in small_descriptors()}

    assert "I64 numbers for" in said(write(tmp_path, arrays, "safetensors"))


def test_a_file_that_is_cut_short_is_named(tmp_path):
    for kind in ("pkl", "safetensors"):
        file = write(tmp_path / kind, small_descriptors(), kind)
        file.write_bytes(file.read_bytes()[:-40])
        assert str(file) in said(file)


def test_descriptors_that_are_not_one_for_each_picture_are_named_with_both_counts(tmp_path):
    truth = read_ground_truth(write_info(tmp_path / "info"))
    found = read_descriptors(write(tmp_path, changed("train", lambda rows: rows[:5]), "pkl"))

    with pytest.raises(UserError, match=r"5 train descriptors, the ground truth 8") as caught:
        check_counts(found, truth, mini=False)
    assert "Give --mini" in caught.value.hint


def said(place) -> str:
    with pytest.raises(UserError) as caught:
        read_descriptors(place)
    assert "\n" not in str(caught.value)
    return str(caught.value)

"""Raw boxes and prompts, as pure functions."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.detect.boxes import clip, shared, suppress, tidy
from sketch2image.detect.prompt import normal, phrase_of
from sketch2image.detect.protocol import Detection, crop, whole_picture

SIZE = (100, 60)


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(-1, 4)


def test_the_surest_box_comes_first() -> None:
    found = tidy(boxes((0, 0, 20, 20), (40, 0, 60, 20)), [0.4, 0.9], ["frame", "artwork"], SIZE)
    assert found == [
        Detection((40, 0, 60, 20), 0.9, "artwork"),
        Detection((0, 0, 20, 20), 0.4, "frame"),
    ]


def test_boxes_are_cut_to_the_picture() -> None:
    (found,) = tidy(boxes((-7.5, -3, 140, 80)), [0.5], ["artwork"], SIZE)
    assert found.box == (0, 0, 100, 60)
    assert clip(boxes((10.2, 5.7, 20.2, 30.9)), SIZE).tolist() == [[10, 5, 21, 31]]


@pytest.mark.parametrize(
    "box",
    [
        (30, 10, 30, 50),
        (50, 10, 20, 50),
        (-40, 0, -10, 50),
        (110, 0, 150, 50),
        (0, 70, 50, 90),
        (np.nan, np.nan, np.nan, np.nan),
        (10, 10, 10.5, 50),
    ],
)
def test_a_box_with_nothing_of_the_picture_in_it_is_dropped(box: tuple) -> None:
    assert tidy(boxes(box), [0.9], ["artwork"], SIZE) == []


def test_a_second_box_on_the_same_thing_is_dropped() -> None:
    rows = boxes((0, 0, 40, 40), (2, 2, 42, 42), (0, 0, 40, 10), (60, 0, 90, 40))
    found = tidy(rows, [0.6, 0.8, 0.5, 0.7], ["a"] * 4, SIZE)
    assert [one.score for one in found] == pytest.approx([0.8, 0.7, 0.5])


def test_a_dropped_box_takes_none_with_it() -> None:
    rows = clip(boxes((0, 0, 40, 40), (12, 0, 52, 40), (24, 0, 64, 40)), SIZE)
    assert suppress(rows, [0, 1, 2], overlap=0.5) == [0, 2]
    assert suppress(rows, [1, 0, 2], overlap=0.5) == [1]


def test_equal_scores_keep_their_order() -> None:
    rows = boxes((60, 0, 90, 40), (0, 0, 40, 40))
    assert [one.label for one in tidy(rows, [0.5, 0.5], ["x", "y"], SIZE)] == ["x", "y"]


def test_overlap_is_intersection_over_union() -> None:
    rows = clip(boxes((0, 0, 10, 10), (5, 0, 15, 10), (20, 20, 30, 30), (7, 7, 7, 7)), SIZE)
    assert shared(rows[0], rows) == pytest.approx([1, 1 / 3, 0, 0])


def test_no_boxes_no_detections() -> None:
    assert tidy(boxes(), [], [], SIZE) == []


def test_a_crop_is_the_part_in_the_box_and_the_whole_picture_is_all_of_it() -> None:
    image = np.arange(60 * 100 * 3, dtype=np.uint32).astype(np.uint8).reshape(60, 100, 3)
    part = crop(image, Detection((10, 20, 30, 25), 0.5, "artwork"))
    assert np.array_equal(part, image[20:25, 10:30])
    everything = whole_picture(image)
    assert everything == Detection((0, 0, 100, 60), 0.0, "", whole=True)
    assert np.array_equal(crop(image, everything), image)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("an artwork.", "an artwork."),
        ("An Artwork", "an artwork."),
        ("A painting. a picture  frame", "a painting. a picture frame."),
        (" a painting . . a frame. ", "a painting. a frame."),
        ("a painting, framed", "a painting, framed."),
    ],
)
def test_prompts_are_lower_case_and_end_with_a_full_stop(prompt: str, expected: str) -> None:
    assert normal(prompt) == expected


@pytest.mark.parametrize("prompt", ["", "  ", " . ."])
def test_an_empty_prompt_is_refused(prompt: str) -> None:
    with pytest.raises(UserError, match="prompt for the detector is empty") as caught:
        normal(prompt)
    assert caught.value.kind is ErrorKind.input


def test_labels_are_plain_words() -> None:
    assert phrase_of("a painting. red. [SEP]") == "a painting red"
    assert phrase_of("[CLS]") == ""

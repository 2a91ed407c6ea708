"""Colors and styles in prompts."""

from __future__ import annotations

import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.labels import caption_text
from sketch2image.render.wording import styles, with_colors, with_style

PIZZA = caption_text("pizza")
REST = "into a high-resolution color image with a white background"


@pytest.mark.parametrize(
    ("pens", "colored"),
    [
        ({}, "a pizza"),
        ({"black": 1.0}, "a pizza"),
        ({"gray": 0.7, "black": 0.3}, "a pizza"),
        ({"red": 1.0}, "a red pizza"),
        ({"black": 0.6, "orange": 0.4}, "an orange pizza"),
        ({"red": 0.5, "green": 0.3, "black": 0.2}, "a red and green pizza"),
        ({"red": 0.4, "green": 0.3, "blue": 0.2, "pink": 0.1}, "a red, green and blue pizza"),
        ({"black": 0.95, "red": 0.05}, "a pizza"),
    ],
)
def test_pens_color_the_thing(pens, colored):
    assert with_colors(PIZZA, pens) == f"convert {colored} {REST}"


def test_articles_follow():
    assert with_colors(caption_text("apple"), {"red": 1.0}) == f"convert a red apple {REST}"


def test_a_color_already_named_is_not_said_twice():
    assert with_colors("convert a red cup into a photo", {"red": 1.0}) == (
        "convert a red cup into a photo"
    )


def test_other_sentences_stay_as_they_are():
    assert with_colors("two cats on a roof", {"red": 1.0}) == "two cats on a roof"


def test_there_are_nine_styles_and_each_keeps_the_prompt():
    assert len(styles()) == 9
    for name in styles():
        assert PIZZA in with_style(PIZZA, name)


def test_styles_are_found_as_people_write_them():
    assert with_style("a cat", "Pixel art") == with_style("a cat", "pixel-art")


def test_a_sentence_of_ones_own_is_a_style():
    assert with_style("a cat", "an oil painting of {prompt}") == "an oil painting of a cat"


def test_no_style_changes_nothing():
    assert with_style("a cat", "") == "a cat"


def test_unknown_styles_are_said():
    with pytest.raises(UserError, match="no such style: 'cubist'") as caught:
        with_style("a cat", "cubist")
    assert "cinematic" in caught.value.hint

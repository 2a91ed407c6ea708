"""What is said of a garment."""

from __future__ import annotations

import pytest

from sketch2image.systems.fashion.sentences import described, sentence


@pytest.mark.parametrize(
    ("label", "colors", "said"),
    [
        ("T-Shirt", ("blue",), "a blue T-shirt"),
        ("Dress", ("black", "white"), "a black and white dress"),
        ("Pants", ("gray",), "a pair of gray pants"),
        ("Shoes", (), "a pair of shoes"),
        ("Hat", ("orange",), "an orange hat"),
        ("Undershirt", (), "an undershirt"),
        ("Body", ("pink",), "a pink bodysuit"),
        ("evening_gown", ("red",), "a red evening gown"),
    ],
)
def test_a_kind_and_its_colors_become_a_sentence(label, colors, said):
    assert sentence(label, colors) == said


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("A dress with a belt", "a red and white dress with a belt"),
        ("the red dress", "a white red dress"),
        ("Acme Runner 2", "red and white Acme Runner 2"),
        ("red on white", "red on white"),
        ("a colored dress", "a red and white colored dress"),
    ],
)
def test_colors_that_a_caption_lacks_are_put_before_it(caption, said):
    assert described(caption, ("red", "white")) == said

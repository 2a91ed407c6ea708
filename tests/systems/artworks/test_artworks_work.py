"""Works: what they are called, and whether they are flat."""

from __future__ import annotations

import pytest

from sketch2image.systems.artworks.work import Work, is_flat, tidy


@pytest.mark.parametrize(
    ("work", "label"),
    [
        (
            Work("m.jpg", "Mona Lisa", "Leonardo", "c. 1503", "Louvre, Paris"),
            "Mona Lisa, Leonardo (c. 1503), Louvre, Paris",
        ),
        (Work("m.jpg", "Mona Lisa", year="1503"), "Mona Lisa (1503)"),
        (Work("m.jpg", artist="Leonardo", museum="Louvre"), "M, Leonardo, Louvre"),
        (Work("v/v_7.jpg", artist="Van Gogh", extra={"number": "7"}), "No. 7, Van Gogh"),
        (Work("v/the_great_wave.jpg"), "The great wave"),
    ],
)
def test_a_label_says_what_is_known(work: Work, label: str) -> None:
    assert work.label == label


@pytest.mark.parametrize(
    ("medium", "flat"),
    [
        ("Oil on canvas", True),
        ("Oil on copper", True),
        ("Gelatin silver print", True),
        ("Tempera and gold leaf on panel", True),
        ("Watercolour and bodycolour", True),
        ("Stained glass", True),
        ("Copper", False),
        ("Bronze", False),
        ("Marble statue", False),
        ("Ink on a ceramic vase", False),
        ("Limewood, painted", False),
        ("Installation with silk", False),
        ("Mixed media", None),
        ("Oilskin", None),
        ("", None),
    ],
)
def test_a_medium_says_whether_a_work_is_flat(medium: str, flat: bool | None) -> None:
    assert is_flat(medium) is flat


@pytest.mark.parametrize(
    ("shape", "flat"), [("no", False), ("3D", False), (" Flat ", True), ("1", True), ("?", True)]
)
def test_a_column_for_the_shape_wins_where_it_is_understood(shape: str, flat: bool) -> None:
    assert is_flat("Oil on canvas", shape) is flat


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("the_great_wave", "The great wave"),
        ("the-great-wave", "The great wave"),
        ("Jean-Honore_Fragonard", "Jean-Honore Fragonard"),
        ("  Two   words ", "Two words"),
        ("모나리자", "모나리자"),
    ],
)
def test_file_names_become_words(name: str, words: str) -> None:
    assert tidy(name) == words

"""Named vocabularies and words of one's own."""

from __future__ import annotations

import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.labels import LABELS
from sketch2image.core.vocabulary import table, vocabulary


def test_names_stand_for_parts_of_one_table() -> None:
    assert vocabulary("default") == LABELS
    assert len(vocabulary("sketches")) == 125
    assert vocabulary("all") == tuple(table()["labels"])
    assert {*LABELS, *table()["sketches"]} <= {*vocabulary("all")}


def test_words_widen_a_vocabulary_each_once() -> None:
    assert vocabulary("default, zebra, Hot-air balloon, cat") == (
        *LABELS, "zebra", "hot-air_balloon",
    )  # fmt: skip
    assert vocabulary("zebra,teddy bear") == ("zebra", "teddy_bear")


@pytest.mark.parametrize(
    ("choice", "says"),
    [("default, zebro", "'zebro'"), ("cat", "nothing to choose"), ("", "nothing to choose")],
)
def test_what_cannot_be_chosen_among_is_refused(choice: str, says: str) -> None:
    with pytest.raises(UserError) as caught:
        vocabulary(choice)
    assert says in caught.value.message
    assert caught.value.hint


def test_a_misspelled_word_is_answered_with_its_neighbors() -> None:
    with pytest.raises(UserError) as caught:
        vocabulary("default, zebro")
    assert "zebra" in caught.value.hint

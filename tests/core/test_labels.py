"""Class names as people write them."""

from __future__ import annotations

import pytest

from sketch2image.core.labels import either, one


@pytest.mark.parametrize(
    ("label", "said"), [("apple", "an apple"), ("wine_bottle", "a wine bottle")]
)
def test_an_article_goes_before_a_class(label: str, said: str) -> None:
    assert one(label) == said


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["dog"], "dog"),
        (["dog", "cat"], "dog or cat"),
        (["a", "b", "teddy_bear"], "a, b or teddy bear"),
    ],
)
def test_a_question_names_all_there_is(labels: list[str], said: str) -> None:
    assert either(labels) == said

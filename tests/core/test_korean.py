"""Korean queries in English."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from sketch2image.core import korean
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.korean import english, has_korean, in_english
from sketch2image.core.labels import label_in, words
from sketch2image.core.vocabulary import vocabulary
from sketch2image.render.control import PENS

TABLE = json.loads(Path(korean.__file__).with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("text", ["딸기", "red 딸기", unicodedata.normalize("NFD", "딸기"), "ㅋㅋ"])
def test_hangul_is_seen_in_any_form(text: str) -> None:
    assert has_korean(text)


@pytest.mark.parametrize("text", ["strawberry", "", "いちご", "草莓", "fraise à la crème"])
def test_other_scripts_are_not_korean(text: str) -> None:
    assert not has_korean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("빨간 딸기", "red strawberry"),
        ("빨간색 딸기", "red strawberry"),
        ("빨간 색 딸기", "red strawberry"),
        ("파란 찻주전자", "blue teapot"),
        ("주전자", "teapot"),
        ("곰인형", "teddy bear"),
        ("노란 곰 인형", "yellow teddy bear"),
        ("와인병", "wine bottle"),
        ("초록색 포도주 병", "green wine bottle"),
        ("흰 말", "white horse"),
        ("red 와인병", "red wine bottle"),
    ],
)
def test_a_color_and_a_noun(text: str, expected: str) -> None:
    assert in_english(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("딸기를", "strawberry"),
        ("펭귄을", "penguin"),
        ("고양이가", "cat"),
        ("곰이", "bear"),
        ("강아지는", "dog"),
        ("사슴은", "deer"),
        ("빨간색의 사과", "red apple"),
        ("칼로", "knife"),
        ("버섯으로", "mushroom"),
        ("나무로", "tree"),
        ("검은 고양이들이", "black cat"),
        ("사과와 딸기", "apple strawberry"),
        ("빵과 바나나를", "bread banana"),
        ("곰 인형으로", "teddy bear"),
    ],
)
def test_particles_are_taken_off(text: str, expected: str) -> None:
    assert in_english(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("사과", "apple"),
        ("고양이", "cat"),
        ("거북이", "turtle"),
        ("검은", "black"),
        ("종이", "paper"),
    ],
)
def test_a_word_that_ends_like_a_particle_is_left_whole(text: str, expected: str) -> None:
    assert in_english(text) == expected


@pytest.mark.parametrize("text", ["빨간사과", "빨간사과를", "검은고양이가"])
def test_a_color_may_be_written_to_its_noun(text: str) -> None:
    assert in_english(text) in ("red apple", "black cat")


def test_what_is_not_korean_stays() -> None:
    assert in_english("red 사과, apple을") == "red apple apple"
    assert in_english("a red  apple") == "a red apple"
    assert in_english("") == ""


def test_a_text_without_korean_keeps_its_punctuation() -> None:
    assert english("a cat, on a  chair.") == "a cat, on a  chair."
    assert english("빨간 딸기") == "red strawberry"


def test_letters_taken_apart_are_put_together() -> None:
    assert in_english(unicodedata.normalize("NFD", "빨간 딸기")) == "red strawberry"


@pytest.mark.parametrize("word", ["소나무", "말벌", "차이", "게이", "오이", "김치찌개"])
def test_a_longer_word_is_not_taken_for_what_it_begins_with(word: str) -> None:
    with pytest.raises(UserError) as caught:
        in_english(f"빨간 {word}")
    assert caught.value.kind is ErrorKind.input
    assert word in caught.value.message
    assert "English" in caught.value.hint


def test_an_unknown_word_gets_its_neighbors_named() -> None:
    with pytest.raises(UserError, match="Did you mean 달팽이"):
        in_english("달팽기")


@pytest.mark.parametrize("name", ["default", "sketches", "all"])
def test_each_class_has_korean_words_that_lead_back_to_it(name: str) -> None:
    known = vocabulary("all")
    pairs = [(label, said) for label in vocabulary(name) for said in TABLE["nouns"][label]]
    assert {label for label, _ in pairs} == set(vocabulary(name))
    assert [said for label, said in pairs if in_english(said) != words(label)] == []
    strayed = [
        said for label, said in pairs if label_in(in_english(f"빨간 {said}"), known) != label
    ]
    assert strayed == []


@pytest.mark.parametrize("pen", PENS)
def test_each_pen_color_has_korean_words(pen: str) -> None:
    assert TABLE["colors"][pen]
    for form in TABLE["colors"][pen]:
        assert in_english(f"{form} 사과") == f"{pen} apple"


def test_a_spelling_stands_for_one_thing() -> None:
    parts = (TABLE["nouns"], TABLE["colors"], TABLE["others"])
    counts = Counter(s for part in parts for spellings in part.values() for s in spellings)
    assert [spelling for spelling, count in counts.items() if count > 1] == []

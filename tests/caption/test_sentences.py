"""What generated sentences name."""

from __future__ import annotations

import pytest

from sketch2image.caption.beams import guesses_of
from sketch2image.caption.sentence import label_of, labels_in, thing_in
from sketch2image.core.labels import LABELS, caption_text
from sketch2image.core.vocabulary import vocabulary

TEMPLATES = {
    "convert a pizza into a high - resolution color image with a white background.": "pizza",
    "Convert a pizza into a high-resolution color image with a white backgroud": "pizza",
    "convert an airplane into a high - resolution color image with a background .": "airplane",
    "convert a teddy bear into a high - resolution": "teddy_bear",
    "convert a teddy _ bear into a high - resolution color image": "teddy_bear",
    "convert a wine bottle into a": "wine_bottle",
    "convert a snail": "snail",
    "convert a cup in to a color image with a window": "cup",
    "convert a giraffe into a high - resolution color image": "giraffe",
    "convert a sea horse into a high - resolution color image": "sea_horse",
}
FREE = {
    "a drawing of a cat on a white background": "cat",
    "a black and white drawing of a cat": "cat",
    "a black - and - white drawing of a cat": "cat",
    "there is a drawing of a cat sitting on a table": "cat",
    "araffe drawing of two dogs": "dog",
    "a simple line sketch of an apple.": "apple",
    "a picture of a dog and a wine bottle": "dog",
    "a red cup on a table with a window": "cup",
    "a pencil drawing of a glass on a table": "table",
    "a sketch of the hot dog": "hotdog",
    "a drawing of a coffee cup": "cup",
    "a child ' s drawing of a unicorn": "unicorn",
    "a photo of a polar bear in the snow": "polar_bear",
    "an illustration of a hot - air balloon": "hot-air_balloon",
    "a circle": "circle",
}
NOTHING = (
    "",
    " . ",
    "a drawing of a",
    "a drawing of a .",
    "a black and white drawing",
    "a drawing on a white background",
)


@pytest.mark.parametrize(("text", "label"), [*TEMPLATES.items(), *FREE.items()])
def test_a_sentence_names_its_class(text: str, label: str) -> None:
    assert label_of(text, LABELS) == label


def test_the_caption_sentence_of_every_class_names_it() -> None:
    for label in vocabulary("all"):
        written = caption_text(label).replace("-", " - ").replace("(", "( ").replace(")", " )")
        assert label_of(written, vocabulary("all")) == label


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_without_a_thing_names_nothing(text: str) -> None:
    assert label_of(text, LABELS) is None


def test_a_synonym_counts_only_where_its_class_is_wanted() -> None:
    assert label_of("a drawing of a mug", LABELS) == "cup"
    assert label_of("a drawing of a mug", ("cat", "dog")) == "mug"
    assert label_of("a drawing of a car", vocabulary("sketches")) == "car_(sedan)"


def test_the_thing_is_free_of_frame_and_surroundings() -> None:
    assert thing_in("a sketch of a red cup on a table") == "red cup"
    assert thing_in("there is a big dog, next to a cat") == "big dog"


def test_sentences_that_name_the_same_thing_count_together() -> None:
    guesses = guesses_of(["dog", "cat", "cat", None], [-1.0, -1.5, -1.5, 0.0])
    assert [guess.label for guess in guesses] == ["cat", "dog"]
    assert guesses[0].score / guesses[1].score == pytest.approx(2 * 0.6065307)
    assert sum(guess.score for guess in guesses) == pytest.approx(1)


def test_at_most_five_classes_are_kept_and_very_unlikely_ones_do_no_harm() -> None:
    guesses = guesses_of(list("abcdefg"), [-900.0 - i for i in range(7)])
    assert "".join(guess.label for guess in guesses) == "abcde"
    assert 0.98 < sum(guess.score for guess in guesses) < 1
    assert guesses_of(["a", "b"], [0.0, -2000.0])[1].score == 0


def test_a_class_of_the_vocabulary_is_no_other_one_s_synonym() -> None:
    assert label_of("a drawing of a mug", ("cup",)) == "cup"
    assert label_of("a drawing of a mug", ("cup", "mug")) == "mug"


def test_nothing_named_nothing_guessed() -> None:
    assert guesses_of([None, None], [-1.0, -2.0]) == ()


def test_the_classes_of_training_sentences_are_those_they_name():
    sentences = ["convert a palm tree into a color image", "convert a mug into a photo", "a mug"]

    assert labels_in(sentences) == ("mug", "palm_tree")

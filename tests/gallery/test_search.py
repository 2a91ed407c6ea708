"""Searching: order, ties, kinds of query, several pictures as one query."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.paper import whiten_paper
from sketch2image.core.pictures import open_picture
from sketch2image.core.types import QueryKind
from sketch2image.gallery.fusion import fuse
from sketch2image.gallery.gallery import Gallery, add_folder
from sketch2image.gallery.search import QueryPart, WordsPart, search, search_together
from tests.gallery.tiny_encoder import TinyEncoder

Paint = Callable[[Path, int], Path]


@pytest.fixture
def gallery(photos: Path, encoder: TinyEncoder) -> Gallery:
    add_folder(photos, encoder, "mine")
    return Gallery.named("mine")


def test_matches_are_ranked_with_scores(
    gallery: Gallery, encoder: TinyEncoder, photos: Path
) -> None:
    (answer,) = search(gallery, encoder, [open_picture(photos / "2.png")], k=4)
    scores = [match.score for match in answer.matches]
    assert answer.kind is QueryKind.photo
    assert answer.matches[0].path == str(photos / "2.png")
    assert scores[0] == pytest.approx(1, abs=1e-5)
    assert scores == sorted(scores, reverse=True)
    assert all(-1 <= score <= 1 for score in scores)
    assert [match.rank for match in answer.matches] == [1, 2, 3, 4]
    assert [match.weak for match in answer.matches] == [score < 0.8 for score in scores]


def test_scores_are_the_cosines(gallery: Gallery, encoder: TinyEncoder, photos: Path) -> None:
    query = open_picture(photos / "1.png")
    (answer,) = search(gallery, encoder, [query], k=6)
    vector = encoder.encode_photos([query])[0]
    for match in answer.matches:
        expected = encoder.encode_photos([open_picture(match.path)])[0] @ vector
        assert match.score == pytest.approx(float(expected), abs=1e-5)


@pytest.mark.parametrize(("wanted", "given"), [(1, 1), (6, 6), (50, 6)])
def test_always_k_where_there_are_k(
    gallery: Gallery, encoder: TinyEncoder, photos: Path, wanted: int, given: int
) -> None:
    answers = search(gallery, encoder, [open_picture(photos / "0.png")] * 2, k=wanted)
    assert [len(answer.matches) for answer in answers] == [given, given]


def test_ties_are_broken_by_path_also_at_the_edge(
    gallery: Gallery, encoder: TinyEncoder, photos: Path
) -> None:
    for number in range(40):
        shutil.copy(photos / "0.png", photos / f"copy {number:02}.png")
    gallery.add(photos, encoder)
    (answer,) = search(gallery, encoder, [open_picture(photos / "0.png")], k=3)
    names = [Path(match.path).name for match in answer.matches]
    assert names == ["0.png", "copy 00.png", "copy 01.png"]


class FlatEncoder(TinyEncoder):
    """Finds everything equal, so that only the tie rule decides."""

    def _vector(self, image: np.ndarray) -> np.ndarray:
        return np.full(self.dim, self.dim**-0.5, np.float32)


def test_equal_scores_of_different_pictures_are_in_order_of_path(
    tmp_path: Path, paint: Paint
) -> None:
    for seed in range(40):
        paint(tmp_path / "many" / f"{(seed * 7) % 40:02}.png", seed)
    flat = FlatEncoder("flat")
    with Gallery.of_folder(tmp_path / "many") as gallery:
        gallery.catch_up(flat)
        (answer,) = search(gallery, flat, [open_picture(tmp_path / "many" / "05.png")], k=4)
    names = [Path(match.path).name for match in answer.matches]
    assert names == ["00.png", "01.png", "02.png", "03.png"]


@pytest.mark.parametrize("k", [0, -3])
def test_k_below_one(gallery: Gallery, encoder: TinyEncoder, photos: Path, k: int) -> None:
    with pytest.raises(UserError, match="at least 1"):
        search(gallery, encoder, [open_picture(photos / "0.png")], k=k)


def test_empty_gallery(tmp_path: Path, encoder: TinyEncoder) -> None:
    (tmp_path / "nothing").mkdir()
    with Gallery.of_folder(tmp_path / "nothing") as gallery:
        gallery.catch_up(encoder)
        with pytest.raises(UserError, match="holds no pictures"):
            search(gallery, encoder, [np.zeros((8, 8, 3), np.uint8)])


def test_drawing_is_taken_for_a_sketch(gallery: Gallery, encoder: TinyEncoder) -> None:
    drawing = np.full((200, 300, 3), 255, np.uint8)
    drawing[50:150, 50:54] = drawing[50:54, 50:250] = 0
    queries = [drawing, drawing]
    answers = search(gallery, encoder, queries, k=1)
    assert [answer.kind for answer in answers] == [QueryKind.sketch] * 2
    (told,) = search(gallery, encoder, [drawing], QueryKind.photo, k=1)
    assert told.kind is QueryKind.photo


def test_paper_under_a_sketch_makes_no_difference(gallery: Gallery, encoder: TinyEncoder) -> None:
    drawing = np.full((240, 300, 3), 255, np.uint8)
    drawing[50:200, 50:60] = drawing[190:200, 50:250] = 0
    light = np.linspace(0.55, 0.8, 300)[None, :, None] * np.array([1, 0.97, 0.9])
    on_paper = ((0.4 + 0.6 * (drawing / 255)) * light * 255).astype(np.uint8)
    clean, photographed = search(gallery, encoder, [drawing, on_paper], k=6)
    assert photographed.kind is QueryKind.sketch
    assert [match.path for match in photographed.matches] == [match.path for match in clean.matches]
    for one, other in zip(clean.matches, photographed.matches, strict=True):
        assert one.score == pytest.approx(other.score, abs=0.02)


def test_fused_score_is_the_weighted_mean(
    gallery: Gallery, encoder: TinyEncoder, photos: Path
) -> None:
    first, second = open_picture(photos / "0.png"), open_picture(photos / "1.png")
    parts = [QueryPart(first, weight=3), QueryPart(second, QueryKind.sketch, weight=1)]
    answer = search_together(gallery, encoder, parts, k=6)
    (by_photo,) = search(gallery, encoder, [first], QueryKind.photo, k=6)
    (by_sketch,) = search(gallery, encoder, [second], QueryKind.sketch, k=6)
    alone = [
        {match.path: match.score for match in found.matches} for found in (by_photo, by_sketch)
    ]
    assert answer.kind is QueryKind.photo
    for match in answer.matches:
        expected = 0.75 * alone[0][match.path] + 0.25 * alone[1][match.path]
        assert match.score == pytest.approx(expected, abs=1e-5)
        assert match.weak == (match.score < 0.75 * 0.8 + 0.25 * 0.3)


def test_the_parts_of_a_match_say_why_it_was_found(
    gallery: Gallery, encoder: TinyEncoder, photos: Path
) -> None:
    first, second = open_picture(photos / "0.png"), open_picture(photos / "1.png")
    parts = [
        QueryPart(first, QueryKind.photo, 1, "render"),
        QueryPart(second, QueryKind.sketch, 3, "sketch"),
    ]
    words = WordsPart({"red": 1.0}, 2, "caption")
    answer = search_together(gallery, encoder, parts, 6, words)
    asked = {
        "sketch": encoder.encode_sketches([whiten_paper(second)])[0],
        "caption": encoder.encode_words(["red"])[0],
        "render": encoder.encode_photos([first])[0],
    }
    assert answer.mark == pytest.approx((0.8 + 3 * 0.3 + 2 * 0.5) / 6)
    for match in answer.matches:
        photo = encoder.encode_photos([open_picture(match.path)])[0]
        assert [name for name, _ in match.parts] == [*asked]
        for name, cosine in match.parts:
            assert cosine == pytest.approx(float(photo @ asked[name]), abs=1e-5)
        sketch, caption, render = (cosine for _, cosine in match.parts)
        assert match.score == pytest.approx((3 * sketch + 2 * caption + render) / 6, abs=1e-5)
        assert match.weak == (match.score < answer.mark)


def test_a_single_picture_is_the_whole_reason(
    gallery: Gallery, encoder: TinyEncoder, photos: Path
) -> None:
    (answer,) = search(gallery, encoder, [open_picture(photos / "1.png")], k=6)
    assert answer.mark == 0.8
    for match in answer.matches:
        ((name, cosine),) = match.parts
        assert name == "picture"
        assert cosine == pytest.approx(match.score, abs=1e-6)


def test_negative_weight_pushes_away(gallery: Gallery, encoder: TinyEncoder, photos: Path) -> None:
    first, second = open_picture(photos / "0.png"), open_picture(photos / "1.png")
    parts = [QueryPart(first), QueryPart(second, weight=-1)]
    answer = search_together(gallery, encoder, parts, k=6)
    assert answer.matches[0].path == str(photos / "0.png")
    assert answer.matches[-1].path == str(photos / "1.png")


@pytest.mark.parametrize("weights", [[], [0, 0], [float("nan"), 1]])
def test_weights_that_decide_nothing(weights: list[float]) -> None:
    with pytest.raises(UserError, match="weights"):
        fuse(np.eye(len(weights) or 1, dtype=np.float32), weights)


def test_words_are_one_more_part_of_a_query(
    gallery: Gallery, encoder: TinyEncoder, photos: Path
) -> None:
    query = [QueryPart(open_picture(photos / "0.png"))]
    meant = WordsPart({"red": 0.6, "blue": 0.2, "green": 0.0})
    row = np.array([0.6, 0.2], np.float32) @ encoder.encode_words(["red", "blue"])
    answer = search_together(gallery, encoder, query, 6, meant)
    for match in answer.matches:
        photo = encoder.encode_photos([open_picture(match.path)])[0]
        alone = photo @ encoder.encode_photos([query[0].image])[0]
        expected = (alone + photo @ row / np.linalg.norm(row)) / 2
        assert match.score == pytest.approx(float(expected), abs=1e-5)
    assert [m.weak for m in answer.matches] == [m.score < (0.8 + 0.5) / 2 for m in answer.matches]


def test_words_alone_are_a_query_and_unknown_ones_count_for_nothing(
    gallery: Gallery, encoder: TinyEncoder, photos: Path
) -> None:
    query = [QueryPart(open_picture(photos / "0.png"))]
    alone = search_together(gallery, encoder, query, 6)
    assert search_together(gallery, encoder, query, 6, WordsPart({"heavy": 1.0})) == alone
    red = search_together(gallery, encoder, [], 6, WordsPart({"red": 1.0}))
    best = encoder.encode_photos([open_picture(red.matches[0].path)])[0]
    assert red.matches[0].score == pytest.approx(float(best @ encoder.encode_words(["red"])[0]))
    with pytest.raises(UserError):
        search_together(gallery, encoder, [], 6, WordsPart({"heavy": 1.0}))

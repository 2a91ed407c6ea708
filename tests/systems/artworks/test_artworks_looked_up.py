"""Photos looked up in a collection."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.pictures import save_png
from sketch2image.core.types import Image
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.gallery.local.homography import Alignment
from sketch2image.gallery.local.seeing import Sighting
from sketch2image.synth.visit import Photo, visit
from sketch2image.systems.artworks.collection import Collection
from sketch2image.systems.artworks.evidence import View, seen, strangers_mark, with_points
from sketch2image.systems.artworks.figure import figure
from sketch2image.systems.artworks.layouts import list_works
from sketch2image.systems.artworks.looks import in_frames, nowhere
from sketch2image.systems.artworks.search import LookUp, Searcher, look_up_all
from tests.painting import painting, paintings

HELD = 12
"""Paintings in the collection."""

STRANGER = 40
"""Seed of a painting that is not."""


@pytest.fixture(scope="module")
def pictures() -> list[Image]:
    return paintings(HELD)


@pytest.fixture
def collection(tmp_path: Path, pictures: list[Image]) -> Iterator[Collection]:
    folder = tmp_path / "works"
    for number, picture in enumerate(pictures):
        save_png(folder / f"{number:02d}.png", picture, 1)
    rows = [{"file": f"{n:02d}.png", "title": f"Number {n}"} for n in range(HELD)]
    (tmp_path / "works.json").write_text(json.dumps(rows), "utf-8")
    with Collection(create=True) as held:
        held.register(list_works(str(folder), str(tmp_path / "works.json")), LiteEncoder())
        yield held


def photo_of(picture: Image, others: list[Image], seed: int) -> Photo:
    return visit(picture, others, np.random.default_rng(seed))


def titles(found: LookUp) -> list[str]:
    return [match.work.title for match in found.matches]


def test_photos_are_recognized_and_strangers_are_told_apart(collection, pictures) -> None:
    searcher = Searcher(collection, LiteEncoder(), in_frames)
    for number in (0, 4, 8):
        photo = photo_of(pictures[number], [], number)
        found = searcher.look_up(photo.image)
        assert found.known
        assert titles(found)[0] == f"Number {number}"
        assert found.matches[0].inliers > 15
        assert np.abs(found.corners - photo.corners).max() < 0.02 * max(photo.image.shape)
    for seed in (1, 2):
        stranger = photo_of(painting(STRANGER + seed), [], seed)
        assert not searcher.look_up(stranger.image).known


def test_a_neighbor_on_the_wall_is_not_what_the_photo_is_of(collection, pictures) -> None:
    photos = [photo_of(painting(STRANGER), pictures[:2], seed) for seed in (35, 39, 44)]
    searcher = Searcher(collection, LiteEncoder(), nowhere)
    answers = [searcher.look_up(photo.image) for photo in photos]
    assert any(match.inliers > 15 for found in answers for match in found.matches)
    assert not any(found.known for found in answers)


def test_the_picture_itself_is_found_without_any_look_at_points(collection, pictures) -> None:
    searcher = Searcher(collection, LiteEncoder(), nowhere, verify=False)
    found = searcher.look_up(pictures[3])
    assert found.known
    assert titles(found)[0] == "Number 3"
    assert found.matches[0].likeness > 0.99
    assert found.matches[0].inliers == 0
    assert found.corners is None


def test_matches_are_ranked_by_confidence_and_as_many_as_asked_for(
    collection, pictures, tmp_path
) -> None:
    file = str(tmp_path / "photo.png")
    save_png(file, photo_of(pictures[1], [], 1).image, 1)
    (found,) = look_up_all(collection, LiteEncoder(), nowhere, [file], 4)
    assert [match.rank for match in found.matches] == [1, 2, 3, 4]
    sure = [match.confidence for match in found.matches]
    assert sure == sorted(sure, reverse=True)
    assert len(set(titles(found))) == 4


def test_only_a_flat_work_with_points_is_doubted_where_none_are_seen() -> None:
    view, unseen = View((1, 0.75)), Sighting(500, None)
    assert with_points(0.8, unseen, view, flat=False) == 0.8
    assert with_points(0.8, Sighting(20, None), view, flat=True) == 0.8
    assert with_points(0.8, unseen, view, flat=True) < 0.5


def test_points_never_take_away_what_likeness_gives() -> None:
    corner = np.array([(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1)], np.float32)
    few = Sighting(100, Alignment(6, 30, corner))
    assert with_points(0.8, few, View((1, 0.75)), flat=False) == 0.8


@pytest.mark.parametrize(
    ("guess", "surer"), [((0.3, 0.2), True), ((0.8, 0.6), False)], ids=["agrees", "elsewhere"]
)
def test_where_a_detector_looks_counts(guess: tuple[float, float], surer: bool) -> None:
    square = np.array([(0, 0), (0.3, 0), (0.3, 0.3), (0, 0.3)], np.float32)
    there = Alignment(60, 90, square + np.float32((0.3, 0.2)))
    plain = seen(there, View((1, 0.75)))
    assert (seen(there, View((1, 0.75), square + np.float32(guess))) > plain) == surer


def test_the_mark_of_strangers_lies_above_what_works_have_in_common() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(200, 16)).astype(np.float32) + 1
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows.T - 2 * np.eye(200)
    mark = strangers_mark(rows, 0.3)
    assert 0.95 < np.mean(cosines.max(axis=1) <= mark) < 1
    assert strangers_mark(rows[:5], 0.3) == 0.3


def test_a_page_shows_the_work_or_says_that_there_is_none(collection, pictures) -> None:
    searcher = Searcher(collection, LiteEncoder(), nowhere)
    photo = photo_of(pictures[2], [], 2).image
    known = figure(photo, searcher.look_up(photo))
    stranger = photo_of(painting(STRANGER), [], 3).image
    unknown = figure(stranger, searcher.look_up(stranger))
    assert known.shape == unknown.shape
    green = (known[..., 1] > 140) & (known[..., 0] < 80) & (known[..., 2] < 100)
    assert green[:420, :420].sum() > 300
    assert not np.array_equal(known[:, 450:], unknown[:, 450:])


@pytest.mark.parametrize("shape", [(2, 2), (1, 400), (500, 3)])
def test_odd_photos_are_no_works(collection, shape: tuple[int, int]) -> None:
    photo = np.full((*shape, 3), 90, np.uint8)
    assert not Searcher(collection, LiteEncoder(), in_frames).look_up(photo).known


def test_an_empty_collection_is_said_in_one_line() -> None:
    with Collection("bare", create=True) as bare, pytest.raises(UserError, match="no works"):
        Searcher(bare, LiteEncoder(), nowhere)


def test_no_matches_at_all_cannot_be_asked_for(collection, pictures) -> None:
    with pytest.raises(UserError, match="cannot find 0"):
        Searcher(collection, LiteEncoder(), nowhere).look_up(pictures[0], 0)

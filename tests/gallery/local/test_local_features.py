"""Local features: seen again in a photo, and only there."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.gallery.local.aggregate import bundled_codebook
from sketch2image.gallery.local.features import LocalFeatures, features_of_photo, features_of_work
from sketch2image.gallery.local.homography import align
from sketch2image.gallery.local.matching import Pairs, match_all
from sketch2image.gallery.local.seeing import look_for
from sketch2image.gallery.local.store import FILE, FeatureStore
from sketch2image.synth.visit import visit
from tests.painting import painting, paintings


@pytest.fixture
def store(tmp_path):
    with FeatureStore(tmp_path / FILE, bundled_codebook()) as opened:
        yield opened


def test_a_work_is_seen_where_it_is_and_others_are_not(store) -> None:
    pictures = paintings(6)
    store.put([(str(n), features_of_work(one)) for n, one in enumerate(pictures)])
    photo = visit(pictures[2], [], np.random.default_rng(4))
    seen = look_for([str(n) for n in range(6)], features_of_photo(photo.image), store)
    inliers = [seen[str(n)].inliers for n in range(6)]
    assert inliers[2] > 30
    assert max(inliers[:2] + inliers[3:]) < 12
    found = seen["2"].alignment.outline * max(photo.image.shape)
    assert np.abs(found - photo.corners).max() < 8


def test_features_come_back_from_the_store_as_they_were(store) -> None:
    features = features_of_work(painting(0))
    store.put([("a", features)])
    back = store.get(["a", "unknown"])
    assert list(back) == ["a"]
    assert np.array_equal(back["a"].descriptors, features.descriptors)
    assert np.abs(back["a"].points - features.points).max() < 1e-4
    assert back["a"].size == features.size


def test_the_store_knows_what_it_lacks_and_drops_what_is_gone(store) -> None:
    store.put([(name, features_of_work(painting(n))) for n, name in enumerate("abc")])
    assert store.lacking(["a", "d", "c"]) == ["d"]
    store.keep_only(["a", "d"])
    assert store.lacking(["a", "c"]) == ["c"]
    assert store.aggregates()[0] == ["a"]


def test_a_damaged_store_is_said_in_one_line(tmp_path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 200)
    with pytest.raises(UserError, match="damaged"):
        FeatureStore(tmp_path / FILE, bundled_codebook())


def test_a_missing_codebook_is_said_in_one_line(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SKETCH2IMAGE_CHECKPOINTS", str(tmp_path))
    with pytest.raises(UserError, match="missing or damaged"):
        bundled_codebook()


def test_aggregates_are_unit_rows_nearest_to_the_picture_they_are_of() -> None:
    book, pictures = bundled_codebook(), paintings(6)
    works = np.stack([book.aggregate(features_of_work(one)) for one in pictures])
    assert np.allclose(np.linalg.norm(works, axis=1), 1, atol=1e-5)
    photos = [visit(one, [], np.random.default_rng(n)) for n, one in enumerate(pictures)]
    queries = np.stack([book.aggregate(features_of_photo(one.image)) for one in photos])
    assert (queries @ works.T).argmax(axis=1).tolist() == list(range(6))


@pytest.mark.parametrize("shape", [(2, 2), (64, 64), (1, 300), (900, 9)])
def test_pictures_without_corners_have_no_features(shape: tuple[int, int], store) -> None:
    features = features_of_work(np.full((*shape, 3), 128, np.uint8))
    assert len(features) == 0
    store.put([("blank", features)])
    other = features_of_photo(painting(1))
    assert look_for(["blank"], other, store)["blank"].alignment is None
    assert not bundled_codebook().aggregate(features).any()


def test_a_mirrored_work_is_not_the_work() -> None:
    work = features_of_work(painting(0))
    turned = work.points * (-1, 1) + (work.size[0], 0)
    mirrored = LocalFeatures(turned.astype(np.float32), work.descriptors, work.size)
    (pairs,) = match_all(work, [mirrored])
    assert len(pairs.work) > 100
    assert align(work, mirrored, pairs) is None


def test_four_points_prove_nothing() -> None:
    work = features_of_work(painting(0))
    few = np.arange(4)
    assert align(work, work, Pairs(few, few)) is None

"""The bundled encoder on pictures made here."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import checkpoints
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Image
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.synth import objects


@pytest.fixture(scope="module")
def encoder() -> LiteEncoder:
    return LiteEncoder()


@pytest.fixture(scope="module")
def pictures() -> list[Image]:
    rng = np.random.default_rng(0)
    shapes = [(40, 90), (200, 100), (64, 64), (1, 300)]
    return [rng.integers(0, 256, (*shape, 3), dtype=np.uint8) for shape in shapes]


def drawing(scale: float = 1.0, width: float = 5.0, shift: float = 0.0) -> Image:
    angles = np.linspace(0, 2 * np.pi, 50)
    body = np.stack([320 + 120 * np.cos(angles), 240 + 80 * np.sin(angles)], axis=1)
    tail = np.array([[440, 240], [520, 190], [520, 290], [440, 240]])
    lines = [(line * scale + shift).astype(np.float32) for line in (body, tail)]
    size = (round(640 * scale + shift), round(480 * scale + shift))
    return Sketch(size, tuple(Stroke(line, width=width) for line in lines)).raster


def test_rows_are_unit_vectors(encoder: LiteEncoder, pictures: list[Image]) -> None:
    vectors = encoder.encode_photos(pictures)
    assert vectors.shape == (len(pictures), encoder.dim)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_in_nothing_out(encoder: LiteEncoder) -> None:
    assert encoder.encode_photos([]).shape == (0, encoder.dim)
    assert encoder.encode_sketches([]).shape == (0, encoder.dim)


def test_neighbors_in_a_batch_change_nothing(encoder: LiteEncoder, pictures: list[Image]) -> None:
    together = encoder.encode_photos(pictures)
    alone = np.concatenate([encoder.encode_photos([picture]) for picture in pictures])
    assert np.array_equal(together, alone)


def test_a_mirrored_picture_has_the_same_vector(encoder: LiteEncoder) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    both = encoder.encode_photos([picture, picture[:, ::-1]])
    assert both[0] @ both[1] > 0.9999


def test_the_pen_and_the_paper_of_a_sketch_do_not_matter(encoder: LiteEncoder) -> None:
    vectors = encoder.encode_sketches([drawing(), drawing(0.4, 2), drawing(1.7, 9, 40)])
    assert (vectors @ vectors.T).min() > 0.95


def test_a_wide_photo_is_not_cut(encoder: LiteEncoder) -> None:
    wide = np.full((60, 240, 3), 255, np.uint8)
    marked = wide.copy()
    marked[15:45, :40] = (200, 20, 20)
    plain, with_mark = encoder.encode_photos([wide, marked])
    assert plain @ with_mark < 0.99


def test_a_picture_of_a_thing_lies_nearer_to_its_kind(encoder: LiteEncoder) -> None:
    seeds = (1, 2)
    names = ("apple", "wine_bottle", "table")
    models = [objects.sample(n, np.random.default_rng(s)) for s in seeds for n in names]
    vectors = encoder.encode_photos([objects.render(m, (96, 96), smooth=1) for m in models])
    first, second = np.split(vectors, 2)
    assert (first @ second.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_words_lie_where_photos_of_their_class_do(encoder: LiteEncoder) -> None:
    names = ("apple", "wine_bottle", "table")
    models = [objects.sample(name, np.random.default_rng(3)) for name in names]
    photos = encoder.encode_photos([objects.render(m, (96, 96), smooth=1) for m in models])
    words = encoder.encode_words([*names, "no such thing"])
    assert (words[:3] @ photos.T).argmax(axis=1).tolist() == [0, 1, 2]
    assert np.linalg.norm(words, axis=1).tolist() == pytest.approx([1, 1, 1, 0], abs=1e-5)
    assert encoder.encode_words([]).shape == (0, encoder.dim)


def test_an_empty_sketch_is_refused(encoder: LiteEncoder) -> None:
    with pytest.raises(UserError) as caught:
        encoder.encode_sketches([np.full((40, 60, 3), 255, np.uint8)])
    assert caught.value.kind is ErrorKind.input


def test_marks_and_fingerprint(encoder: LiteEncoder) -> None:
    assert set(encoder.weak_below) == {"sketch", "photo", "words"}
    assert all(-1 <= mark <= 1 for mark in encoder.weak_below.values())
    assert encoder.fingerprint == LiteEncoder().fingerprint


def test_damaged_or_missing_weights_are_reported(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="missing"):
        LiteEncoder(tmp_path)
    shutil.copytree(checkpoints() / "lite", tmp_path / "lite")
    (tmp_path / "lite" / "encoder_photo.onnx").write_bytes(b"not a network")
    with pytest.raises(UserError, match="does not fit"):
        LiteEncoder(tmp_path).encode_photos([np.zeros((8, 8, 3), np.uint8)])

"""Statistics of texture and color."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.gallery.style.texture import WIDTH, texture
from tests.painting import painting


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (300, 2), (40, 60), (500, 700)])
def test_any_picture_has_finite_statistics(size: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)

    found = texture(picture)

    assert (found.shape, found.dtype) == ((WIDTH,), np.float32)
    assert np.isfinite(found).all()


def test_a_blank_page_is_flat_and_a_rough_one_is_not() -> None:
    blank = np.full((64, 64, 3), 240, np.uint8)
    rough = np.random.default_rng(1).integers(0, 256, (64, 64, 3)).astype(np.uint8)

    flat, strong = texture(blank), texture(rough)

    assert flat[3] == 1
    assert strong[3] < 0.2
    assert strong[0] > flat[0] + 3


def test_a_mirrored_picture_has_nearly_the_same_statistics() -> None:
    picture = painting(3, (160, 120))
    other = painting(4, (160, 120))

    own, mirrored, strange = map(texture, (picture, picture[:, ::-1], other))

    assert np.abs(own - mirrored).mean() < 0.25 * np.abs(own - strange).mean()

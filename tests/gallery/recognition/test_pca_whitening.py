"""PCA whitening of descriptors."""

from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.gallery.recognition.whitening import Whitening


def correlated(count: int, dim: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mixed = rng.standard_normal((count, dim)) @ rng.standard_normal((dim, dim)) + 3
    return mixed.astype(np.float32)


def test_projected_train_rows_vary_equally_and_independently():
    train = correlated(20_000, 6)
    whitening = Whitening.learn(train, 6)
    projected = (train - whitening.mean).astype(np.float64) @ whitening.projection

    np.testing.assert_allclose(np.cov(projected.T, bias=True), np.eye(6), atol=1e-3)


def test_the_directions_kept_are_those_of_largest_variance():
    train = correlated(2000, 5)
    train[:, 2] *= 100
    whitening = Whitening.learn(train, 1)

    assert np.abs(whitening.projection[:, 0]).argmax() == 2
    assert whitening.dim == 1


def test_rows_come_out_with_unit_length_and_a_row_at_the_mean_as_zero():
    train = correlated(300, 4)
    whitening = Whitening.learn(train, 4)
    lengths = np.linalg.norm(whitening.apply(train), axis=1)

    np.testing.assert_allclose(lengths, 1, rtol=1e-5)
    assert not whitening.apply(whitening.mean[None]).any()


def test_a_query_is_whitened_like_a_train_row():
    train = correlated(300, 4)
    whitening = Whitening.learn(train, 3)

    np.testing.assert_allclose(
        whitening.apply(train[:1]), whitening.apply(train)[:1], rtol=1e-5, atol=1e-6
    )


@pytest.mark.parametrize(("rows", "dim", "kept"), [(300, 512, 8), (300, 3, 3), (5, 8, 4)])
def test_the_width_is_cut_at_the_directions_there_are(rows, dim, kept):
    assert Whitening.learn(correlated(rows, 8), dim).dim == kept


def test_rows_that_are_all_the_same_teach_nothing():
    with pytest.raises(UserError, match="all the same"):
        Whitening.learn(np.ones((20, 4), np.float32), 4)

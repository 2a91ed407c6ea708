"""Nearest neighbors block by block are those of one whole product."""

from __future__ import annotations

import faiss
import numpy as np
import pytest

from sketch2image.core.errors import Cancelled
from sketch2image.gallery.recognition.neighbors import nearest


def rows(count: int, dim: int = 12, seed: int = 0) -> np.ndarray:
    made = np.random.default_rng(seed).standard_normal((count, dim), np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.mark.parametrize("count", [60, 1024, 20_000])
def test_the_neighbors_are_those_that_faiss_finds(count):
    train, queries = rows(count), rows(1100, seed=1)
    index = faiss.IndexFlatIP(train.shape[1])
    index.add(train)
    similarities, places = index.search(queries, 50)
    found = nearest(train, queries, 50)

    np.testing.assert_allclose(found.similarities, similarities, atol=1e-6)
    assert (found.rows == places).mean() > 0.999


def test_equally_near_rows_come_in_their_order_across_blocks():
    train = np.tile(rows(1), (10_000, 1))
    found = nearest(train, rows(3, seed=1), 7)

    assert found.rows.tolist() == [list(range(7))] * 3


def test_every_row_is_a_neighbor_when_as_many_are_asked_for():
    train = rows(9)
    found = nearest(train, rows(2, seed=1), 9)

    assert np.sort(found.rows, axis=1).tolist() == [list(range(9))] * 2
    assert (np.diff(found.similarities, axis=1) <= 0).all()


def test_train_rows_are_prepared_as_the_queries_were():
    train, queries = rows(3000), rows(5, seed=1)
    found = nearest(train, queries[:, :4], 3, prepare=lambda block: block[:, :4])

    np.testing.assert_array_equal(found.rows, nearest(train[:, :4], queries[:, :4], 3).rows)


def test_a_report_is_told_how_far_the_search_is_and_may_stop_it():
    events = []
    nearest(rows(20_000), rows(2), 1, report=events.append)
    assert [event.done for event in events] == [1024, 9216, 17_408, 20_000]
    assert {event.total for event in events} == {20_000}

    def stop(_):
        raise Cancelled

    with pytest.raises(Cancelled):
        nearest(rows(2000), rows(2), 1, report=stop)

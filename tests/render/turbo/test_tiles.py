"""Tiles cover everything and fade into each other."""

from __future__ import annotations

import pytest
import torch

from sketch2image.render.turbo.tiles import OVERLAP, TILE, joined, tiles


@pytest.mark.parametrize("size", [(8, 8), (64, 64), (65, 100), (128, 64), (200, 333)])
def test_every_place_lies_in_a_tile(size):
    seen = torch.zeros(size)
    for tile in tiles(*size):
        seen[tile.rows, tile.columns] += 1
        assert max(tile.rows.stop - tile.rows.start, tile.columns.stop - tile.columns.start) <= TILE
    assert bool((seen > 0).all())


def test_neighbors_share_a_border():
    first, second = list(tiles(TILE, 2 * TILE - OVERLAP))
    assert first.columns.stop - second.columns.start == OVERLAP


def test_what_agrees_is_joined_unchanged():
    whole = torch.rand(2, 3, 100 * 2, 150 * 2)
    again = joined(100, 150, 2, lambda tile: tile.of(whole, 2))
    assert torch.allclose(again, whole, atol=1e-6)


def test_what_differs_fades():
    values = iter([0.0, 1.0])
    size = (TILE, 2 * TILE - OVERLAP)

    def work(tile):
        return torch.full((1, 1, TILE, TILE), next(values))

    row = joined(*size, 1, work)[0, 0, 0]
    assert float(row[0]) == 0
    assert float(row[-1]) == 1
    assert float((row[1:] - row[:-1]).max()) <= 1.5 / OVERLAP

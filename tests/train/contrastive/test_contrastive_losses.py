"""Losses on cosines, against cases worked out by hand and against plain PyTorch."""

from __future__ import annotations

import pytest
import torch
from torch.nn.functional import cross_entropy, triplet_margin_with_distance_loss

from sketch2image.train.contrastive.losses import (
    NEGATIVES,
    info_nce,
    inverse_temperature,
    triplet,
)
from sketch2image.train.contrastive.objective import pairs, shuffled
from sketch2image.train.contrastive.settings import Settings

SCALE = torch.tensor(10.0)


def cosines(sketches: int = 5, photos: int = 5) -> torch.Tensor:
    return torch.rand(sketches, photos, generator=torch.Generator().manual_seed(0)) * 2 - 1


def test_with_one_positive_it_is_the_loss_of_clip() -> None:
    own = torch.eye(5, dtype=torch.bool)
    logits = cosines() * SCALE
    numbers = torch.arange(5)
    clip = (cross_entropy(logits, numbers) + cross_entropy(logits.T, numbers)) / 2
    torch.testing.assert_close(info_nce(cosines(), own, ~own, SCALE), clip)


def test_with_several_positives_their_mean_likelihood_counts() -> None:
    positive = torch.tensor([[True, True], [False, True]])
    given = torch.tensor([[0.5, 0.1], [-0.2, 0.3]])
    rows = (given * SCALE).log_softmax(1)
    columns = (given * SCALE).log_softmax(0)
    there = ((rows[0, 0] + rows[0, 1]) / 2 + rows[1, 1]) / 2
    back = (columns[0, 0] + (columns[0, 1] + columns[1, 1]) / 2) / 2
    torch.testing.assert_close(info_nce(given, positive, ~positive, SCALE), -(there + back) / 2)


def test_what_is_left_out_takes_no_part() -> None:
    own = torch.eye(3, dtype=torch.bool)
    negative = ~own
    negative[0, 1] = negative[1, 0] = False
    given = cosines(3, 3).requires_grad_()
    loss = info_nce(given, own, negative, SCALE)
    loss.backward()
    assert given.grad is not None
    assert given.grad[0, 1] == given.grad[1, 0] == 0
    assert given.grad[0, 2] != 0
    changed = given.detach().clone()
    changed[0, 1] = 1.0
    torch.testing.assert_close(info_nce(changed, own, negative, SCALE), loss.detach())


def test_photos_behind_the_own_ones_are_only_negatives() -> None:
    own = torch.eye(2, 4, dtype=torch.bool)
    loss = info_nce(cosines(2, 4), own, ~own, SCALE)
    logits = cosines(2, 4) * SCALE
    there = cross_entropy(logits, torch.arange(2))
    back = cross_entropy(logits.T[:2], torch.arange(2))
    torch.testing.assert_close(loss, (there + back) / 2)


def test_the_temperature_is_held_as_clip_holds_it() -> None:
    logarithms = torch.tensor([-3.0, 1.0, 9.0])
    expected = torch.tensor([1.0, 2.7182817, 100.0])
    torch.testing.assert_close(inverse_temperature(logarithms), expected)


@pytest.mark.parametrize("choice", list(NEGATIVES))
def test_a_triplet_is_that_of_pytorch_for_the_photo_chosen(choice: str) -> None:
    sketch = torch.nn.functional.normalize(torch.randn(6, 8), dim=1)
    photo = torch.nn.functional.normalize(torch.randn(6, 8), dim=1)
    negative = ~torch.eye(6, dtype=torch.bool)
    chosen = NEGATIVES[choice](sketch @ photo.T, negative)
    theirs = triplet_margin_with_distance_loss(
        sketch,
        photo,
        photo[chosen],
        distance_function=lambda a, b: 1 - torch.cosine_similarity(a, b),
        margin=0.3,
    )
    ours = triplet(sketch @ photo.T, negative, 0.3, lambda *_: chosen)
    torch.testing.assert_close(ours, theirs)


def test_negatives_are_chosen_as_their_names_say() -> None:
    given = torch.tensor([[0.5, 0.9, 0.4, 0.1], [0.8, 0.2, 0.6, 0.9]])
    negative = torch.tensor([[False, True, True, True], [True, False, True, False]])
    assert NEGATIVES["hardest"](given, negative).tolist() == [1, 0]
    assert NEGATIVES["semi-hard"](given, negative).tolist() == [2, 2]
    torch.manual_seed(0)
    drawn = torch.stack([NEGATIVES["random"](given, negative) for _ in range(60)])
    assert set(drawn[:, 0].tolist()) == {1, 2, 3}
    assert set(drawn[:, 1].tolist()) == {0, 2}


@pytest.mark.parametrize("choice", list(NEGATIVES))
def test_sketches_without_a_wrong_photo_do_not_count(choice: str) -> None:
    given = torch.tensor([[0.5, 0.9], [0.8, 0.2]], requires_grad=True)
    negative = torch.tensor([[False, True], [False, False]])
    loss = triplet(given, negative, 0.3, NEGATIVES[choice])
    torch.testing.assert_close(loss, torch.tensor(0.7))
    nothing = triplet(given, torch.zeros_like(negative), 0.3, NEGATIVES[choice])
    nothing.backward()
    assert nothing == 0


BATCH = {
    "sketch_label": torch.tensor([0, 0, 1]),
    "photo_label": torch.tensor([0, 0, 1]),
    "sketch_instance": torch.tensor([0, 1, 2]),
    "photo_instance": torch.tensor([0, 5, 2]),
}


@pytest.mark.parametrize(
    ("wish", "positive", "negative"),
    [
        ({"same_class": "positives"}, ["110", "110", "001"], ["001", "001", "110"]),
        ({"same_class": "left out"}, ["100", "010", "001"], ["001", "001", "110"]),
        ({"same_class": "negatives"}, ["100", "010", "001"], ["011", "101", "110"]),
        ({"loss": "triplet"}, ["100", "010", "001"], ["001", "001", "110"]),
        ({"goal": "instance"}, ["100", "000", "001"], ["011", "111", "110"]),
    ],
)
def test_what_belongs_together_is_a_setting(wish, positive, negative) -> None:
    masks = pairs(BATCH, Settings(**wish))
    assert [["".join(str(int(one)) for one in row) for row in mask] for mask in masks] == [
        positive,
        negative,
    ]


def test_quarters_are_moved_whole() -> None:
    picture = torch.tensor([[0, 0, 1, 1], [0, 0, 1, 1], [2, 2, 3, 3], [2, 2, 3, 3]])
    picture = picture.expand(2, 3, 4, 4)
    assert torch.equal(shuffled(picture, range(4)), picture)
    moved = shuffled(picture, (2, 0, 3, 1))
    assert moved[1, 2].tolist() == [[2, 2, 0, 0], [2, 2, 0, 0], [3, 3, 1, 1], [3, 3, 1, 1]]

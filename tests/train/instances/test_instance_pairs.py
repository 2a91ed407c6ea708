"""Which pictures make pairs, what a pair costs, and how pictures are varied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.gallery.gem.network import untrained
from sketch2image.train.instances.augmentation import varied
from sketch2image.train.instances.frozen import Frozen
from sketch2image.train.instances.loss import contrastive
from sketch2image.train.instances.mining import mine
from sketch2image.train.instances.pairs import Pairs
from sketch2image.train.instances.partners import Partners
from sketch2image.train.instances.settings import PairType
from sketch2image.train.instances.sources import Pictures
from tests.train.instances.patterns import write_patterns

LABELS = np.array([7, 7, 7, 4, 4, 9])


def on_a_circle(degrees: Sequence[float]) -> np.ndarray:
    angle = np.deg2rad(np.array(degrees, np.float32))
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


PLACED = on_a_circle([0, 10, 50, 12, 90, 52])
"""Descriptors for `LABELS`."""


def drawn(partners: Partners, number: int) -> set[int]:
    """Everything that is drawn as the partner of a pair in many draws."""
    rng = np.random.default_rng(0)
    return {partners.pair(number, rng)[1] for _ in range(60)}


@pytest.mark.parametrize(
    ("pairs", "positives", "count"),
    [
        ("sim_siam_pos", [{0}, {1}, {2}, {3}, {4}, {5}], 6),
        ("sim_siam_pos+new_neg", [{0}, {1}, {2}, {3}, {4}, {5}], 12),
        ("pos+new_neg", [{0, 1, 2}, {0, 1, 2}, {0, 1, 2}, {3, 4}, {3, 4}, {5}], 12),
        ("new_pos+new_neg", [{0, 1}, {0, 1}, {1, 2}, {3, 4}, {3, 4}, {5}], 12),
    ],
)
def test_a_positive_partner_is_drawn_as_the_type_says(
    pairs: PairType, positives: list[set[int]], count: int
) -> None:
    partners = Partners(LABELS, pairs)
    partners.renew(mine(PLACED, LABELS))

    assert [drawn(partners, number) for number in range(6)] == positives
    assert len(partners) == count
    assert partners.pair(3, np.random.default_rng(0))[::2] == (3, True)


def test_negative_partners_are_drawn_among_the_nearest_of_other_classes() -> None:
    partners = Partners(LABELS, "sim_siam_pos+new_neg")
    partners.renew(mine(PLACED, LABELS))

    rng = np.random.default_rng(0)
    for number in range(6, 12):
        anchor, partner, same = partners.pair(number, rng)
        assert (anchor, same) == (number - 6, False)
        assert LABELS[partner] != LABELS[anchor]
    assert drawn(partners, 6) == {3, 4, 5}


def test_mining_takes_the_ten_nearest_of_other_classes_nearest_first() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(90, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    labels = np.repeat(np.arange(30), 3)

    found = mine(rows, labels)

    alike = np.where(labels[:, None] == labels, -2, rows @ rows.T)
    assert np.array_equal(found.negatives, np.argsort(-alike, axis=1)[:, :10])


def test_a_class_larger_than_the_depth_of_mining_has_negatives_all_the_same() -> None:
    rows = on_a_circle([*np.linspace(0, 10, 40), 170, 180])
    labels = np.array([0] * 40 + [1, 1])

    found = mine(rows, labels)

    assert found.negatives[:40].tolist() == [[40, 41]] * 40
    assert set(found.negatives[40]) < set(range(40))


def test_partners_are_kept_as_tensors() -> None:
    partners = Partners(LABELS, "new_pos+new_neg")
    partners.renew(mine(PLACED, LABELS))
    other = Partners(LABELS, "new_pos+new_neg")
    other.load(partners.state())

    assert all(isinstance(one, torch.Tensor) for one in partners.state().values())
    assert [drawn(other, n) for n in range(12)] == [drawn(partners, n) for n in range(12)]


def test_the_loss_is_that_of_the_formula() -> None:
    left, right = (torch.tensor(on_a_circle(one)) for one in ([0, 0, 0, 0], [60, 60, 180, 0]))
    same = torch.tensor([1.0, 0.0, 0.0, 1.0])

    loss = contrastive(left, right, same, margin=1.8)

    assert loss.item() == pytest.approx((0.5 * 1 + 0.5 * 0.8**2 + 0 + 0) / 4, abs=1e-5)


def test_equal_descriptors_of_two_classes_have_a_finite_slope() -> None:
    rows = torch.tensor(on_a_circle([30])).requires_grad_()

    contrastive(rows, rows.detach().clone(), torch.zeros(1), margin=1.8).backward()

    assert rows.grad is not None
    assert torch.isfinite(rows.grad).all()


def test_chance_of_variation_comes_from_the_generator_alone(tmp_path: Path) -> None:
    picture = open_picture(write_patterns(tmp_path, 1, 1) / "c0" / "0.png")
    torch.manual_seed(1)
    before = torch.get_rng_state()
    one = varied(picture, 32, np.random.default_rng(5))
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    again = varied(picture, 32, np.random.default_rng(5))
    other = varied(picture, 32, np.random.default_rng(6))

    assert torch.equal(one, again)
    assert not torch.equal(one, other)
    assert (one.shape, one.dtype) == ((3, 32, 32), torch.float32)


def test_a_batch_holds_two_variations_and_says_which_pairs_are_of_one_class(
    tmp_path: Path,
) -> None:
    folder = write_patterns(tmp_path, 2, 2)
    files = tuple(sorted(folder.glob("*/*.png")))
    pictures = Pictures(files, np.array([0, 0, 1, 1]), ("a", "a", "b", "b"))
    partners = Partners(pictures.labels, "sim_siam_pos+new_neg")
    partners.renew(mine(on_a_circle([0, 10, 20, 30]), pictures.labels))

    batch = Pairs(pictures, partners, 32).batch([0, 5, 3], np.random.default_rng(0))

    assert batch["same"].tolist() == [1, 0, 1]
    assert batch["left"].shape == batch["right"].shape == (3, 3, 32, 32)
    assert not torch.equal(batch["left"][0], batch["right"][0])


def test_batch_norm_statistics_stay_while_their_scales_learn() -> None:
    network = untrained("r18INgem", seed=0)
    learner = Frozen(network).train()
    kept = {n: b.clone() for n, b in network.named_buffers()}
    layer = network.get_submodule("backbone.backbone.1")
    scale = layer.get_parameter("weight").detach().clone()
    descent = torch.optim.SGD(learner.parameters(), lr=1.0)

    pixels = torch.randn(4, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    contrastive(learner(pixels[:2]), learner(pixels[2:]), torch.zeros(2), 1.8).backward()
    descent.step()

    assert all(torch.equal(buffer, kept[name]) for name, buffer in network.named_buffers())
    assert not torch.equal(layer.get_parameter("weight"), scale)
    assert network.training
    assert not layer.training


def test_a_picture_that_is_gone_is_named(tmp_path: Path) -> None:
    pictures = Pictures((tmp_path / "gone.png",) * 2, np.array([0, 1]), ("a", "b"))

    with pytest.raises(UserError, match=r"gone\.png"):
        Pairs(pictures, Partners(pictures.labels, "sim_siam_pos"), 32).batch(
            [0], np.random.default_rng(0)
        )

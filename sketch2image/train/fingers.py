"""The finger network: `python -m sketch2image.train.fingers --data HANDS --out FILE`.

Photos are labelled with counts only. Which fingers are raised starts from joint rules, corrected so
that they add up to the count; the network then learns from the likelihood of the count (a
Poisson-binomial over five finger probabilities) and from hands whose fingers were transplanted.
"""

from __future__ import annotations

import argparse
import io
import itertools
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.fingers import FEATURES, features
from sketch2image.air.hand import CHAINS, KNUCKLES, WRIST
from sketch2image.air.reader import HandReader
from sketch2image.core.errors import UserError
from sketch2image.core.files import write_atomically
from sketch2image.models.hub import ensure
from sketch2image.train.hands import Samples, collect
from sketch2image.train.transplant import donors, transplant

if TYPE_CHECKING:
    import torch

ANGLES = tuple(range(-75, 76, 15))
"""Degrees the training photos are turned by."""

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the network besides the data."""

    hidden: int = 64
    epochs: int = 30
    batch: int = 512
    rate: float = 3e-3
    decay: float = 1e-3
    dropout: float = 0.2
    noise: float = 0.2
    made: int = 8000
    rule_weight: float = 0.3
    seed: int = 0


def fit(samples: Samples, recipe: Recipe) -> Weights:
    """Train on samples; the weights are what `air.fingers.FingerReader` reads."""
    import torch

    torch.manual_seed(recipe.seed)
    belief = believed(samples.world, samples.count)
    rng = np.random.default_rng(recipe.seed)
    made, made_raised = transplant(donors(samples, belief), recipe.made, rng)
    real = features(samples.world, samples.places)
    inputs = np.concatenate((real, features(made.world, made.places)))
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    data = torch.utils.data.TensorDataset(
        torch.tensor((inputs - mean) / deviation),
        torch.tensor(np.concatenate((belief, made_raised))),
        torch.tensor(np.concatenate((samples.count, made_raised.sum(axis=1).astype(int)))),
        torch.tensor(_row_weights(samples.count, recipe.made)),
    )
    net = _train(data, recipe)
    return _folded(net, mean, deviation)


def believed(world: NDArray[np.float32], count: NDArray[np.int64]) -> NDArray[np.float32]:
    """(N, 5) how sure each finger is to be raised, given joint rules and the labelled count."""
    rule = np.clip(_rule(world), 0.02, 0.98)[:, None]
    patterns = np.array(list(itertools.product((0, 1), repeat=5)), np.float32)
    likely = np.where(patterns[None] > 0, rule, 1 - rule).prod(axis=2)
    likely *= patterns.sum(axis=1)[None] == count[:, None]
    return (likely / likely.sum(axis=1, keepdims=True) @ patterns).astype(np.float32)


def _rule(world: NDArray[np.float32]) -> NDArray[np.float32]:
    far = [np.linalg.norm(world[:, c[4]] - world[:, WRIST], axis=1) for c in CHAINS]
    near = [np.linalg.norm(world[:, c[2]] - world[:, WRIST], axis=1) for c in CHAINS]
    straight = 1 / (1 + np.exp(-15 * (np.stack(far, 1) / np.stack(near, 1) - 1.1)))
    pinky = world[:, KNUCKLES[3]]
    tip, base = (np.linalg.norm(world[:, i] - pinky, axis=1) for i in (4, 2))
    straight[:, 0] = 1 / (1 + np.exp(-25 * (tip / base - 1.15)))
    return straight.astype(np.float32)


def _row_weights(count: NDArray[np.int64], made: int) -> NDArray[np.float32]:
    """Photos weigh so that every count matters equally; made hands carry no count likelihood."""
    share = np.bincount(count, minlength=6) / len(count)
    rare = 1 / np.maximum(share, 1e-3)
    return np.concatenate(((rare / rare.mean())[count], np.zeros(made))).astype(np.float32)


def _train(data: torch.utils.data.TensorDataset, recipe: Recipe) -> torch.nn.Sequential:
    import torch

    net = torch.nn.Sequential(
        torch.nn.Linear(FEATURES, recipe.hidden),
        torch.nn.ReLU(),
        torch.nn.Dropout(recipe.dropout),
        torch.nn.Linear(recipe.hidden, 5),
    )
    loader = torch.utils.data.DataLoader(data, recipe.batch, shuffle=True)
    steps = recipe.epochs * len(loader)
    optimizer = torch.optim.AdamW(net.parameters(), recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=steps)
    for _ in range(recipe.epochs):
        for inputs, belief, count, weight in loader:
            noisy = inputs + recipe.noise * torch.randn_like(inputs)
            loss = _loss(torch.sigmoid(net(noisy)), belief, count, weight, recipe.rule_weight)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return net


def _loss(
    raised: torch.Tensor,
    belief: torch.Tensor,
    count: torch.Tensor,
    weight: torch.Tensor,
    rule_weight: float,
) -> torch.Tensor:
    import torch

    each = torch.nn.functional.binary_cross_entropy(raised, belief, reduction="none").mean(dim=1)
    counted = _count_likelihood(raised)[torch.arange(len(count)), count].clamp_min(1e-6).log()
    is_made = (weight == 0).float()
    return (-counted * weight + each * (is_made + (1 - is_made) * rule_weight)).mean()


def _count_likelihood(raised: torch.Tensor) -> torch.Tensor:
    """(N, 5) probabilities to (N, 6) probabilities of the sum (Poisson-binomial)."""
    import torch

    likely = torch.nn.functional.pad(torch.ones(len(raised), 1), (0, 5))
    for finger in range(5):
        p = raised[:, finger : finger + 1]
        likely = likely * (1 - p) + torch.nn.functional.pad(likely[:, :-1] * p, (1, 0))
    return likely


def _folded(
    net: torch.nn.Sequential, mean: NDArray[np.float32], deviation: NDArray[np.float32]
) -> Weights:
    hidden, hidden_bias, out, out_bias = (p.detach().numpy() for p in net.parameters())
    scaled = hidden / deviation
    return {
        "hidden": scaled.T.astype(np.float32),
        "hidden_bias": (hidden_bias - scaled @ mean).astype(np.float32),
        "out": out.T.copy(),
        "out_bias": out_bias,
    }


def save(path: Path, weights: Weights) -> None:
    """Write weights as .npz, whole or not at all."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **weights)
    write_atomically(path, buffer.getbuffer())


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the finger network. Returns the exit code: 2 where the person's input is wrong."""
    parser = argparse.ArgumentParser(prog="python -m sketch2image.train.fingers")
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled hand photos")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go (.npz)")
    options = parser.parse_args(arguments)
    try:
        with HandReader(ensure("hand")) as reader:
            samples = collect(options.data, reader, ANGLES)
        save(options.out, fit(samples, Recipe()))
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""The finger network: `python -m sketch2image.train.fingers --data HANDS --out FILE`.

It learns from the likelihood of the count in photos (a Poisson-binomial over five finger
probabilities), from hands whose fingers were transplanted, and from rendered hands.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.fingers import FEATURES, features
from sketch2image.air.reader import HandReader
from sketch2image.core.errors import UserError
from sketch2image.core.files import write_atomically
from sketch2image.models.hub import ensure
from sketch2image.train.fingers.hands import Samples, collect
from sketch2image.train.fingers.rendered import Rendered, render_hands
from sketch2image.train.fingers.targets import (
    Targets,
    believed,
    of_made,
    of_photos,
    of_rendered,
)
from sketch2image.train.fingers.transplant import donors, transplant

if TYPE_CHECKING:
    import torch

ANGLES = (0, 30, -30, 60, -60)
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
    rendered_weight: float = 0.3
    seed: int = 0


def fit(samples: Samples, recipe: Recipe, rendered: Rendered | None = None) -> Weights:
    """Train on photos, on hands put together from them and, where given, on rendered ones; the
    weights are what `air.fingers.FingerReader` reads.
    """
    import torch

    torch.manual_seed(recipe.seed)
    inputs, targets = _rows(samples, recipe, rendered)
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    rows = [torch.tensor((inputs - mean) / deviation), *map(torch.tensor, targets)]
    net = _train(rows, recipe)
    return _folded(net, mean, deviation)


def _rows(
    samples: Samples, recipe: Recipe, rendered: Rendered | None
) -> tuple[NDArray[np.float32], Targets]:
    belief = believed(samples.world, samples.count)
    rng = np.random.default_rng(recipe.seed)
    made, raised = transplant(donors(samples, belief), recipe.made, rng)
    inputs = [features(samples.world, samples.places), features(made.world, made.places)]
    targets = [of_photos(samples, belief, recipe.rule_weight), of_made(raised)]
    if rendered is not None:
        inputs.append(features(rendered.world, rendered.places))
        targets.append(of_rendered(rendered, recipe.rendered_weight))
    return np.concatenate(inputs), Targets(*map(np.concatenate, zip(*targets, strict=True)))


def _train(rows: list[torch.Tensor], recipe: Recipe) -> torch.nn.Sequential:
    import torch

    net = torch.nn.Sequential(
        torch.nn.Linear(FEATURES, recipe.hidden),
        torch.nn.ReLU(),
        torch.nn.Dropout(recipe.dropout),
        torch.nn.Linear(recipe.hidden, 6),
    )
    count = len(rows[0])
    steps = recipe.epochs * math.ceil(count / recipe.batch)
    optimizer = torch.optim.AdamW(net.parameters(), recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=steps)
    for _ in range(recipe.epochs):
        for chosen in torch.randperm(count).split(recipe.batch):
            inputs, *target = (column[chosen] for column in rows)
            noisy = inputs + recipe.noise * torch.randn_like(inputs)
            loss = _loss(torch.sigmoid(net(noisy)), *target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return net


def _loss(
    said: torch.Tensor,
    fingers: torch.Tensor,
    pinch: torch.Tensor,
    count: torch.Tensor,
    fingers_weight: torch.Tensor,
    pinch_weight: torch.Tensor,
    count_weight: torch.Tensor,
) -> torch.Tensor:
    """The mean over hands; targets as in `Targets`."""
    import torch

    cross_entropy = torch.nn.functional.binary_cross_entropy
    counted = _count_likelihood(said[:, :5])[torch.arange(len(said)), count]
    each = cross_entropy(said[:, :5], fingers, reduction="none").mean(dim=1)
    touch = cross_entropy(said[:, 5], pinch, reduction="none")
    unlikely = -counted.clamp_min(1e-6).log()
    return (each * fingers_weight + touch * pinch_weight + unlikely * count_weight).mean()


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
    parser.add_argument("--rendered", type=int, default=3000, help="rendered hands beside them")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go (.npz)")
    options = parser.parse_args(arguments)
    recipe = Recipe()
    try:
        with HandReader(ensure("hand")) as reader:
            samples = collect(options.data, reader, ANGLES)
            rendered = render_hands(options.rendered, recipe.seed, reader)
        save(options.out, fit(samples, recipe, rendered))
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0

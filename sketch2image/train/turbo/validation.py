"""How good the generator is on held out pairs, in figures and as a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sketch2image.render.turbo.renderer import USUAL_STRENGTH
from sketch2image.train.runs.task import Figures
from sketch2image.train.turbo.examples import Pairs
from sketch2image.train.turbo.grid import Row, save_grid
from sketch2image.train.turbo.losses import Losses
from sketch2image.train.turbo.settings import Settings

GRID = "grid.png"

Pictures = Callable[[Tensor, Sequence[str], float, int], Tensor]
"""From (1, 3, H, W) control, its prompt, strength and seed to (1, 3, H, W), -1..1."""

_STRENGTHS = {"paired": (1.0,), "stochastic": (USUAL_STRENGTH, 1.0)}


class Judge:
    """Looks at held out pairs one by one, in the order of their names.

    A stochastic generator is asked for each picture at the usual strength and at 1, always with the
    same noise.

    Args:
        pairs: held out.
        losses: what counts.
        settings: `variant`, `validate_examples` and `shown` count.
        device: where the pictures are made.
    """

    def __init__(
        self, pairs: Pairs, losses: Losses, settings: Settings, device: torch.device
    ) -> None:
        self._pairs, self._losses, self._device = pairs, losses, device
        self._count = min(settings.validate_examples, len(pairs))
        self._shown = settings.shown
        self._strengths = _STRENGTHS[settings.variant]

    def __call__(self, pictures: Pictures, folder: Path) -> Figures:
        """Mean figures; the first examples go into `grid.png` of the folder.

        Returns:
            each term by name, with the strength where there are several; and `distance`, that to
            the targets in all, which counts a strength by what it is.
        """
        sums: defaultdict[str, float] = defaultdict(float)
        rows = []
        for place in range(self._count):
            batch = self._pairs.batch([place], None)
            made = self._judged(batch, pictures, place, sums)
            if place < self._shown:
                shown = [2 * batch["control"] - 1, batch["target"], *made]
                rows.append(Row([picture[0] for picture in shown], batch["prompts"][0]))
        save_grid(folder / GRID, ["control", "target", *map(self._title, self._strengths)], rows)
        return {name: total / self._count for name, total in sums.items()}

    def _judged(
        self, batch: dict[str, Any], pictures: Pictures, place: int, sums: dict[str, float]
    ) -> list[Tensor]:
        control, target = (batch[name].to(self._device) for name in ("control", "target"))
        made = []
        for strength in self._strengths:
            picture = pictures(control, batch["prompts"], strength, place)
            terms = self._losses.terms(picture, target, batch["prompts"])
            share = strength / sum(self._strengths)
            sums["distance"] += share * float(self._losses.likeness(terms))
            for name, term in terms.items():
                sums[self._named(name, strength)] += float(term)
            made.append(picture)
        return made

    def _title(self, strength: float) -> str:
        return self._named("made", strength)

    def _named(self, name: str, strength: float) -> str:
        return name if len(self._strengths) == 1 else f"{name} at {strength:g}"

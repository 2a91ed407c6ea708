"""A small task with chance in it: a network with dropout, and a critic of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from numpy.random import Generator
from torch import Tensor, nn

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.runs.task import Figures, Make, Part, Place, Task, Update


class Numbers:
    """x and 3 x, with a little noise."""

    def __init__(self, count: int = 32, broken: int = -1) -> None:
        self.count = count
        self.broken = broken

    def __len__(self) -> int:
        return self.count

    def batch(self, places: Sequence[int], rng: Generator) -> dict[str, Tensor]:
        if self.broken in places:
            raise UserError(ErrorKind.unreadable, f"example {self.broken} is broken")
        x = torch.tensor([[place / self.count] for place in places])
        noise = torch.tensor(rng.normal(0, 0.01, (len(places), 1)), dtype=torch.float32)
        return {"x": x, "y": 3 * x + noise}


USUAL = Numbers()


class Toy(Task):
    name = "toy"

    def __init__(self, place: Place, spoil_at: int = -1, examples: Numbers = USUAL) -> None:
        net = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Dropout(0.1), nn.Linear(16, 1))
        critic = nn.Linear(1, 1)
        self.parts = {
            "net": Part(net.to(place.device)),
            "critic": Part(critic.to(place.device), share=0.5, averaged=False, betas=(0.5, 0.9)),
        }
        self.examples = examples
        self.net, self.critic = net, critic
        self.seen: list[list[float]] = []
        self.modes: list[bool] = []
        self.critic_gradients: list[bool] = []
        self.spoil_at = spoil_at

    def learn(self, batch: Any, update: Update) -> Mapping[str, Tensor]:
        self.seen.append(batch["x"].flatten().tolist())
        loss = (self.net(batch["x"]) - batch["y"]).square().mean()
        if len(self.seen) == self.spoil_at:
            loss = loss * float("nan")
        opinion = 1e-3 * self.critic(self.net(batch["x"])).mean()
        update("net", loss + opinion)
        self.critic_gradients.append(self.critic.weight.grad is not None)
        criticism = (self.critic(batch["y"]) - 1).square().mean()
        update("critic", criticism)
        return {"loss": loss, "criticism": criticism}

    def validate(self, folder: Path) -> Figures:
        self.modes.append(self.net.training)
        torch.rand(3)
        (folder / "sample.txt").write_text("seen")
        x = torch.linspace(0, 1, 9)[:, None]
        return {"loss": float((self.net(x) - 3 * x).square().mean())}

    def export(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        torch.save(self.net.state_dict(), folder / "net.pt")


def toy(made: list[Toy] | None = None, spoil_at: int = -1, examples: Numbers = USUAL) -> Make:
    """A `Make` of the task, which is added to `made`."""

    def make(place: Place) -> Toy:
        task = Toy(place, spoil_at, examples)
        if made is not None:
            made.append(task)
        return task

    return make


class Shifted(Numbers):
    """x and 3 x + shift."""

    shift = 0.0

    def batch(self, places: Sequence[int], rng: Generator) -> dict[str, Tensor]:
        drawn = super().batch(places, rng)
        return drawn | {"y": drawn["y"] + self.shift}


class Shifting(Toy):
    """Every validation decides what is learned after it."""

    renews_examples = True

    def __init__(self, place: Place) -> None:
        self.shifted = Shifted()
        super().__init__(place, examples=self.shifted)

    def validate(self, folder: Path) -> Figures:
        figures = super().validate(folder)
        self.shifted.shift += 0.1 + figures["loss"]
        return figures

    def state(self) -> dict[str, Any]:
        return {"shift": self.shifted.shift}

    def load(self, state: Mapping[str, Any]) -> None:
        self.shifted.shift = state["shift"]

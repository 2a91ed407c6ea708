"""Training of a renderer: what a batch teaches it, and how it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sketch2image.core.progress import Report
from sketch2image.models.hub import folder_of, stand_in
from sketch2image.render.turbo.noise import CHANNELS, noise_of
from sketch2image.render.turbo.vae import FACTOR
from sketch2image.train.runs.task import Figures, Make, Part, Place, Task, Update
from sketch2image.train.turbo.critic import MADE, REAL, Critic
from sketch2image.train.turbo.examples import pairs_of
from sketch2image.train.turbo.export import export
from sketch2image.train.turbo.losses import Backbones, backbones_of, losses_of
from sketch2image.train.turbo.network import generator
from sketch2image.train.turbo.prompts import Prompts
from sketch2image.train.turbo.settings import Settings
from sketch2image.train.turbo.start import start_of
from sketch2image.train.turbo.validation import Judge

GENERATOR, CRITIC = "generator", "critic"
"""Names of the parts."""


def task(settings: Settings, report: Report, backbones: Backbones | None = None) -> Make:
    """How the task is made.

    Args:
        settings: of the run.
        report: gets a line for each part that is loaded.
        backbones: instead of those that the settings name.
    """
    return lambda place: Turbo(settings, place, report, backbones or backbones_of(settings))


class Turbo(Task):
    """pix2pix-turbo, after `train_pix2pix_turbo.py` of img2img-turbo.

    One pass through the generator serves all terms of its loss; the published script makes two, and
    a step after each. The gradient of a sum is the sum of the gradients, and one step keeps
    gradients that are added up over passes apart from those that were used already. The critic
    learns from real and made pictures in one step, and from nothing else.

    The stochastic variant follows section 3.4 of the paper; its code was never published. Each
    picture has a strength r of its own: the UNet sees r * latent + (1 - r) * noise, LoRA and skips
    count r, and likeness to the target counts r.

    Raises:
        UserError: data or models are not there or do not fit.
    """

    name = "turbo"
    judged_by = "distance"

    def __init__(
        self, settings: Settings, place: Place, report: Report, backbones: Backbones
    ) -> None:
        self.examples, held_out = pairs_of(settings, "train"), pairs_of(settings, "test")
        self._settings, self._place = settings, place
        self._stochastic = settings.variant == "stochastic"
        start, base = start_of(settings), folder_of(stand_in(settings.base))
        wanted = dict.fromkeys((*self.examples.prompts, *held_out.prompts))
        self._words = Prompts(base, place, wanted, report)
        self._generator = generator(
            base, start, place, report,
            stochastic=self._stochastic, recompute=settings.gradient_checkpointing,
        )  # fmt: skip
        seeing = settings.weigh_clip or settings.weigh_gan
        sight = backbones.sight(place) if seeing else None
        self._losses = losses_of(settings, place, backbones, sight)
        self._critic = Critic(sight).to(place.device) if sight and settings.weigh_gan else None
        self.parts = {GENERATOR: Part(self._generator)}
        if self._critic is not None:
            self.parts[CRITIC] = Part(self._critic, averaged=False)
        self._judge = Judge(held_out, self._losses, settings, place.device)

    def learn(self, batch: Any, update: Update) -> Mapping[str, Tensor]:  # noqa: ANN401
        """One pass of the generator, then of the critic."""
        strength, noise = _chance(batch["control"]) if self._stochastic else (1.0, None)
        words = self._words(batch["prompts"])
        made = self._generator(batch["control"], words, strength, noise)
        terms = self._losses.terms(made, batch["target"], batch["prompts"])
        figures = {name: term.mean() for name, term in terms.items()}
        loss = self._losses.total(terms, strength)
        if self._critic is not None:
            figures["fooling"] = self._critic(made, REAL)
            loss = loss + self._settings.weigh_gan * figures["fooling"]
        update(GENERATOR, loss)
        if self._critic is not None:
            real, fake = batch["target"], made.detach()
            figures["critic"] = self._critic(real, REAL) + self._critic(fake, MADE)
            update(CRITIC, self._settings.weigh_gan * figures["critic"])
        return figures | {"loss": loss}

    def validate(self, folder: Path) -> Figures:
        """Distances to held out targets, and a picture of some."""
        return self._judge(self._made, folder)

    def export(self, folder: Path) -> None:
        """See `train.turbo.export`."""
        export(self._generator.weights(), folder)

    def _made(self, control: Tensor, prompts: Sequence[str], strength: float, seed: int) -> Tensor:
        height, width = (side // FACTOR for side in control.shape[-2:])
        noise = noise_of([seed], height, width).to(control) if self._stochastic else None
        return self._generator(control, self._words(prompts), strength, noise)


def _chance(control: Tensor) -> tuple[Tensor, Tensor]:
    """(N, 1, 1, 1) strengths, any as likely, and (N, 4, H / 8, W / 8) noise.

    Drawn on the CPU, so that all devices draw the same.
    """
    count, _, height, width = control.shape
    noise = torch.randn(count, CHANNELS, height // FACTOR, width // FACTOR)
    return torch.rand(count, 1, 1, 1).to(control), noise.to(control)

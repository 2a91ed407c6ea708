"""How far a picture is from what it should be: likeness to its target, and to its prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sketch2image.models.hub import folder_of
from sketch2image.render.turbo.adapters import Strength
from sketch2image.train.runs.task import Place
from sketch2image.train.turbo.perceptual import Perceptual, vgg16
from sketch2image.train.turbo.settings import Settings
from sketch2image.train.turbo.sight import Sight

Terms = Mapping[str, Tensor]
"""(N,) values by name, not weighted."""


@dataclass(frozen=True)
class Backbones:
    """How the frozen networks that losses look through are opened; only where a weight asks.

    Attributes:
        vgg: gives the trunk of `Perceptual`.
        sight: gives CLIP at a place.
    """

    vgg: Callable[[], nn.Module]
    sight: Callable[[Place], Sight]


def backbones_of(settings: Settings) -> Backbones:
    """Those that the settings name."""
    return Backbones(
        lambda: vgg16(settings.vgg_model),
        lambda place: Sight(folder_of(settings.clip_model), place),
    )


class Losses:
    """The terms of the generator's loss but the adversarial one.

    Args:
        settings: `weigh_...` count.
        perceptual: LPIPS; None without weight.
        sight: CLIP; None without weight.
    """

    def __init__(
        self, settings: Settings, perceptual: Perceptual | None, sight: Sight | None
    ) -> None:
        self._perceptual, self._sight = perceptual, sight
        self._likeness = {"l2": settings.weigh_l2, "lpips": settings.weigh_lpips}
        self._clip = settings.weigh_clip

    def terms(self, made: Tensor, target: Tensor, prompts: Sequence[str]) -> Terms:
        """Each term of N pictures.

        Args:
            made: (N, 3, H, W), -1..1.
            target: likewise.
            prompts: N texts.

        Returns:
            `l2`; `lpips` and `clip`, 1 - cosine, where they have a weight.
        """
        found = {"l2": (made - target).square().mean((1, 2, 3))}
        if self._perceptual is not None:
            found["lpips"] = self._perceptual(made, target)
        if self._sight is not None:
            found["clip"] = 1 - self._sight.similarity(made, prompts)
        return found

    def likeness(self, terms: Terms) -> Tensor:
        """(N,) weighted distances to the targets."""
        parts = [weight * terms[name] for name, weight in self._likeness.items() if name in terms]
        return torch.stack(parts).sum(0)

    def total(self, terms: Terms, strength: Strength) -> Tensor:
        """The scalar that the generator descends.

        A picture need be like its target only as far as it is held to its sketch; what it shows
        should fit the prompt at any strength.

        Args:
            terms: of N pictures.
            strength: 1, or (N, 1, 1, 1).
        """
        counted = strength.flatten() if isinstance(strength, Tensor) else strength
        likeness = (self.likeness(terms) * counted).mean()
        return likeness + self._clip * terms["clip"].mean() if "clip" in terms else likeness


def losses_of(
    settings: Settings, place: Place, backbones: Backbones, sight: Sight | None
) -> Losses:
    """The losses of a run; LPIPS is opened if it has a weight.

    Raises:
        UserError: a network that is wanted is not there.
    """
    wanted = settings.weigh_lpips > 0
    perceptual = Perceptual(backbones.vgg()).to(place.device) if wanted else None
    return Losses(settings, perceptual, sight if settings.weigh_clip else None)

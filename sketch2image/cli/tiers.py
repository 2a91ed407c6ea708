"""The models that answer a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sketch2image.cli.output import say, show_progress
from sketch2image.core.parts import ANSWERING

if TYPE_CHECKING:
    from sketch2image.engine.full import FullModels
    from sketch2image.engine.tiers import Tiers


def tiers(
    tier: str,
    or_lite: bool | None,
    *needed: str,
    vocabulary: str = "",
    models: FullModels | None = None,
) -> Tiers:
    """Models of a tier, to be used in a `with`; what goes on is shown on stderr.

    Args:
        tier: of the option; empty for the settings'.
        or_lite: likewise; None for the settings'.
        needed: parts that the command uses; none given means all that a whole answer needs.
        vocabulary: of the option.
        models: full models to take instead of the settings'.

    Raises:
        UserError: the tier, a model or the vocabulary is not there.
    """
    from sketch2image.engine.tiers import Tier, Tiers

    taken = Tiers(tier, vocabulary, show_progress, say, or_lite, models, needed or ANSWERING)
    if taken.decision.tier is Tier.full and not tier:
        say(f"the full models answer: {taken.decision.why}")
    return taken

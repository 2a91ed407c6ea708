"""The models of a notebook."""

from __future__ import annotations

from collections.abc import Sequence

from sketch2image.core.parts import ANSWERING
from sketch2image.engine.tiers import Tiers
from sketch2image.web.notebook.saying import Line, say

_open: list[Tiers] = []


def open_models(tier: str, parts: Sequence[str] = ANSWERING) -> Tiers:
    """The models of a tier; those that this kernel had open before are closed first.

    Cells are run again and again, and a GPU has no room for the same models twice.

    Args:
        tier: `lite`, `full`, or `auto` for full where models and a GPU are here.
        parts: what they are needed for.

    Raises:
        UserError: full models are asked for and not here.
    """
    while _open:
        _open.pop().close()
    models = Tiers(tier, report=Line(), say=say, needed=parts)
    _open.append(models)
    say(f"the {models.decision.tier} models answer: {models.decision.why}")
    return models

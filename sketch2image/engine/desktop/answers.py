"""Tasks that ask the models."""

from __future__ import annotations

from sketch2image.core.parts import ANSWERING
from sketch2image.core.progress import Progress
from sketch2image.core.types import SearchAnswer
from sketch2image.engine.desktop.tasks import Answer, LookUp, ModelsReady, WarmUp
from sketch2image.engine.desktop.workplace import Workplace
from sketch2image.engine.request import Result


def answer(task: Answer, place: Workplace) -> Result:
    """Caption, picture and matches of a sketch."""
    return place.tiers(task.tier, ANSWERING).answer(task.request, place.report)


def look_up(task: LookUp, place: Workplace) -> SearchAnswer:
    """Matches of a picture, of words, or of both."""
    from sketch2image.engine.looking import look_up as search

    tiers = place.tiers(task.tier, task.query.needed)
    (found,) = tiers.use(lambda parts: search(parts, task.query, place.report))
    return found


def warm_up(task: WarmUp, place: Workplace) -> ModelsReady:
    """Load the lite models; say which models answer."""
    from sketch2image.engine.tiers import Tier

    place.report(Progress("load", text="loading the models"))
    tiers = place.tiers(task.tier, ANSWERING)
    full = tiers.decision.tier is Tier.full
    if not full:
        tiers.parts.load()
    decision = tiers.decision
    return ModelsReady(str(decision.tier), decision.why, tiers.usual_strength, has_styles=full)

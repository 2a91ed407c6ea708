"""Lite or full models: which answer, and what happens when the full ones fail."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, partial
from typing import TypeVar

from sketch2image.core import defaults
from sketch2image.core.closing import Closing
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ANSWERING, WORDS
from sketch2image.core.progress import Report, silent
from sketch2image.core.settings import load
from sketch2image.core.vocabulary import vocabulary
from sketch2image.engine.full import FullModels, full_models
from sketch2image.engine.full_engine import FullEngine, own_process
from sketch2image.engine.gpu import has_gpu
from sketch2image.engine.inline import InlineEngine
from sketch2image.engine.memory import give_back
from sketch2image.engine.parts import Parts, lite
from sketch2image.engine.pipeline import Pipeline
from sketch2image.engine.remote import (
    RemoteCaptioner,
    RemoteDetector,
    RemoteEncoder,
    RemoteRenderer,
)
from sketch2image.engine.request import Request, Result
from sketch2image.render.turbo.renderer import USUAL_STRENGTH

Say = Callable[[str], None]
Answer = TypeVar("Answer")

_SERIOUS = (ErrorKind.model, ErrorKind.engine, ErrorKind.dependency)
"""Kinds of error that lite models would not have met."""


class Tier(StrEnum):
    """Which models answer."""

    auto = "auto"
    lite = "lite"
    full = "full"


@dataclass(frozen=True)
class Decision:
    """The tier taken, lite or full, and why."""

    tier: Tier
    why: str


def decide(wish: Tier, models: FullModels, parts: Sequence[str] = ANSWERING) -> Decision:
    """The tier that a wish comes down to on this machine.

    Args:
        wish: `full` is an explicit wish; `auto` takes full models only with a GPU.
        models: the full ones that would be taken.
        parts: what the work at hand needs.

    Raises:
        UserError: full models are wished for and not there.
    """
    if wish is Tier.lite:
        return Decision(Tier.lite, "asked for")
    obstacle = _obstacle(models, parts)
    if wish is Tier.full:
        if obstacle is not None:
            raise obstacle
        return Decision(Tier.full, "asked for")
    if obstacle is not None:
        return Decision(Tier.lite, obstacle.message)
    if models.device == "cpu":
        return Decision(Tier.lite, "the full models are here, but the setting `device` is cpu")
    if not has_gpu():
        return Decision(Tier.lite, "the full models are here, but no GPU that torch can use")
    return Decision(Tier.full, "the full models and a GPU are here")


class Tiers(Closing):
    """Parts of the tier that was taken; the engine of the full models runs while it is open.

    Args:
        wish: empty for the settings'.
        words: vocabulary of the captioner; empty for that of the settings.
        report: progress of the full models; may raise `Cancelled`.
        say: one-line notes for the person.
        or_lite: whether lite models answer when full ones fail; None for the settings'.
        models: full models to take instead of the settings'.
        needed: parts that the work at hand needs.
        full_engine: opens the engine in which full models run.

    Raises:
        UserError: full models are wished for and not there, and `or_lite` is not allowed; or there
            is no such vocabulary, model or tier.
    """

    def __init__(
        self,
        wish: str = "",
        words: str = "",
        report: Report = silent,
        say: Say = lambda _: None,
        or_lite: bool | None = None,
        models: FullModels | None = None,
        needed: Sequence[str] = ANSWERING,
        full_engine: Callable[[FullModels], FullEngine] = own_process,
    ) -> None:
        settings = load()
        labels = vocabulary(words or settings.vocabulary)
        self._words = words
        self._report, self._say = report, say
        self._or_lite = settings.or_lite if or_lite is None else or_lite
        self._models = models or full_models(settings, labels)
        self._needed = tuple(needed)
        self._full_engine = full_engine
        self._engine: FullEngine | None = None
        self._wish = wish or settings.tier
        self.switch(self._wish)

    def switch(self, wish: str) -> None:
        """Take another tier; leaving the full one gives all its memory back.

        Raises:
            UserError: as the constructor.
        """
        self.close()
        self._wish = wish
        self.decision = self._decided()
        self._open()

    def need(self, parts: Sequence[str]) -> None:
        """Make ready for work that needs other parts; where the tier stays, so do its models.

        Raises:
            UserError: as the constructor.
        """
        self._needed = tuple(parts)
        decision = self._decided()
        if decision.tier is not self.decision.tier:
            self.close()
            self.decision = decision
            self._open()

    @property
    def usual_strength(self) -> float:
        """How closely strokes are followed where nothing is said, 0..1; loads no model."""
        if self.decision.tier is Tier.lite:
            return defaults.STRENGTH
        fixed = self._models.turbo.fixed_strength
        return USUAL_STRENGTH if fixed is None else fixed

    def use(self, work: Callable[[Parts], Answer]) -> Answer:
        """Do work with the parts; with lite ones where full ones fail and that is allowed.

        Raises:
            UserError: whatever the work raises.
        """
        try:
            return work(self.parts)
        except UserError as error:
            serious = error.kind in _SERIOUS and self.decision.tier is Tier.full
            if not serious or not self._or_lite:
                raise
            self._fall_back(error)
        return work(self.parts)

    def answer(self, request: Request, report: Report = silent) -> Result:
        """The answer to a whole question.

        Raises:
            UserError: as `Pipeline.run`.
        """
        result = self.use(lambda _: self._answered(request, report))
        return replace(result, tier=self.document())

    def cancel(self) -> None:
        """End what the full models do right now; safe from another thread.

        The lite models stop where their progress is reported: let `report` raise `Cancelled`.
        """
        if self._engine is not None:
            self._engine.cancel()

    def close(self) -> None:
        """End the full models' engine and give its memory back; safe to call twice."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
            give_back()

    def document(self) -> dict[str, str]:
        """What answered, and why, for `--json`."""
        return {"taken": str(self.decision.tier), "why": self.decision.why}

    def _decided(self) -> Decision:
        try:
            return decide(_tier(self._wish), self._models, self._needed)
        except UserError as error:
            if not self._or_lite or error.kind not in _SERIOUS:
                raise
            return self._lite_instead(error)

    def _fall_back(self, error: UserError) -> None:
        self.close()
        self._wish = Tier.lite
        self.decision = self._lite_instead(error)
        self._open()

    def _lite_instead(self, error: UserError) -> Decision:
        self._say(f"{error} The lite models answer instead.")
        return Decision(Tier.lite, error.message)

    def _answered(self, request: Request, report: Report) -> Result:
        with closing(InlineEngine(self._pipeline)) as engine:
            job = engine.submit(request)
            for event in job.events():
                report(event)
            return job.result()

    @cached_property
    def _lite(self) -> Parts:
        return lite(self._words)

    def _open(self) -> None:
        self.parts = self._lite if self.decision.tier is Tier.lite else self._full()
        self._pipeline = Pipeline(self.parts, self._report)

    def _full(self) -> Parts:
        self._engine = engine = self._full_engine(self._models)
        return Parts(
            partial(RemoteCaptioner, engine, self._report),
            partial(RemoteRenderer, engine, self._report),
            partial(RemoteEncoder, engine, self._report),
            partial(RemoteDetector, engine, self._report),
        )


def _tier(wish: str) -> Tier:
    try:
        return Tier(wish)
    except ValueError:
        known = ", ".join(Tier)
        raise UserError(ErrorKind.input, f"no such tier: {wish!r}", f"Known: {known}.") from None


def _obstacle(models: FullModels, parts: Sequence[str]) -> UserError | None:
    absent = [name for name in models.packages(parts) if not importlib.util.find_spec(name)]
    if absent:
        hint = "pip install -r requirements.txt"
        return UserError(ErrorKind.dependency, f"{absent[0]} is not installed", hint)
    if WORDS in parts and not models.knows_words:
        hint = "Set `encode_model` to openclip-b16, or use --tier lite."
        return UserError(ErrorKind.model, f"{models.encoder} knows no words", hint)
    missing = models.missing(parts)
    if not missing:
        return None
    message = f"the full models are not here: {', '.join(missing)}"
    hint = f"Run `python main.py models pull {' '.join(missing)}`."
    return UserError(ErrorKind.model, message, hint)

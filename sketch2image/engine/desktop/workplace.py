"""What a task finds in its engine process: the models, and where its progress goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sketch2image.core.closing import Closing
from sketch2image.core.parts import ANSWERING
from sketch2image.core.progress import Progress, Report, silent

if TYPE_CHECKING:
    from sketch2image.engine.full import FullModels
    from sketch2image.engine.tiers import Tiers


@dataclass(frozen=True)
class _Choice:
    """All that decides which models answer; what else the settings say has no say here."""

    wish: str
    labels: tuple[str, ...]
    or_lite: bool
    models: FullModels
    missing: tuple[str, ...]


class Workplace(Closing):
    """Holds one `Tiers`, whose full models run in this very process.

    It is opened when first needed, and anew when the settings want other models.

    Attributes:
        report: gets the progress of the task at hand; may raise `Cancelled`.
    """

    def __init__(self) -> None:
        self.report: Report = silent
        self._tiers: Tiers | None = None
        self._choice: _Choice | None = None

    def tiers(self, wish: str, needed: Sequence[str]) -> Tiers:
        """The models as the settings are now, ready for some work.

        Args:
            wish: a tier; empty for the settings'.
            needed: parts that the work needs.

        Raises:
            UserError: as `Tiers`; or a setting is wrong.
        """
        choice = _choice(wish)
        if self._tiers is None or choice != self._choice:
            self.close()
            self._tiers = self._opened(choice, needed)
            self._choice = choice
        else:
            self._tiers.need(needed)
        return self._tiers

    def close(self) -> None:
        """Let go of the models, e.g. before their files change."""
        if self._tiers is not None:
            self._tiers.close()
            self._tiers = None

    def _opened(self, choice: _Choice, needed: Sequence[str]) -> Tiers:
        from sketch2image.engine.full_engine import in_this_process
        from sketch2image.engine.tiers import Tiers

        return Tiers(
            choice.wish,
            report=self._forward,
            or_lite=choice.or_lite,
            models=choice.models,
            needed=needed,
            full_engine=in_this_process,
        )

    def _forward(self, event: Progress) -> None:
        self.report(event)


def _choice(wish: str) -> _Choice:
    from sketch2image.core.settings import load
    from sketch2image.core.vocabulary import vocabulary
    from sketch2image.engine.full import full_models

    settings = load()
    labels = vocabulary(settings.vocabulary)
    models = full_models(settings, labels)
    missing = tuple(models.missing(ANSWERING))
    return _Choice(wish or settings.tier, labels, settings.or_lite, models, missing)

"""Which models answer, and whether they are loaded."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sketch2image.engine.desktop.tasks import ModelsReady, WarmUp
from sketch2image.engine.request import Result
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.work import Lane
from sketch2image.ui.words import tr

_TOPIC = "models"


class Readiness(QObject):
    """Loads the models before the first question; a question calls that off.

    Args:
        notices: told when they cannot be loaded.
        answers: the lane of the answering engine.

    Attributes:
        models: which answer; None while they are loading and when they cannot be loaded.
        failed: whether they cannot be loaded.

    Signals:
        changed: `models` or `failed`.
    """

    changed = Signal()

    def __init__(self, notices: Notices, answers: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices, self._answers = notices, answers
        self.models: ModelsReady | None = None
        self.failed = False

    def look(self) -> None:
        """Load the models that are wanted now."""
        work = self._answers.do(WarmUp(), self._ready, tr("loading the models"), tell=False)
        work.failed.connect(self._fail)
        self.models, self.failed = None, False
        self.changed.emit()

    def go_on(self) -> None:
        """Load them after a question that called that off."""
        if self.models is None and not self.failed:
            self.look()

    def check(self, result: Result) -> None:
        """Note which models gave an answer: others may have come, gone or failed meanwhile."""
        self.failed = False
        if self.models is not None and result.tier.get("taken") not in (None, self.models.taken):
            self.models = None

    def _ready(self, models: ModelsReady) -> None:
        self.models = models
        self._notices.settle(_TOPIC)
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self.failed = True
        self._notices.fail(error, tr("Try again"), self.look, _TOPIC)
        self.changed.emit()

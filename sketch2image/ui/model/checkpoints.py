"""The models there are, and fetching them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from sketch2image.core.errors import UserError
from sketch2image.core.parts import SETTINGS
from sketch2image.engine.desktop.tasks import (
    ChooseModel,
    ListModels,
    ModelRow,
    PullModels,
    RemoveModel,
)
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.model.work import Lane, Work
from sketch2image.ui.model.working import WorkingModel
from sketch2image.ui.words import tr

DEFAULT = "default"
"""The wish that takes a choice back."""


class CheckpointsModel(WorkingModel):
    """The table of models with what is here, and the one download at a time.

    Args:
        settings: read anew when a model was chosen.
        notices: told what came and what went wrong.
        lane: does the long work.
        errands: looks what there is.

    Signals:
        changed: `rows`, `work` or `outcome`.
        progressed: with a `Progress` of the work; downloads count bytes.
    """

    def __init__(
        self,
        settings: SettingsModel,
        notices: Notices,
        lane: Lane,
        errands: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(lane, parent)
        self._settings, self._notices, self._errands = settings, notices, errands
        self.rows: tuple[ModelRow, ...] = ()
        lane.failed.connect(notices.fail)

    def row(self, model_id: str) -> ModelRow:
        """The row of a model."""
        return next(row for row in self.rows if row.id == model_id)

    def with_needs(self, model_id: str) -> tuple[ModelRow, ...]:
        """The models to fetch for one, those it stands on first; those that are here left out."""
        row = self.row(model_id)
        found = [one for need in row.needs for one in self.with_needs(need)]
        rows = dict.fromkeys([*found, row])
        return tuple(one for one in rows if one.fetchable)

    @property
    def pulling(self) -> tuple[str, ...]:
        """The models being fetched."""
        task = self.work.task if self.work else None
        return task.ids if isinstance(task, PullModels) else ()

    def refresh(self) -> None:
        """Look what is here."""
        self._errands.do(ListModels(), self._listed, tr("looking at the models"))

    def pull(self, ids: Sequence[str], accepted: Sequence[str]) -> Work:
        """Fetch models.

        Args:
            ids: those wanted.
            accepted: those whose licence the person accepts.
        """
        title = tr("fetching {models}", models=", ".join(ids))
        return self._do(PullModels(tuple(ids), tuple(accepted)), title)

    def has_choice(self, part: str) -> bool:
        """Whether the person chose the model of a part; else the best that is here is taken."""
        return bool(self._settings.value(SETTINGS[part]))

    def choose(self, part: str, wish: str) -> Work:
        """Let a model do a part from now on; it is tried first."""
        name = tr("the best that is here") if wish == DEFAULT else wish
        title = tr("trying {model}", model=name)
        return self._do(ChooseModel(part, wish), title, lambda _: self._chosen())

    def remove(self, model_id: str) -> Work:
        """Delete what is here of a model."""
        return self._do(RemoveModel(model_id), tr("deleting {model}", model=model_id))

    def _chosen(self) -> None:
        try:
            self._settings.reload()
        except UserError as error:
            self._notices.fail(error, topic="settings")

    def _settled(self) -> None:
        self.refresh()

    def _listed(self, rows: tuple[ModelRow, ...]) -> None:
        self.rows = rows
        self.changed.emit()

"""The model manager."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from sketch2image.core.errors import UserError
from sketch2image.engine.desktop.room import free_for_models, in_words
from sketch2image.engine.desktop.tasks import ChooseModel, ModelRow, Pulled, PullModels, RemoveModel
from sketch2image.ui.amounts import fetched
from sketch2image.ui.checkpoints import facts
from sketch2image.ui.checkpoints.answering import Answering
from sketch2image.ui.checkpoints.details import ModelDetails
from sketch2image.ui.checkpoints.question import LicenceQuestion
from sketch2image.ui.checkpoints.table import ModelTable
from sketch2image.ui.managing.manager import Manager
from sketch2image.ui.managing.strip import Wording, WorkStrip
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.checkpoints import DEFAULT, CheckpointsModel
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.model.working import Outcome
from sketch2image.ui.parts import label, push
from sketch2image.ui.words import N, tr


class ModelManager(Manager):
    """Shows all models, and fetches, chooses and deletes them.

    Args:
        checkpoints: what there is.
        settings: keeps which tier answers.
        asking: knows which tier answers.
    """

    def __init__(
        self,
        checkpoints: CheckpointsModel,
        settings: SettingsModel,
        asking: AskingModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(N("Models"), _ABOUT, parent)
        self._checkpoints = checkpoints
        self.answering = Answering(asking, settings)
        self.table = ModelTable(checkpoints)
        self.download = push(N("Download…"), self._ask_download, "download", "primary")
        self.use = push(N("Use"), self._use, "play", about=_USE)
        self.default = push(N("Take the choice back"), self._use_default, about=_DEFAULT)
        self.delete = push(N("Delete…"), self._ask_delete, "remove", "danger")
        self.own = push(N("Use a folder…"), self._ask_folder, "open", about=_OWN)
        offered: list[QWidget] = [self.download, self.use, self.default, self.own, self.delete]
        self.details = ModelDetails(offered)
        wording = Wording(fetched, _done, N("A download goes on from there the next time."))
        self.strip = WorkStrip(checkpoints, wording)
        self.problem = label(role="error")
        for part in (self.answering, self.table, self.details, self.problem, self.strip):
            self.body.addWidget(part, part is self.table)
        self.table.picked.connect(self._show)
        self.table.wanted.connect(self._do_usual)
        checkpoints.changed.connect(self._ready)
        self._show(self.table.row)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look what is here each time the dialog comes up."""
        super().showEvent(event)
        self._checkpoints.refresh()
        self.table.setFocus()

    def _show(self, row: ModelRow | None) -> None:
        self.details.show_model(row)
        self.problem.hide()
        self._ready()

    def _ready(self) -> None:
        row, busy = self.table.row, self._checkpoints.work is not None
        shown = {
            self.download: bool(row and row.fetchable),
            self.use: bool(row and facts.can_be_used(row)),
            self.default: bool(row and row.chosen and self._checkpoints.has_choice(row.part)),
            self.own: bool(row and row.part),
            self.delete: bool(row and row.removable),
        }
        for button, is_shown in shown.items():
            button.setVisible(is_shown)
            button.setEnabled(not busy)

    def _do_usual(self) -> None:
        """Enter on a model: the first thing that can be done with it."""
        for button in (self.download, self.use):
            if button.isVisible() and button.isEnabled():
                button.click()
                return

    def _ask_download(self) -> None:
        row = self.table.row
        if row is None:
            return
        rows = self._checkpoints.with_needs(row.id)
        try:
            question = LicenceQuestion(rows, free_for_models(), self)
        except UserError as error:
            self._tell(error)
            return
        ids, new = [row.id], [one.id for one in question.new]
        if not new:
            question.deleteLater()
            self._checkpoints.pull(ids, new)
            return
        question.accepted.connect(lambda: self._checkpoints.pull(ids, new))
        _ask(question)

    def _use(self) -> None:
        if self.table.row is not None:
            self._checkpoints.choose(self.table.row.part, self.table.row.id)

    def _use_default(self) -> None:
        if self.table.row is not None:
            self._checkpoints.choose(self.table.row.part, DEFAULT)

    def _ask_folder(self) -> None:
        row = self.table.row
        folder = QFileDialog.getExistingDirectory(self, tr("The folder of a model of your own"))
        if row is not None and folder:
            self._checkpoints.choose(row.part, folder)

    def _ask_delete(self) -> None:
        row = self.table.row
        if row is None:
            return
        question = QMessageBox(self)
        question.setWindowTitle(tr("Delete a model"))
        question.setText(tr("Delete {model}?", model=row.id))
        freed = tr("That frees {amount}. It can be downloaded again.", amount=in_words(row.bytes))
        question.setInformativeText(freed)
        delete = question.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(
            question.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        )
        delete.clicked.connect(lambda: self._checkpoints.remove(row.id))
        _ask(question)

    def _tell(self, error: UserError) -> None:
        self.problem.setText(str(error))
        self.problem.show()


_ABOUT = N("The lite models came with the program. Full ones are larger and better; all run here.")
_USE = N("The model is tried first, which can take a while.")
_DEFAULT = N("Go back to the best model that is here.")
_OWN = N("Use a model of your own, e.g. one you trained, in place of this one.")


def _ask(question: QDialog) -> None:
    question.finished.connect(question.deleteLater)
    question.open()


def _done(outcome: Outcome) -> str:
    task = outcome.task
    if isinstance(task, PullModels):
        return _pulled(outcome.answer)
    if isinstance(task, RemoveModel):
        return tr("{model} is deleted: {amount} freed.", model=task.id,
                  amount=in_words(outcome.answer))  # fmt: skip
    assert isinstance(task, ChooseModel)
    if not outcome.answer:
        return tr("The choice is taken back: the best model that is here answers.")
    return tr(facts.WORKS[task.part], model=outcome.answer)


def _pulled(pulled: Sequence[Pulled]) -> str:
    names = ", ".join(one.id for one in pulled)
    size = sum(one.bytes for one in pulled)
    return tr("{models} is here: {amount} fetched.", models=names, amount=in_words(size))

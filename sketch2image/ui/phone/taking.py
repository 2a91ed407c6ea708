"""The page that takes pictures from the phone."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from sketch2image.engine.desktop.tasks import PhoneSynced
from sketch2image.ui import theme, words
from sketch2image.ui.galleries.failures import Failures
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.parts import in_row, label, push
from sketch2image.ui.phone.folders import Folders
from sketch2image.ui.words import N, tr

_FOLDERS_WIDTH = 330


class TakingPage(QWidget):
    """Which folders, whether deletions are followed, and what could not be taken.

    Args:
        phone: whose pictures.
    """

    def __init__(self, phone: PhoneModel) -> None:
        super().__init__()
        self._phone = phone
        self.folders = Folders()
        self.folders.setFixedWidth(_FOLDERS_WIDTH)
        self.mirror = QCheckBox()
        self.take = push(N("Take new pictures"), self._take, "download", "primary")
        self.failures = Failures(
            N("1 picture could not be taken"), N("{count} pictures could not be taken"), opens=False
        )
        self.about = label(_ABOUT, "soft")
        self._lay_out()
        self.folders.changed.connect(phone.take_from)
        phone.changed.connect(self._refresh)
        words.bind(self, self._refresh)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self.about)
        right.addWidget(self.failures, 1)
        right.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.MARGIN)
        row.addLayout(self._left())
        row.addLayout(right, 1)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.MARGIN)
        column.addWidget(self.folders)
        column.addWidget(self.mirror)
        column.addLayout(in_row(self.take, None))
        column.addStretch()
        return column

    def _refresh(self) -> None:
        self.mirror.setText(tr("Delete here what was deleted on the phone"))
        self.mirror.setAccessibleName(self.mirror.text())
        self.mirror.setToolTip(tr("This once. What you changed on this computer stays."))
        self.folders.present(self._phone.folders)
        self.take.setEnabled(self._phone.is_ready and self._phone.work is None)
        outcome = self._phone.outcome
        synced = outcome.answer if outcome else None
        self.failures.show_files(synced.failed if isinstance(synced, PhoneSynced) else ())

    def _take(self) -> None:
        self._phone.sync(self.mirror.isChecked())
        self.mirror.setChecked(False)


_ABOUT = N(
    "Copies what is new or changed to this computer and makes it searchable. Nothing on the phone "
    "is changed, and what was taken before is not copied again."
)

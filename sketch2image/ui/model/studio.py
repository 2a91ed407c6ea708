"""Everything behind the window, put together."""

from __future__ import annotations

from PySide6.QtCore import QObject

from sketch2image.core.errors import UserError
from sketch2image.engine.desktop.opening import engine_process
from sketch2image.engine.setups import setup_from
from sketch2image.ui.model.asking import AskingModel
from sketch2image.ui.model.camera import CameraModel
from sketch2image.ui.model.checkpoints import CheckpointsModel
from sketch2image.ui.model.drawing import DrawingModel
from sketch2image.ui.model.files import FilesModel
from sketch2image.ui.model.galleries import GalleriesModel
from sketch2image.ui.model.history import HistoryModel
from sketch2image.ui.model.notices import Notices
from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.model.phone_page import PhonePageModel
from sketch2image.ui.model.posting import PostingModel
from sketch2image.ui.model.settings import SettingsModel
from sketch2image.ui.model.tour import TourModel
from sketch2image.ui.model.work import EngineFactory, Lane
from sketch2image.ui.words import tr

_DRAWS = ("profile", "hand", "palm", "color", "width")
"""Settings that decide how the hand draws."""


class Studio(QObject):
    """All that the window shows and does.

    Args:
        factory: opens engines; another one only where faults are rehearsed.

    Attributes:
        is_open: whether it has begun and is not closed.

    Raises:
        UserError: the settings are not in order.
    """

    def __init__(self, factory: EngineFactory = engine_process) -> None:
        super().__init__()
        self.is_open = False
        self.notices = Notices(self)
        self.settings = SettingsModel(self)
        self._answers = Lane(factory, self, newest_only=True, keeps_engine=True)
        self._errands = Lane(factory, self, keeps_engine=True)
        self._adding, self._fetching = Lane(factory, self), Lane(factory, self)
        self._calling, self._serving = Lane(factory, self), Lane(factory, self)
        self._errands.failed.connect(self.notices.fail)
        self.drawing = DrawingModel(setup_from(), self.notices, self)
        self.camera = CameraModel(self.settings, self.drawing, self.notices, self)
        self.asking = AskingModel(
            self.settings, self.drawing, self.notices, self._answers, self._errands, self
        )
        self.galleries = GalleriesModel(
            self.settings, self.asking, self.notices, self._adding, self._errands, self
        )
        self.checkpoints = CheckpointsModel(
            self.settings, self.notices, self._fetching, self._errands, self
        )
        self.phone = PhoneModel(
            self.settings, self.galleries, self.notices, self._calling, self._errands, self
        )
        self.posting = PostingModel(
            self.settings, self.asking, self.phone, self.notices, self._calling, self
        )
        self.phone_page = PhonePageModel(
            self.galleries, self.notices, self._serving, self._errands, self
        )
        self.files = FilesModel(self.drawing, self.notices, self._errands, self)
        self.history = HistoryModel(self.drawing, self.asking, self.notices, self)
        self.tour = TourModel(self.drawing, self.camera, self.asking, self)
        self.drawing.finished.connect(self.asking.ask)
        self.settings.changed.connect(self._on_setting)

    def begin(self) -> None:
        """Bring back the last drawing, load the models, look what there is."""
        self.is_open = True
        self._restore()
        self.asking.warm_up()
        self.galleries.refresh()
        self.history.refresh()
        self.phone.watch(True)
        if self.settings.value("open_camera"):
            self.camera.start(quiet=True)
        self.tour.offer()

    def close(self) -> None:
        """Keep the drawing, give the camera back, end every process."""
        self.is_open = False
        self.camera.close()
        self.phone.watch(False)
        for lane in self._lanes:
            lane.close()
        for lane in self._lanes:
            lane.wait()
        self.drawing.close()
        self.history.close()

    @property
    def _lanes(self) -> tuple[Lane, ...]:
        errands, answers = self._errands, self._answers
        return answers, errands, self._adding, self._fetching, self._calling, self._serving

    def _restore(self) -> None:
        try:
            if self.drawing.restore():
                text = tr("Your last drawing is back.")
                self.notices.say(text, "", tr("Begin a new one"), self._fresh, "restored")
        except UserError as error:
            self.notices.fail(error, topic="restored")

    def _fresh(self) -> None:
        self.drawing.act("clear")

    def _on_setting(self, name: str) -> None:
        if name in _DRAWS:
            try:
                self.drawing.change_setup(setup_from())
            except UserError as error:
                self.notices.fail(error, topic="setup")

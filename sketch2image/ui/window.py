"""The window: the air canvas at the left, the answer at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from sketch2image.core.errors import UserError
from sketch2image.ui import appearance, theme
from sketch2image.ui.actions import Actions
from sketch2image.ui.answer.panel import AnswerPanel
from sketch2image.ui.canvas.panel import CanvasPanel
from sketch2image.ui.footer import Footer
from sketch2image.ui.header import Header
from sketch2image.ui.model.files import SKETCH_FILES
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.model.tour import Step
from sketch2image.ui.notice_view import NoticeView
from sketch2image.ui.rooms import Rooms
from sketch2image.ui.tour.tour import Tour
from sketch2image.ui.words import bind, language, tr

SIZE = (1280, 780)
_TYPED_INTO = (QLineEdit, QAbstractSpinBox, QAbstractItemView)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TOUR_GAP = QPoint(theme.MARGIN, theme.MARGIN)


class MainWindow(QMainWindow):
    """All of the program in one window.

    Args:
        studio: what it shows and does; closed with the window.
    """

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.rooms = Rooms(studio, self, lambda: self.answer.matches.selected)
        self.menu = Actions(self, self.menuBar())
        self.canvas = CanvasPanel(studio.drawing, studio.camera, studio.settings)
        self.answer = AnswerPanel(
            studio.asking, studio.files, studio.phone, studio.history, studio.drawing
        )
        self.footer = Footer(studio)
        self._page = self._laid_out()
        self.setCentralWidget(self._page)
        self.notices = NoticeView(studio.notices, self._page)
        self.tour = Tour(studio.tour, self._page)
        self._connect()
        self.resize(*SIZE)
        self.canvas.view.setFocus()
        bind(self, self._name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter searches, Space pauses, Esc closes a notice, unless the focus took the key."""
        focus = self.focusWidget()
        if event.key() in _ENTER and not isinstance(focus, _TYPED_INTO):
            self.studio.asking.ask()
        elif event.key() == Qt.Key.Key_Space and not isinstance(focus, QAbstractButton):
            self.studio.drawing.pause(not self.studio.drawing.paused)
        elif event.key() == Qt.Key.Key_Escape:
            self.notices.close_newest()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Keep the drawing, end every process."""
        self.hide()
        self.studio.close()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Phones are looked for while the window is in front."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.studio.is_open:
            self.studio.phone.watch(self.isActiveWindow())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the tour in its corner."""
        super().resizeEvent(event)
        self._place_tour()

    def open_sketch(self) -> None:
        """Ask which file becomes the drawing."""
        kinds = tr("Sketches and pictures ({kinds})", kinds=" ".join(SKETCH_FILES))
        path, _ = QFileDialog.getOpenFileName(self, tr("Open a sketch or photo"), "", kinds)
        if path:
            self.studio.files.open_sketch(path)

    def save_sketch(self) -> None:
        """Ask where the drawing goes."""
        kinds = tr("Strokes and picture (*.png);;Strokes (*.svg)")
        path, _ = QFileDialog.getSaveFileName(self, tr("Save the sketch"), "sketch.png", kinds)
        if path:
            self.studio.files.save_sketch(path)

    def paste(self) -> None:
        """Let a picture or a file of the clipboard be the drawing."""
        held = QGuiApplication.clipboard().mimeData()
        path = _file_in(held)
        if path:
            self.studio.files.open_sketch(path)
        elif held.hasImage():
            self.studio.files.paste(QGuiApplication.clipboard().image())
        else:
            text = tr("There is no picture on the clipboard.")
            self.studio.notices.say(text, tr("Copy a picture first."), topic="paste")

    def _laid_out(self) -> QWidget:
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(theme.SPACING)
        for half in (self.canvas, self.answer):
            halves.addWidget(half)
        halves.setSizes([SIZE[0] * 55 // 100, SIZE[0] * 45 // 100])
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Header(self.menu))
        column.addWidget(halves, 1)
        column.addWidget(self.footer)
        return page

    def _connect(self) -> None:
        studio, drawing = self.studio, self.studio.drawing
        self.menu.on(
            open=self.open_sketch,
            paste=self.paste,
            save=self.save_sketch,
            save_sheet=self.answer.save_sheet,
            save_strip=self.answer.save_strip,
            quit=self.close,
            undo=lambda: drawing.act("undo"),
            redo=lambda: drawing.act("redo"),
            clear=lambda: drawing.act("clear"),
            pen_1=lambda: drawing.choose_pen(0),
            pen_2=lambda: drawing.choose_pen(1),
            pen_3=lambda: drawing.choose_pen(2),
            eraser=drawing.take_eraser,
            pause=drawing.pause,
            camera=studio.camera.toggle,
            ask=studio.asking.ask,
            live=studio.asking.set_live,
            reroll=studio.asking.reroll,
            cancel=studio.asking.cancel,
            korean=lambda on: self._set("language", "ko" if on else "en"),
            dark=lambda on: self._set("theme", "dark" if on else "light"),
            full_screen=lambda on: self.showFullScreen() if on else self.showNormal(),
            galleries=self.rooms.galleries,
            models=self.rooms.models,
            phone=lambda: self.rooms.phone(),
            take=lambda: studio.phone.sync(),
            settings=self.rooms.settings,
            help=self.rooms.help,
            tour=studio.tour.begin,
            menu_entry=self.rooms.menu_entry,
            privacy=self.rooms.privacy,
            about=self.rooms.about,
        )
        self.canvas.dropped.connect(studio.files.open_sketch)
        self.canvas.failed.connect(studio.notices.fail)
        self.answer.galleries_wanted.connect(self.rooms.galleries)
        self.tour.galleries_wanted.connect(self.rooms.galleries)
        self.tour.moved.connect(self._place_tour)
        studio.tour.hint.connect(self.canvas.view.show_hint)
        self.footer.models_wanted.connect(self.rooms.models)
        self.footer.galleries_wanted.connect(self.rooms.galleries)
        self.footer.phone_wanted.connect(self.rooms.phone)
        studio.settings.changed.connect(self._on_setting)
        for signal in (drawing.tools_changed, studio.camera.changed, studio.asking.changed):
            signal.connect(self._check)
        self._check()

    def _place_tour(self) -> None:
        """Where it covers least: over the answer, and over the canvas once there is an answer."""
        self.tour.adjustSize()
        under = self.canvas if self.studio.tour.step is Step.look else self.answer
        corner = under.mapTo(self._page, under.rect().bottomRight())
        self.tour.move(corner - self.tour.rect().bottomRight() - _TOUR_GAP)
        self.tour.raise_()

    def _check(self) -> None:
        """Actions that are on and off follow what they stand for."""
        self.menu["eraser"].setChecked(self.studio.drawing.easel.eraser)
        self.menu["pause"].setChecked(self.studio.drawing.paused)
        self.menu["camera"].setChecked(self.studio.camera.is_on)
        self.menu["live"].setChecked(self.studio.asking.live)
        self.menu["cancel"].setEnabled(self.studio.asking.is_busy)

    def _on_setting(self, name: str) -> None:
        try:
            appearance.change(name, self.studio.settings.value(name))
        except UserError as error:
            self.studio.notices.fail(error, topic="language")
        self._name()

    def _set(self, name: str, value: str) -> None:
        try:
            self.studio.settings.set(name, value)
        except UserError as error:
            self.studio.notices.fail(error, topic="settings")

    def _name(self) -> None:
        self.setWindowTitle(tr("Sketch2Image"))
        self.menu["korean"].setChecked(language() == "ko")
        self.menu["dark"].setChecked(theme.tone() == "dark")


def _file_in(held: QMimeData) -> str:
    return next((url.toLocalFile() for url in held.urls() if url.isLocalFile()), "")

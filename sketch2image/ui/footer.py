"""The bar at the bottom: long work, which models answer, which gallery is searched, the phone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sketch2image.ui import theme
from sketch2image.ui.amounts import counted, fetched, time_left
from sketch2image.ui.canvas.chips import StatusChip
from sketch2image.ui.chore_view import ChoreView
from sketch2image.ui.galleries.naming import called, pictures
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.phone.saying import how_far
from sketch2image.ui.phone.states import said_of
from sketch2image.ui.words import bind, told, tr


class Footer(QFrame):
    """Chips that say how things stand; a click on one opens what belongs to it.

    Args:
        studio: all that is said here.

    Signals:
        models_wanted: the chip of the models was clicked.
        galleries_wanted: that of the gallery was.
        phone_wanted: that of the phone was.
    """

    models_wanted = Signal()
    galleries_wanted = Signal()
    phone_wanted = Signal()

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.setProperty("kind", "panel")
        self.tier, self.gallery, self.phone = StatusChip(), StatusChip(), StatusChip()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 4)
        row.setSpacing(theme.SPACING)
        row.addStretch(1)
        row.addWidget(ChoreView(studio.galleries, counted))
        row.addWidget(ChoreView(studio.checkpoints, fetched))
        row.addWidget(ChoreView(studio.phone, how_far(studio.phone)))
        row.addWidget(ChoreView(studio.phone_page, lambda event: time_left(event.seconds_left)))
        for chip in (self.tier, self.gallery, self.phone):
            row.addWidget(chip)
        self.tier.clicked.connect(self.models_wanted)
        self.gallery.clicked.connect(self.galleries_wanted)
        self.phone.clicked.connect(self.phone_wanted)
        studio.asking.changed.connect(self._show)
        studio.galleries.changed.connect(self._show)
        studio.phone.changed.connect(self._show)
        bind(self, self._show)

    def _show(self) -> None:
        self._show_tier()
        self._show_gallery()
        self._show_phone()

    def _show_tier(self) -> None:
        readiness = self._studio.asking.readiness
        if readiness.failed:
            hint = tr("Click to fetch models or to choose others.")
            self.tier.show_state("models", tr("models do not load"), "danger", hint)
        elif readiness.models is None:
            self.tier.show_state("models", tr("models are loading"), "off")
        else:
            full = readiness.models.taken == "full"
            text = tr("full models") if full else tr("lite models")
            self.tier.show_state("models", text, "ok", told(readiness.models.why))

    def _show_gallery(self) -> None:
        chosen = self._studio.galleries.chosen
        if chosen is None:
            self.gallery.show_state("gallery", tr("no gallery"), "off")
            return
        text = f"{called(chosen)} · {pictures(chosen.pictures)}"
        hint = "" if self._studio.galleries.has_own else tr("Click to add your own pictures.")
        self.gallery.show_state("gallery", text, "ok", hint)

    def _show_phone(self) -> None:
        phone = self._studio.phone
        text, hint, _ = said_of(phone.survey, phone.target)
        tip = f"{text} {hint}".strip()
        if phone.target is not None:
            self.phone.show_state("phone", phone.target.name, "ok", tip)
        elif phone.survey is None or not phone.survey.seen:
            self.phone.show_state("phone", tr("no phone"), "off", tip)
        else:
            self.phone.show_state("phone", tr("phone not ready"), "weak", tip)

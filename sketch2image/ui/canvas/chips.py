"""Small signs of how things stand: the camera, the hand, the light."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from sketch2image.ui import theme
from sketch2image.ui.flow import FlowLayout
from sketch2image.ui.model.camera import CameraModel, CameraState
from sketch2image.ui.words import bind, tr

ChipState = Literal["", "ok", "weak", "danger", "off"]

_INKS: dict[ChipState, str] = {
    "": "soft", "ok": "ok", "weak": "weak", "danger": "danger", "off": "soft",
}  # fmt: skip

_SPARE = 8
"""Pixels that a tool button leaves free behind its words."""


class StatusChip(QToolButton):
    """An icon and a few words; a click on one that acts does something about it.

    Args:
        acts: whether a click does something.
    """

    def __init__(self, parent: QWidget | None = None, acts: bool = True) -> None:
        super().__init__(parent)
        self._said: tuple[str, str, ChipState, str] | None = None
        self.setProperty("kind", "chip")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(14, 14))
        if acts:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as icon and words, with the same room at both ends."""
        return super().sizeHint() - QSize(_SPARE, 0)

    def show_state(self, icon: str, text: str, state: ChipState = "", hint: str = "") -> None:
        """Say how something stands.

        Args:
            icon: of `ui/icons`.
            text: a few words in the language in force.
            state: decides the color.
            hint: more words, and what to do; shown when the mouse rests on it.
        """
        said = icon, text, state, hint
        if said == self._said:
            return
        self._said = said
        self.setIcon(theme.icon(icon, _INKS[state]))
        self.setText(text)
        self.setToolTip(hint)
        self.setAccessibleName(f"{text}. {hint}" if hint else text)
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)


class CameraChips(QWidget):
    """What the camera does, whether it sees a hand, and whether it has light.

    Args:
        camera: a click on the first chip turns it on or off.
    """

    def __init__(self, camera: CameraModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = camera
        self.camera = StatusChip()
        self.hand, self.light = StatusChip(acts=False), StatusChip(acts=False)
        row = FlowLayout(self)
        for chip in (self.camera, self.hand, self.light):
            row.addWidget(chip)
        self.camera.clicked.connect(camera.toggle)
        camera.changed.connect(self._show)
        camera.seen.connect(self._show_hand)
        bind(self, self._show)

    def _show(self) -> None:
        is_on = self._model.state is CameraState.on
        for chip in (self.hand, self.light):
            chip.setVisible(is_on)
        self._show_camera()
        self._show_hand()
        self._show_light()

    def _show_camera(self) -> None:
        state, show = self._model.state, self.camera.show_state
        if state is CameraState.on:
            size = self._model.text.replace("x", "×")
            text = tr("{size} · {rate}/s", size=size, rate=round(self._model.rate))
            show("camera", text, "ok", tr("The camera is on. Click to turn it off."))
        elif state is CameraState.opening:
            show("camera", self._model.text, "", tr("Click to stop."))
        elif state is CameraState.lost:
            hint = tr("It is looked for every second. Click to draw without it.")
            show("camera", self._model.text, "danger", hint)
        else:
            hint = tr("Click to turn the camera on and draw in the air.")
            show("camera", tr("camera off"), "off", hint)

    def _show_hand(self) -> None:
        last, show = self._model.last, self.hand.show_state
        if self._model.has_hand:
            show("hand", tr("hand seen"), "ok", tr("This hand draws."))
        elif last is not None and last.stranger is not None:
            hint = tr("This hand does not draw. Which hand may is a setting.")
            show("hand", tr("not your hand"), "weak", hint)
        else:
            hint = tr("Hold one hand up, palm to the camera, all of it in the picture.")
            show("hand", tr("no hand in sight"), "off", hint)

    def _show_light(self) -> None:
        if self._model.is_dim:
            hint = tr("Turn on a lamp in front of you, or face a window.")
            self.light.show_state("light", tr("too dark"), "weak", hint)
        else:
            self.light.show_state(
                "light", tr("good light"), "ok", tr("Light enough to see a hand.")
            )

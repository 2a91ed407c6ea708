"""More colors: a small palette that opens from the bar."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QFrame, QGridLayout, QPushButton, QToolButton, QWidget

from sketch2image.core.sketch import Color
from sketch2image.ui import theme
from sketch2image.ui.canvas.names import MORE_COLORS, color_name
from sketch2image.ui.canvas.swatch import ColorSwatch
from sketch2image.ui.words import bind, tr

_COLUMNS = 4


class ColorPopup(QFrame):
    """Swatches, and a way to any other color.

    Args:
        parent: it belongs to.

    Signals:
        picked: with the RGB of a color.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "card")
        self.swatches = [ColorSwatch(color) for color in MORE_COLORS]
        self.other = QPushButton()
        self.other.setProperty("kind", "quiet")
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.SPACING] * 4)
        grid.setSpacing(2)
        for place, swatch in enumerate(self.swatches):
            grid.addWidget(swatch, *divmod(place, _COLUMNS))
            swatch.clicked.connect(lambda _, color=swatch.color: self._pick(color))
        grid.addWidget(self.other, len(self.swatches) // _COLUMNS + 1, 0, 1, _COLUMNS)
        self.other.clicked.connect(self._ask)
        bind(self, self._name)

    def check(self, color: Color | None) -> None:
        """Mark the color in use, if it is among them."""
        for swatch in self.swatches:
            swatch.setChecked(swatch.color == color)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leaves all as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _pick(self, color: Color) -> None:
        self.hide()
        self.picked.emit(color)

    def _ask(self) -> None:
        self.hide()
        chosen = QColorDialog.getColor(Qt.GlobalColor.black, self.window(), tr("Color of the pen"))
        if chosen.isValid():
            self.picked.emit((chosen.red(), chosen.green(), chosen.blue()))

    def _name(self) -> None:
        self.setAccessibleName(tr("More colors"))
        self.other.setText(tr("Another color…"))
        for swatch in self.swatches:
            swatch.setToolTip(color_name(swatch.color))
            swatch.setAccessibleName(color_name(swatch.color))


class MoreColors(QToolButton):
    """Opens the palette; shows a pen that is not on the bar.

    Signals:
        picked: with the RGB of a color.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(22, 22))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.popup = ColorPopup(self)
        self.popup.picked.connect(self.picked)
        self.clicked.connect(self._open)
        self._color: Color | None = None
        bind(self, self._name)
        theme.bind(self, self._tint)

    def show_color(self, color: Color | None) -> None:
        """Show which color is in use; None for one of the bar's own."""
        self._color = color
        self.popup.check(color)
        self._tint()

    def _open(self) -> None:
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.popup.show()
        self.popup.swatches[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _name(self) -> None:
        self.setAccessibleName(tr("More colors"))
        self.setToolTip(tr("More colors"))

    def _tint(self) -> None:
        self.setIcon(QIcon(_dot(self._color)) if self._color else theme.icon("add"))


def _dot(color: Color) -> QPixmap:
    picture = QPixmap(44, 44)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(*color))
    painter.setPen(theme.color("accent"))
    painter.drawEllipse(3, 3, 38, 38)
    painter.end()
    return picture

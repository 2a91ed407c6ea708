"""A layout that fills rows like words in a paragraph."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from sketch2image.ui import theme


class FlowLayout(QLayout):
    """Widgets side by side, in as many rows as their width asks for.

    Args:
        parent: gets the layout.
        even: whether all get the width of the widest, and share what is left of a row.
        spacing: pixels between them.
    """

    def __init__(
        self, parent: QWidget | None = None, even: bool = False, spacing: int = theme.SPACING
    ) -> None:
        super().__init__(parent)
        self._even = even
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """See `QLayout`."""
        self._items.append(item)

    def count(self) -> int:
        """See `QLayout`."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """See `QLayout`."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """See `QLayout`."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """It takes no more height than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """A narrower place needs more rows."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Of all rows."""
        rows = self._rows(width)
        return sum(map(_height, rows)) + self.spacing() * max(0, len(rows) - 1)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All in one row."""
        shown = self._shown()
        widths = sum(item.sizeHint().width() for item in shown)
        return QSize(widths + self.spacing() * max(0, len(shown) - 1), _height(shown))

    def minimumSize(self) -> QSize:  # noqa: N802
        """The widest of them alone."""
        widest = max((item.minimumSize().width() for item in self._shown()), default=0)
        return QSize(widest, _height(self._shown()))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Put all in their places."""
        super().setGeometry(rect)
        top = rect.top()
        for row in self._rows(rect.width()):
            self._lay(row, QRect(rect.left(), top, rect.width(), _height(row)))
            top += _height(row) + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        shown, gap = self._shown(), self.spacing()
        if self._even:
            each = self._columns(width)
            return [shown[start : start + each] for start in range(0, len(shown), each)]
        rows: list[list[QLayoutItem]] = []
        left = -1
        for item in shown:
            taken = item.sizeHint().width() + gap
            if left < taken - gap:
                rows.append([])
                left = width
            rows[-1].append(item)
            left -= taken
        return rows

    def _columns(self, width: int) -> int:
        widest = max((item.sizeHint().width() for item in self._shown()), default=1)
        fitting = max(1, (width + self.spacing()) // (widest + self.spacing()))
        rows = -(-len(self._shown()) // fitting)
        return max(1, -(-len(self._shown()) // max(1, rows)))

    def _lay(self, row: list[QLayoutItem], place: QRect) -> None:
        left = place.left()
        share = (place.width() + self.spacing()) // self._columns(place.width()) - self.spacing()
        for item in row:
            size = QSize(share if self._even else item.sizeHint().width(), item.sizeHint().height())
            down = (place.height() - size.height()) // 2
            item.setGeometry(QRect(QPoint(left, place.top() + down), size))
            left += size.width() + self.spacing()


def _height(row: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in row), default=0)

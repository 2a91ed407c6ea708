"""A page of `help/en` or `help/ko`."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from sketch2image.core.paths import checkpoints, home
from sketch2image.core.program import as_started
from sketch2image.ui import theme
from sketch2image.ui.words import bind, language, tr

_FOLDER = Path(__file__).parent
_MARGIN, _INDENT, _ABOVE = 16.0, 20.0, 18.0
_LINES, _PROPORTIONAL = 125.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class TextPage(QTextBrowser):
    """Shows a text in the language in force.

    Args:
        title: of the page, in English.
        file: name of the text in each language's folder; `{home}` and `{checkpoints}` in it stand
            for the folders of this machine.
    """

    def __init__(self, title: str, file: str) -> None:
        super().__init__()
        self._title, self._file = title, file
        self.setOpenExternalLinks(True)
        self.document().setDocumentMargin(_MARGIN)
        bind(self, self._show)
        theme.bind(self, self._show)

    def _show(self) -> None:
        text = as_started((_FOLDER / language() / self._file).read_text("utf-8"))
        folders = {"{home}": str(home()), "{checkpoints}": str(checkpoints())}
        for name, folder in folders.items():
            text = text.replace(name, folder)
        self.setMarkdown(text)
        _space_out(self.document())
        self.setAccessibleName(tr(self._title))


def _space_out(text: QTextDocument) -> None:
    text.setIndentWidth(_INDENT)
    block = text.begin()
    while block.isValid():
        form = block.blockFormat()
        form.setLineHeight(_LINES, _PROPORTIONAL)
        if form.headingLevel() and block != text.begin():
            form.setTopMargin(_ABOVE)
        QTextCursor(block).setBlockFormat(form)
        block = block.next()

"""Whether this machine has a font that writes Korean, glyph by glyph."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QGuiApplication, QTextLayout

from sketch2image.core.errors import ErrorKind, UserError

_PROOF = "가나다 한국어 뷁힣"
_PACKAGES = {
    "linux": "Install one: fonts-nanum on Debian and Ubuntu, google-noto-sans-cjk-fonts on Fedora.",
    "win32": "Install one: Settings, Apps, Optional features, Korean Supplemental Fonts.",
    "darwin": "Install one with Font Book: Apple SD Gothic Neo.",
}


def missing(text: str, font: QFont | None = None) -> str:
    """The characters of a text for which neither the font nor its fallbacks have a glyph.

    Args:
        text: in any language.
        font: as asked for; None for the window's.
    """
    layout = QTextLayout(text, font or QGuiApplication.font())
    layout.beginLayout()
    layout.createLine().setLineWidth(1e9)
    layout.endLayout()
    boxes: set[str] = set()
    wanted = QTextLayout.GlyphRunRetrievalFlag.RetrieveAll
    for run in layout.glyphRuns(-1, -1, wanted):
        places = zip(run.stringIndexes(), run.glyphIndexes(), strict=False)
        boxes |= {text[place] for place, glyph in places if glyph == 0}
    return "".join(sorted(boxes))


def check_korean() -> None:
    """Raise what to install where Korean would be boxes.

    Raises:
        UserError: no font has the glyphs.
    """
    if missing(_PROOF):
        hint = _PACKAGES.get(sys.platform, _PACKAGES["linux"])
        raise UserError(ErrorKind.dependency, "no font of this machine writes Korean", hint)

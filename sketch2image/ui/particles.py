"""Korean particles after a word that is known only when a text is shown."""

from __future__ import annotations

import re

from sketch2image.core.korean import follows, has_korean

_FORMS = {
    "을(를)": ("을", "를"),
    "이(가)": ("이", "가"),
    "은(는)": ("은", "는"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
_OPEN = re.compile(r"(\w)([\"'”’)\]]*)(" + "|".join(map(re.escape, _FORMS)) + ")")
_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))


def settled(text: str) -> str:
    """The text with `을(를)` and its like as the word before asks; both forms after Latin."""
    return _OPEN.sub(_settled, text)


def _settled(found: re.Match[str]) -> str:
    last, quote, both = found.groups()
    said = _DIGITS.get(last, last)
    if not has_korean(said):
        return found[0]
    closed, opened = _FORMS[both]
    return last + quote + (closed if follows(said, closed) else opened)

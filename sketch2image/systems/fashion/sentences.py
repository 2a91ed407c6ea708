"""What is said of a garment: its kind and the colors that were measured."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sketch2image.core.labels import article, words

PAIRS = frozenset(
    ("gloves", "jeans", "leggings", "pants", "sandals", "shoes", "shorts", "socks", "trousers",
     "boots", "sneakers", "tights", "glasses")
)  # fmt: skip
"""Things that are spoken of as pairs."""

NOUNS: dict[str, str] = {
    "body": "bodysuit",
    "longsleeve": "long-sleeved shirt",
    "outwear": "jacket or coat",
    "polo": "polo shirt",
    "t-shirt": "T-shirt",
    "tshirt": "T-shirt",
    "tshirts": "T-shirt",
}
"""What kinds are called in a sentence, where it is not their own name."""

_ARTICLE = re.compile(r"(an?|the)\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL)


def sentence(label: str, colors: Sequence[str]) -> str:
    """A garment in words: `a black and white dress`, `a pair of gray pants`.

    Args:
        label: its kind, as a data set spells it.
        colors: words for its colors, the most seen one first; may be empty.
    """
    plain = words(label).strip().casefold()
    noun = " ".join(filter(None, (" and ".join(colors), NOUNS.get(plain, plain))))
    return f"a pair of {noun}" if plain in PAIRS else f"{article(noun)} {noun}"


def described(caption: str, colors: Sequence[str]) -> str:
    """A caption with the colors that it does not name put before its noun.

    Args:
        caption: `A dress with a belt` becomes `a red dress with a belt`.
        colors: as in `sentence`.
    """
    new = [color for color in colors if not re.search(rf"\b{color}\b", caption, re.IGNORECASE)]
    if not new:
        return caption
    found = _ARTICLE.fullmatch(caption)
    rest = found["rest"] if found else caption
    said = f"{' and '.join(new)} {rest}"
    return f"{article(said)} {said}" if found else said

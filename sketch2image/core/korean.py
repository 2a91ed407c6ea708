"""Short Korean queries in English: a noun, its color, and the particles that hang on them."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import words

_TABLE = Path(__file__).with_suffix(".json")

_HANGUL = re.compile(r"[ㄱ-ㆎ가-힣\u1100-\u11ff]")
_WORD = re.compile(r"[^\s,.;:!?·~\"'“”‘’]+")
_MOST_WORDS = 3
"""Words that may spell one entry of the table together, as `와인 병` spells `와인병`."""

_FIRST_SYLLABLE, _FINALS, _RIEUL = ord("가"), 28, 8


def has_korean(text: str) -> bool:
    """Whether any Hangul stands in a text."""
    return _HANGUL.search(text) is not None


def english(text: str) -> str:
    """`in_english` where there is Korean in a text, else the text as it is.

    Raises:
        UserError: as `in_english`.
    """
    return in_english(text) if has_korean(text) else text


def in_english(text: str) -> str:
    """A query of Korean words, word by word in English: `빨간 딸기` becomes `red strawberry`.

    Knows the classes of `core.vocabulary` and the names of colors, with particles after them and
    with or without the spaces inside them. What is not Korean stays as it is; punctuation goes.

    Raises:
        UserError: a Korean word is not in `korean.json`.
    """
    left = _WORD.findall(unicodedata.normalize("NFC", text))
    english = []
    while left:
        taken, said = _first(left)
        english.append(said)
        left = left[taken:]
    return " ".join(english)


def noun(label: str) -> str | None:
    """The usual Korean word for a class of `core.vocabulary`; None for one that has none."""
    spellings = _table()["nouns"].get(label)
    return spellings[0] if spellings else None


def follows(last: str, particle: str) -> bool:
    """Whether Korean puts this form of a particle after a syllable; any after Latin letters."""
    kind = _particles()[particle]
    if kind == "after_either" or not has_korean(last):
        return True
    final = (ord(last) - _FIRST_SYLLABLE) % _FINALS
    closed = final != 0 and not (final == _RIEUL and particle in ("로", "으로"))
    return closed == (kind == "after_consonant")


def _first(left: list[str]) -> tuple[int, str]:
    """How many of the words belong together, and what they are in English."""
    for count in range(min(_MOST_WORDS, len(left)), 1, -1):
        joined = left[:count]
        if all(map(has_korean, joined)) and (said := _dictionary_form("".join(joined))):
            return count, said
    said = _meaning(left[0])
    if said is None:
        raise _unknown(left[0])
    return 1, said


def _meaning(word: str) -> str | None:
    if not has_korean(word):
        return word
    return _dictionary_form(word) or _painted(word) or _latin_stem(word)


def _dictionary_form(word: str) -> str | None:
    """The entry a word is a form of; the word itself goes before one with a particle less."""
    if word in _entries():
        return _entries()[word]
    shorter = (_dictionary_form(stem) for stem in _stems(word))
    return next((said for said in shorter if said), None)


def _painted(word: str) -> str | None:
    """A color and a noun written together, as in `빨간사과`."""
    for form, color in _colors().items():
        if word.startswith(form) and (said := _dictionary_form(word[len(form) :])):
            return f"{color} {said}"
    return None


def _latin_stem(word: str) -> str | None:
    return next((stem for stem in _stems(word) if not has_korean(stem)), None)


def _stems(word: str) -> Iterable[str]:
    """The word without one of its particles, for each that can follow what is left."""
    for particle in _particles():
        stem = word.removesuffix(particle)
        if stem and stem != word and follows(stem[-1], particle):
            yield stem


def _unknown(word: str) -> UserError:
    near = difflib.get_close_matches(word, _entries(), 2)
    guess = f"Did you mean {' or '.join(near)}? " if near else ""
    return UserError(
        ErrorKind.input,
        f"the Korean word {word} is not known",
        f"{guess}Write it in English, or take a simpler noun.",
    )


@cache
def _table() -> Mapping[str, Any]:
    return json.loads(_TABLE.read_text("utf-8"))


@cache
def _entries() -> Mapping[str, str]:
    table = _table()
    nouns = {words(label): spellings for label, spellings in table["nouns"].items()}
    return {
        spelling: english
        for part in (nouns, table["colors"], table["others"])
        for english, spellings in part.items()
        for spelling in spellings
    }


@cache
def _colors() -> Mapping[str, str]:
    pairs = ((s, english) for english, forms in _table()["colors"].items() for s in forms)
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _particles() -> Mapping[str, str]:
    """Longest first, with the table's row that each stands in."""
    pairs = ((p, kind) for kind, forms in _table()["particles"].items() for p in forms)
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))

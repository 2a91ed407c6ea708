"""Saying what is wrong with a folder of training data before hours are spent on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report, silent
from sketch2image.train.data import material
from sketch2image.train.data.findings import Findings, findings
from sketch2image.train.data.look import Role, Seen, look_at
from sketch2image.train.data.material import Material

Purpose = Literal["blip", "turbo", "contrastive"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)

_GATHER: Mapping[Purpose, Callable[[Path], Material]] = {
    "blip": material.captions,
    "turbo": material.pairs,
    "contrastive": material.retrieval,
}

_DARK, _TINY, _MOST_HALF_TONES = 128, 64, 0.25
_DRAWN = ("sketch", "control")


def _drawing(seen: Seen, role: Role) -> bool:
    """Whether it is one, of clean lines."""
    return seen.picture.role == role and not seen.blank and seen.half_tones <= _MOST_HALF_TONES


_RULES: Mapping[str, Callable[[Seen], bool]] = {
    "inverted_sketch": lambda s: _drawing(s, "sketch") and s.ground < _DARK,
    "inverted_control": lambda s: _drawing(s, "control") and s.ground >= _DARK,
    "blank": lambda s: s.picture.role in _DRAWN and s.blank,
    "shaded": lambda s: s.picture.role in _DRAWN and s.half_tones > _MOST_HALF_TONES,
    "one_channel": lambda s: bool(s.picture.part) and s.mode in ("1", "L", "I;16", "I", "F"),
    "transparent": lambda s: s.mode == "RGBA",
    "cmyk": lambda s: s.mode == "CMYK",
    "turned": lambda s: s.turned,
    "tiny": lambda s: min(s.size) < _TINY,
}
"""What a single readable picture can have wrong; one channel matters to pairs only."""


def check(folder: Path, kind: Purpose, report: Report = silent) -> Findings:
    """Look at every picture of a folder and say all that is wrong with it.

    Args:
        folder: for `blip` a folder of sketches, a table of sentences or a saved data set; for
            `turbo` a folder of pairs; for `contrastive` sketches and photos by class.
        kind: what it is to train.
        report: progress with the time left; may raise `Cancelled`.

    Raises:
        UserError: it is no such folder at all.
    """
    if kind not in PURPOSES:
        raise UserError(ErrorKind.input, f"nothing trains {kind}", f"Known: {', '.join(PURPOSES)}.")
    found = _GATHER[kind](folder)
    seen = list(look_at(found.pictures, len(found.pictures), report))
    readable = [one for one in seen if one.readable]
    wrong = {code: set(names) for code, names in found.wrong.items()}
    wrong["unreadable"] = {one.picture.name for one in seen if not one.readable}
    wrong |= _single(readable) | _copies(readable) | {"sizes_differ": _unequal(readable)}
    return findings(wrong, {**found.facts, **_sizes(readable)})


def _single(seen: Sequence[Seen]) -> dict[str, set[str]]:
    """What single pictures have wrong. Where most are photos, dark ones are not inverted."""
    wrong = {code: {o.picture.name for o in seen if bad(o)} for code, bad in _RULES.items()}
    drawn = sum(one.picture.role in _DRAWN for one in seen)
    if 2 * len(wrong["shaded"]) > drawn:
        return {code: names for code, names in wrong.items() if not code.startswith("inverted")}
    return wrong


def _copies(seen: Sequence[Seen]) -> dict[str, set[str]]:
    """Equal pictures: over train and test a leak; the photo of several sketches is none."""
    groups: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in seen:
        groups[one.picture.role, one.content].append(one)
    several = [group for group in groups.values() if len(group) > 1 and not group[0].blank]
    whole = [group for group in several if not group[0].picture.part]
    return {
        "leak": _named(group for group in several if len({o.picture.part for o in group}) > 1),
        "twice": _named(g for g in whole if len({o.picture.item.label for o in g}) == 1),
        "two_classes": _named(g for g in whole if len({o.picture.item.label for o in g}) > 1),
    }


def _named(groups: Iterable[Sequence[Seen]]) -> set[str]:
    """One name for each group, with its first copy."""
    return {" = ".join(sorted(one.picture.name for one in group)[:2]) for group in groups}


def _unequal(seen: Sequence[Seen]) -> set[str]:
    sizes: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    for one in seen:
        if one.picture.part:
            sizes[one.picture.part, one.picture.item.file.name].add(one.size)
    return {f"{part}: {name}" for (part, name), both in sizes.items() if len(both) > 1}


def _sizes(seen: Sequence[Seen]) -> dict[str, object]:
    sides = [max(one.size) for one in seen]
    if not sides:
        return {}
    return {"pixels": {"least": min(sides), "median": int(np.median(sides)), "most": max(sides)}}

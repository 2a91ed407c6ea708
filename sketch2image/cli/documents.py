"""JSON documents of answers as lines for people."""

from __future__ import annotations

from typing import Any

from sketch2image.core.labels import either, one, words
from sketch2image.core.types import Caption


def answer_lines(document: dict[str, Any]) -> list[str]:
    """What a person reads after a whole run."""
    return [
        *caption_lines(document["caption"]),
        *match_lines(document["matches"]),
        *(f"{name:>9}: {path}" for name, path in document["files"].items()),
    ]


def caption_lines(caption: dict[str, Any]) -> list[str]:
    """What it is; where the captioner is not sure, what else it may be, and how to say so."""
    name, score = one(caption["label"]), f"{caption['score']:.0%}"
    if caption["sure"]:
        return [f"It is {name} ({score})."]
    others = [guess["label"] for guess in caption["alternatives"][1:]]
    return [
        f"It may be {name} ({score}, not sure). Did you mean {either(others)}?",
        f'If so, say it: --prompt "{one(others[0])}"',
    ]


def guess_line(caption: Caption) -> str:
    """The guesses of one sketch, best first."""
    best, *others = (f"{words(g.label)} {g.score:.0%}" for g in caption.alternatives)
    if caption.sure:
        return best
    return f"{best}  (not sure; did you mean {', '.join(others)}?)"


def match_lines(matches: list[dict[str, Any]]) -> list[str]:
    """Ranked matches, one a line."""
    return [
        f"  {match['rank']:>3}. {match['score']:.3f} {'weak ' if match['weak'] else '     '}"
        f"{match['path']}"
        for match in matches
    ]

"""JSON documents of answers as lines for people."""

from __future__ import annotations

from typing import Any

from sketch2image.core.labels import words


def answer_lines(document: dict[str, Any]) -> list[str]:
    """What a person reads after a whole run."""
    caption = document["caption"]
    doubt = "" if caption["sure"] else ", not sure"
    return [
        f"It is a {words(caption['label'])} ({caption['score']:.0%}{doubt}).",
        *match_lines(document["matches"]),
        *(f"{name:>9}: {path}" for name, path in document["files"].items()),
    ]


def match_lines(matches: list[dict[str, Any]]) -> list[str]:
    """Ranked matches, one a line."""
    return [
        f"  {match['rank']:>3}. {match['score']:.3f} {'weak ' if match['weak'] else '     '}"
        f"{match['path']}"
        for match in matches
    ]

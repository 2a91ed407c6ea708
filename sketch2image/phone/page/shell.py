"""The page itself: its frame in the language of the browser, its colors, and its scripts."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from html import escape
from importlib import resources
from string import Template
from typing import Any

from sketch2image.phone.page.options import PageOptions

_LANGUAGES = ("en", "ko")


def frame(options: PageOptions, asked: str, state: str) -> str:
    """The HTML of the page; it holds nothing of the person's.

    Args:
        options: limits that the page should know.
        asked: the browser's Accept-Language.
        state: to begin with: opening, or used.
    """
    language = _spoken(asked) or options.language
    words = _words()[language]
    facts = {"words": words["script"], "bytesMax": options.bytes_max}
    texts = {name: text for name, text in words.items() if isinstance(text, str)}
    texts["closes"] = texts["closes"].format(minutes=f"{options.minutes_idle:g}")
    shown = {name: escape(text) for name, text in texts.items()}
    data = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    template = Template(asset("page.html").decode())
    return template.substitute(shown, language=language, state=state, data=data)


def asset(name: str) -> bytes:
    """A file of the page; colors and icon are those of the window."""
    files = resources.files("sketch2image")
    if name == "colors.css":
        return _colors(files.joinpath("ui", "palette.toml").read_text("utf-8")).encode()
    if name == "icon.svg":
        return files.joinpath("ui", "icons", "app.svg").read_bytes()
    return files.joinpath("phone", "page", name).read_bytes()


def _colors(palette: str) -> str:
    themes = tomllib.loads(palette)
    light, dark = (_variables(themes[theme]) for theme in ("light", "dark"))
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n"


def _variables(colors: dict[str, str]) -> str:
    lines = (f"--{name.replace('_', '-')}: {color};" for name, color in colors.items())
    return f":root {{ {' '.join(lines)} }}"


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(asset("words.toml").decode())


def _spoken(asked: str) -> str | None:
    """The first language of ours in an Accept-Language, by weight."""
    wishes = [wish.strip().partition(";q=") for wish in asked.split(",")]
    ranked = sorted(wishes, key=lambda wish: -_weight(wish[2]))
    names = (name.partition("-")[0].lower() for name, _, weight in ranked if _weight(weight) > 0)
    return next((name for name in names if name in _LANGUAGES), None)


def _weight(written: str) -> float:
    try:
        return float(written or 1)
    except ValueError:
        return 0.0

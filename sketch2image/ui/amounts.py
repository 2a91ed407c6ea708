"""Times, bytes and counts as people say them."""

from __future__ import annotations

from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.room import in_words
from sketch2image.ui.words import N, language, told, tr

_UNITS = (
    (5400.0, 3600.0, N("about {count} h left")),
    (90.0, 60.0, N("about {count} min left")),
    (0.0, 1.0, N("about {count} s left")),
)


def time_left(seconds: float | None) -> str:
    """An estimate of seconds as people say it; empty when there is none."""
    if seconds is None:
        return ""
    unit, text = next((unit, text) for least, unit, text in _UNITS if seconds >= least)
    return tr(text, count=max(1, round(seconds / unit)))


def counted(event: Progress) -> str:
    """Progress that counts pictures."""
    if not event.total:
        return sentence(told(event.text))
    text = N("{done} of {total} pictures")
    return _joined(
        _share(text, f"{event.done:,}", f"{event.total:,}"), time_left(event.seconds_left)
    )


def fetched(event: Progress) -> str:
    """Progress that counts bytes; a conversion counts its own steps."""
    if not event.total or event.stage == "convert":
        return sentence(told(event.text))
    share = _share(N("{done} of {total}"), in_words(event.done), in_words(event.total))
    return _joined(share, _pace(event), time_left(event.seconds_left))


def sentence(text: str) -> str:
    """What the engine says in the midst of a line, as a line of its own.

    A name at its beginning, such as `sd-turbo` or `cat.jpg`, stays as it is.
    """
    is_word = text.partition(" ")[0].rstrip(":,").isalpha()
    return text[:1].upper() + text[1:] if is_word and language() == "en" else text


def _share(text: str, done: str, total: str) -> str:
    return tr(text, done=done, total=total)


def _pace(event: Progress) -> str:
    if not event.total or not event.seconds_left:
        return ""
    return tr("{amount} a second", amount=in_words((event.total - event.done) / event.seconds_left))


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))

"""What a command of the phone's shell answers, and how its options are read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """Output and exit status of a command."""

    stdout: str = ""
    stderr: str = ""
    status: int = 0


class BadOption(Exception):
    """A command was given an option that it does not have."""


def options(
    words: list[str], valued: Collection[str], flags: Collection[str] = ()
) -> dict[str, str]:
    """Options of a command whose words are all options.

    Args:
        words: after the command's name.
        valued: options that take the next word.
        flags: options that stand alone.

    Raises:
        BadOption: another word, or a value is missing.
    """
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word in flags:
            found[word] = ""
        elif word in valued and (value := next(rest, None)) is not None:
            found[word] = value
        else:
            raise BadOption(word)
    return found

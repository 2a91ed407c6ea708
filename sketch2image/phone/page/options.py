"""What is asked of a page, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from sketch2image.core.errors import ErrorKind, UserError

Language = Literal["en", "ko"]

_MIB = 1 << 20


@dataclass(frozen=True)
class PageOptions:
    """Where a page is, and what it lets in and out.

    Attributes:
        inbox: folder that sent pictures go to; made when missing.
        outbox: files offered at once; `PhonePage.offer` adds others later.
        minutes_idle: without use, after which it closes by itself; above 0.
        uploads_max: pictures that it takes.
        bytes_max: of one picture.
        bytes_all: of all pictures.
        host: an address of this computer; empty for the one that the local network sees.
        port: 0 for any that is free.
        language: for browsers that ask for neither English nor Korean.
    """

    inbox: Path
    outbox: tuple[Path, ...] = ()
    minutes_idle: float = 10
    uploads_max: int = 500
    bytes_max: int = 100 * _MIB
    bytes_all: int = 4096 * _MIB
    host: str = ""
    port: int = 0
    language: Language = "en"

    def __post_init__(self) -> None:
        if self.minutes_idle <= 0:
            message = f"a page cannot close after {self.minutes_idle:g} minutes"
            raise UserError(ErrorKind.input, message, "Give more than 0.")


class Reason(StrEnum):
    """Why a page closed."""

    idle = "idle"
    done = "done"
    closed = "closed"
    guessed = "guessed"


@dataclass(frozen=True)
class Outcome:
    """What became of a page.

    Attributes:
        received: pictures that arrived, in order.
        taken: offered files that the phone took whole.
        reason: idle, nobody used it; done, the person said so; closed, by the program; guessed,
            somebody tried one wrong address after the other.
    """

    received: tuple[Path, ...]
    taken: tuple[Path, ...]
    reason: Reason

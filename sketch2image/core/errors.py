"""The one error a person is meant to read."""

from __future__ import annotations

from enum import StrEnum


class ErrorKind(StrEnum):
    """What went wrong, for programs; the message is for people."""

    input = "input"
    missing_file = "missing_file"
    unreadable = "unreadable"
    output = "output"
    camera = "camera"
    hand = "hand"
    gallery = "gallery"
    model = "model"
    phone = "phone"
    dependency = "dependency"
    engine = "engine"
    cancelled = "cancelled"


class UserError(Exception):
    """Something the person can put right.

    Args:
        kind: category for programs (`--json`, tests).
        message: one line, what is wrong.
        hint: one line, what to do; may be empty.
    """

    def __init__(self, kind: ErrorKind, message: str, hint: str = "") -> None:
        super().__init__(kind, message, hint)
        self.kind = kind
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        if not self.hint:
            return self.message
        return f"{self.message.rstrip('.')}. {self.hint}"


class Cancelled(UserError):
    """The person, or a newer request, stopped this work."""

    def __init__(self, message: str = "cancelled") -> None:
        super().__init__(ErrorKind.cancelled, message)

    def __reduce__(self) -> tuple[type[Cancelled], tuple[str]]:
        return type(self), (self.message,)

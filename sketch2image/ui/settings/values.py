"""What the dialog needs of whoever holds the settings."""

from __future__ import annotations

from typing import Any, Protocol


class Values(Protocol):
    """Settings that can be read, written and watched.

    Attributes:
        changed: tells the name of a setting that has another value now.
    """

    @property
    def changed(self) -> Any: ...  # noqa: ANN401 - a signal, of which PySide's types know two kinds

    def value(self, name: str) -> Any:  # noqa: ANN401 - as the setting
        """A setting as it is now."""
        ...

    def set(self, name: str, value: str | float | bool | None) -> None:
        """Write a setting; None takes it back to its default.

        Raises:
            UserError: it cannot have this value, or it cannot be written.
        """
        ...

"""The settings in force, and what happens when one changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from sketch2image.core import settings


class SettingsModel(QObject):
    """Reads `settings.toml` once; what the person changes is written at once.

    Signals:
        changed: with the name of a setting that has another value now.

    Raises:
        UserError: the file is not in order.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held = settings.load()

    def value(self, name: str) -> Any:  # noqa: ANN401 - as the setting
        """A setting as it is now."""
        return getattr(self._held, name)

    def set(self, name: str, value: str | float | bool | None) -> None:
        """Write a setting; None takes it back to its default.

        Raises:
            UserError: it cannot have this value, or the file cannot be written.
        """
        if value is None:
            settings.reset(name)
        else:
            settings.save(name, value)
        self.reload()

    def reload(self) -> None:
        """Read the file anew, e.g. after an engine wrote it.

        Raises:
            UserError: it is not in order.
        """
        before, self._held = self._held, settings.load()
        for name in type(before).model_fields:
            if getattr(before, name) != getattr(self._held, name):
                self.changed.emit(name)

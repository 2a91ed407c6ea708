"""What must be done again after each change, as long as the one it is done for lives."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot


class Change(QObject):
    """Tells that something all of the window shows has changed."""

    happened = Signal()

    def bind(self, owner: QObject, apply: Callable[[], None]) -> None:
        """Run `apply` now and after each change until `owner` is destroyed."""
        binding = _Binding(owner, apply)
        self.happened.connect(binding.run)
        binding.run()


class _Binding(QObject):
    """A child of its owner, so that Qt ends both together and drops the connection."""

    def __init__(self, owner: QObject, apply: Callable[[], None]) -> None:
        super().__init__(owner)
        self._apply = apply

    @Slot()
    def run(self) -> None:
        self._apply()

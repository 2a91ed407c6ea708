"""What all tasks of a window have in common."""

from __future__ import annotations

from typing import Generic, TypeVar

Given = TypeVar("Given", covariant=True)


class Task(Generic[Given]):
    """Something to be done in an engine process; the parameter is the type of its answer."""

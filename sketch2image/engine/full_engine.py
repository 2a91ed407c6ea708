"""Where the full models run: in a process of their own, or in this one."""

from __future__ import annotations

from functools import partial
from typing import Any

from sketch2image.engine.full import FullModels
from sketch2image.engine.inline import InlineEngine
from sketch2image.engine.making import servant
from sketch2image.engine.process import ProcessEngine
from sketch2image.engine.remote import Call, Servant


class ServantEngine(InlineEngine[Call, Any]):
    """Answers calls in the caller's own thread.

    Args:
        servant: holds the models.
    """

    def __init__(self, servant: Servant) -> None:
        super().__init__(servant)
        self._servant = servant

    def close(self) -> None:
        """Cancel what is unfinished and let go of the models."""
        super().close()
        self._servant.put_away()


FullEngine = ProcessEngine[Call, Any] | ServantEngine
"""An engine that answers calls of full models."""


def own_process(models: FullModels) -> ProcessEngine[Call, Any]:
    """They run in a child, which gives all its memory back when it is closed."""
    return ProcessEngine(partial(servant, models), niceness=0)


def in_this_process(models: FullModels) -> ServantEngine:
    """They run in the caller's thread: for a process that serves and can have no children."""
    return ServantEngine(servant(models))

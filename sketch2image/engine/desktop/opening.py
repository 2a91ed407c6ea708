"""How an engine process for the window's tasks is opened, without loading what it will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sketch2image.engine.process import ProcessEngine

if TYPE_CHECKING:
    from sketch2image.engine.desktop.tasks import Task
    from sketch2image.engine.desktop.worker import TaskWorker


def engine_process() -> ProcessEngine[Task[Any], Any]:
    """An engine for the tasks of `engine.desktop.tasks`, in a process of its own."""
    return ProcessEngine(_worker)


def _worker() -> TaskWorker:
    """Runs in the process of the engine; the window never imports what is imported here."""
    from sketch2image.engine.desktop.worker import task_worker

    return task_worker()

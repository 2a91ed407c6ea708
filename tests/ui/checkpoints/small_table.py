"""A worker of a real engine process whose models come from a small server on this machine."""

from __future__ import annotations

import os

from sketch2image.engine.desktop.worker import TaskWorker, task_worker

TABLE = "SMALL_TABLE"
"""Environment variable: the file of the table."""


def small_worker() -> TaskWorker:
    """Runs in the engine process: the same worker, over the table of the test."""
    from pathlib import Path

    from sketch2image.models import table

    rows = table.read_table(Path(os.environ[TABLE]).read_text("utf-8"))
    table.models = lambda: rows
    return task_worker()

"""Libraries of models that are not to write to a person's terminal by themselves."""

from __future__ import annotations

import logging as standard
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def quiet(logging: ModuleType) -> Iterator[None]:
    """No bars and no notes but errors meanwhile.

    Args:
        logging: `transformers.utils.logging` or `diffusers.utils.logging`.
    """
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


@contextmanager
def warning_of_nothing() -> Iterator[None]:
    """No warnings of libraries that write to the root logger meanwhile."""
    before = standard.root.manager.disable
    standard.disable(standard.WARNING)
    try:
        yield
    finally:
        standard.disable(before)

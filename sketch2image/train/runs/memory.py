"""What to do where memory runs out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.devices import is_out_of_memory


@contextmanager
def memory_in_mind() -> Iterator[None]:
    """Say how a run takes less memory where it has too little.

    Raises:
        UserError: memory ran out.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        message = "memory ran out"
        hint = "Take a smaller batch with more `accumulate`, `gradient_checkpointing`, or bf16."
        raise UserError(ErrorKind.engine, message, hint) from error

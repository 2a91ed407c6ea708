"""How much memory is left where the full models run."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sketch2image.core.errors import ErrorKind, UserError


def free_bytes(device: str) -> int:
    """Bytes that can still be taken: of the GPU where models run on one, else of the machine."""
    if device == "auto" or device.startswith("cuda"):
        import torch

        if torch.cuda.is_available():
            return torch.cuda.mem_get_info(None if device == "auto" else device)[0]
    import psutil

    return psutil.virtual_memory().available


def give_back() -> None:
    """Let go of what nothing refers to any more, the GPU's cache too."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()


@contextmanager
def out_of_memory_said() -> Iterator[None]:
    """Turn the errors that tell of too little memory into one that people can read.

    Raises:
        OutOfMemory: what was inside needed more than there is.
    """
    try:
        yield
    except MemoryError as error:
        raise OutOfMemory from error
    except RuntimeError as error:
        if "out of memory" not in str(error) and "can't allocate memory" not in str(error):
            raise
        raise OutOfMemory from error


class OutOfMemory(UserError):
    """A model needs more memory than there is."""

    def __init__(self) -> None:
        super().__init__(
            ErrorKind.engine,
            "the full models need more memory than there is",
            "Close other programs, set `precision` to bf16, or use --tier lite.",
        )

    def __reduce__(self) -> tuple[type[OutOfMemory], tuple[()]]:
        return type(self), ()

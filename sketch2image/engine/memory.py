"""How much memory is left where the full models run."""

from __future__ import annotations

import ctypes
import gc
import sys


def free_bytes(device: str) -> int:
    """Bytes that can still be taken: of the GPU where models run on one, else of the machine."""
    if device == "auto" or device.startswith("cuda"):
        import torch

        if torch.cuda.is_available():
            return torch.cuda.mem_get_info(None if device == "auto" else device)[0]
    import psutil

    return psutil.virtual_memory().available


def give_back() -> None:
    """Let go of what nothing refers to any more, torch's own store of GPU memory too."""
    gc.collect()
    _trim()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch is not None and torch.backends.mps.is_available():
        torch.mps.empty_cache()


def _trim() -> None:
    """Let glibc hand the pages that it keeps back to the system."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

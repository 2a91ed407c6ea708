"""Where a full model runs, and how precisely it counts."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    import torch

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "fp16", "bf16")

_NO_MEMORY = (
    "out of memory", "can't allocate memory", "not enough memory", "ALLOC_FAILED",
)  # fmt: skip


def device_of(name: str = "auto") -> torch.device:
    """The torch device of a name; `auto` takes CUDA, then Apple's MPS, then the CPU.

    Raises:
        UserError: no such name, or this machine has no such device.
    """
    import torch

    _known(name.partition(":")[0], DEVICES, "device")
    if name == "auto":
        return torch.device(_best())
    kind, _, number = name.partition(":")
    count = {"cuda": torch.cuda.device_count, "mps": torch.mps.device_count}.get(kind, lambda: 1)()
    if not (number or "0").isdigit() or int(number or 0) >= count:
        hint = "Leave it to `auto`, or say `cpu`."
        raise UserError(ErrorKind.input, f"this machine has no device {name}", hint)
    return torch.device(name)


def dtype_of(name: str, device: torch.device) -> torch.dtype:
    """The torch number type of a precision; `auto` is bf16 on CUDA that has it, else fp32.

    Half precision on MPS and fp16 on CPU exist but are not chosen by `auto`.

    Raises:
        UserError: no such name.
    """
    import torch

    _known(name, PRECISIONS, "precision")
    if name == "auto":
        fast = device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
        return torch.bfloat16 if fast else torch.float32
    return {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}[name]


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error tells that memory ran out, whichever library and device it comes from."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in _NO_MEMORY)


def _best() -> str:
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _known(name: str, names: tuple[str, ...], what: str) -> None:
    if name not in names:
        raise UserError(ErrorKind.input, f"no such {what}: {name!r}", f"Known: {', '.join(names)}.")

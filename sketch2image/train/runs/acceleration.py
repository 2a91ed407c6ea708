"""Where a run computes: device, mixed precision, and the other processes of a launch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from sketch2image.models.devices import device_of, dtype_of
from sketch2image.train.runs.settings import RunSettings

if TYPE_CHECKING:
    from accelerate import Accelerator

_MIXED = {torch.float32: "no", torch.float16: "fp16", torch.bfloat16: "bf16"}


def accelerator_for(settings: RunSettings) -> Accelerator:
    """Accelerate's own choice of device, or the one in the settings.

    Under `accelerate launch` each process has a device of its own.

    Raises:
        UserError: this machine has no such device.
    """
    from accelerate import Accelerator
    from accelerate.state import AcceleratorState

    device = device_of(settings.device)
    if device.index is not None:
        torch.cuda.set_device(device)
    AcceleratorState._reset_state(reset_partial_state=True)  # an earlier run may have set another
    mixed = _MIXED[dtype_of(settings.precision, device)]
    return Accelerator(cpu=device.type == "cpu", mixed_precision=mixed)

"""Where a run computes: device, mixed precision, and the other processes of a launch."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import torch

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.devices import device_of, dtype_of
from sketch2image.train.runs.settings import RunSettings

if TYPE_CHECKING:
    from accelerate import Accelerator

_PATIENCE = timedelta(days=1)
"""How long processes wait for the one that validates; ten minutes is what NCCL would."""

_MIXED = {torch.float32: "no", torch.float16: "fp16", torch.bfloat16: "bf16"}


def accelerator_for(settings: RunSettings) -> Accelerator:
    """Accelerate's own choice of device, or the one in the settings.

    Under `accelerate launch` each process has a device of its own.

    Raises:
        UserError: this machine has no such device, or it cannot train in fp16.
    """
    from accelerate import Accelerator, InitProcessGroupKwargs
    from accelerate.state import AcceleratorState

    device = device_of(settings.device)
    if device.index is not None:
        torch.cuda.set_device(device)
    AcceleratorState._reset_state(reset_partial_state=True)  # an earlier run may have set another
    mixed = _MIXED[dtype_of(settings.precision, device)]
    if mixed == "fp16" and device.type == "cpu":  # Accelerate would leave out the scaling of losses
        raise UserError(ErrorKind.input, "fp16 trains on a GPU only", "Set `precision` to bf16.")
    return Accelerator(
        cpu=device.type == "cpu",
        mixed_precision=mixed,
        kwargs_handlers=[InitProcessGroupKwargs(timeout=_PATIENCE)],
    )

"""Mixed precision as a context."""

from __future__ import annotations

import torch


def mixed(device: torch.device, dtype: torch.dtype) -> torch.autocast:
    """Count in `dtype` where that is safe, also where the context around says otherwise."""
    return torch.autocast(device.type, dtype, enabled=dtype != torch.float32)

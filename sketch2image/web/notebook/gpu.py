"""Settings of the full models that suit the GPU of a notebook."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

from sketch2image.web.notebook.saying import say

USUAL_STRENGTH = 0.4
"""How closely the full renderer follows the strokes unless a person says otherwise."""

_BF16_SINCE = 8.0
_ASK = ("--query-gpu=name,memory.total,compute_cap", "--format=csv,noheader,nounits")


@dataclass(frozen=True)
class Gpu:
    """An NVIDIA GPU.

    Attributes:
        name: as its driver says.
        memory: MiB in all.
        capability: CUDA compute capability; from 8.0 on there is bf16 in hardware, a T4 has 7.5.
    """

    name: str
    memory: int
    capability: float


def first_gpu() -> Gpu | None:
    """The first GPU that `nvidia-smi` names, or None."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return None
    told = subprocess.run([program, *_ASK], capture_output=True, text=True).stdout
    fields = [part.strip() for part in told.partition("\n")[0].split(",")]
    return Gpu(fields[0], int(fields[1]), float(fields[2])) if len(fields) == 3 else None


def suit_gpu(strength: float | None = None) -> None:
    """Set how the full models run in this kernel to what its GPU does best.

    A T4 counts in fp16, newer ones in bf16; memory order is channels last; the LoRA is merged at
    the one strength that will be asked for. Settings are environment variables, see docs/full.md.

    Args:
        strength: of the pictures to come, 0..1; None for the usual one.
    """
    gpu = first_gpu()
    if gpu is None:
        say("no NVIDIA GPU here: the full models would run on the CPU, minutes for each picture")
        return
    chosen = {
        "precision": "auto" if gpu.capability >= _BF16_SINCE else "fp16",
        "turbo_channels_last": "true",
        "turbo_fixed_strength": str(USUAL_STRENGTH if strength is None else strength),
    }
    os.environ.update({f"SKETCH2IMAGE_{name.upper()}": text for name, text in chosen.items()})
    settings = ", ".join(f"{name}={text}" for name, text in chosen.items())
    say(f"{gpu.name}, {gpu.memory / 1024:.0f} GB: {settings}")

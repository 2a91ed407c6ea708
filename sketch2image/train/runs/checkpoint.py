"""The whole state of a run in one file, which a crash leaves old or new but never half."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically

FILE = "checkpoint.pt"
_VERSION = 2


def trained_state(module: nn.Module) -> dict[str, Tensor]:
    """The weights of a network that are trained, and its buffers, by name."""
    named = module.named_parameters(remove_duplicate=False)  # tied weights have two names
    frozen = {name for name, weight in named if not weight.requires_grad}
    return {name: value for name, value in module.state_dict().items() if name not in frozen}


def load_trained_state(module: nn.Module, state: dict[str, Tensor]) -> None:
    """Put such a state back.

    Raises:
        UserError: it is that of another network.
    """
    wanted = trained_state(module)
    if wanted.keys() != state.keys():
        odd = sorted(wanted.keys() ^ state.keys())[0]
        raise _misfit(f"{odd} stands in only one of network and checkpoint")
    for name, value in wanted.items():
        if value.shape != state[name].shape:
            raise _misfit(f"{name} is {tuple(state[name].shape)}, not {tuple(value.shape)}")
    module.load_state_dict(state, strict=False)


def write_checkpoint(folder: Path, state: dict[str, Any]) -> None:
    """Write the state of a run.

    Args:
        folder: of the run.
        state: tensors, numbers and text in dicts and lists.

    Raises:
        UserError: the place cannot be written.
    """
    buffer = io.BytesIO()
    torch.save(state | {"version": _VERSION}, buffer)
    write_atomically(folder / FILE, buffer.getbuffer(), durable=True)


def read_checkpoint(folder: Path, device: torch.device) -> dict[str, Any]:
    """The state of a run; no code in the file is run.

    Raises:
        UserError: there is none, it is damaged, or of another version of this program.
    """
    file = folder / FILE
    try:
        state = torch.load(file, map_location=device, weights_only=True)
    except FileNotFoundError as error:
        hint = "Name the folder of a run that was stopped, or leave out --resume."
        raise UserError(ErrorKind.missing_file, f"{folder} holds no {FILE}", hint) from error
    except (OSError, RuntimeError, pickle.UnpicklingError, EOFError) as error:
        raise UserError(
            ErrorKind.unreadable, f"{file} is damaged", "Begin the run anew, without --resume."
        ) from error
    if not isinstance(state, dict) or state.get("version") != _VERSION:
        hint = "Go on with the version that began the run."
        raise UserError(ErrorKind.unreadable, f"{file} is of another version", hint)
    return state


def _misfit(message: str) -> UserError:
    hint = "Go on with the settings and the data that the run began with."
    return UserError(ErrorKind.input, message, hint)

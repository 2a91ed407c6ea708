"""GeM weights in files: read in any of their forms, written in one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.files import write_atomically
from sketch2image.models.pretrained import read_tensors

if TYPE_CHECKING:
    from torch import Tensor, nn

    from sketch2image.gallery.gem.network import GemNetwork

WEIGHTS = "model.safetensors"
"""Of a folder, as `models pull`, `models convert` and training make them."""

_CLASSIFIERS = ("fc.", "backbone.backbone.fc.")


def read_state(file: Path) -> dict[str, Tensor]:
    """Tensors by the museum's names, without a classifier's.

    Args:
        file: safetensors, or what `torch.save` wrote; the latter is opened without running code.

    Raises:
        UserError: missing, damaged, or no tensors by name.
    """
    from sketch2image.models.converting.pickles import read_torch
    from sketch2image.models.converting.recognition import museum_state, state_of

    if file.suffix == ".safetensors":
        state = museum_state(read_tensors(file))
    else:
        state = state_of(read_torch(file), file)
    return {name: tensor for name, tensor in state.items() if not name.startswith(_CLASSIFIERS)}


def save_network(
    network: GemNetwork, folder: Path, *, epoch: int = 0, val_gap: float = 0.0
) -> Path:
    """Write a network as `model.safetensors`, which `open_network` and `models convert` take.

    Args:
        network: on any device.
        folder: made when missing.
        epoch: that it was trained for; stands in the file, as does the next.
        val_gap: GAP of the validation queries then, 0..1.

    Returns:
        The file.

    Raises:
        UserError: it cannot be written.
    """
    from safetensors.torch import save

    tensors = {n: t.detach().cpu().contiguous() for n, t in network.state_dict().items()}
    facts = {"format": "pt", "epoch": str(epoch), "val_gap": repr(val_gap)}
    write_atomically(folder / WEIGHTS, save(tensors, facts))
    return folder / WEIGHTS


def digest_of_network(network: nn.Module) -> str:
    """16 hexadecimal digits of its weights, whichever file they came from."""
    digest = hashlib.sha256()
    for name, tensor in sorted(network.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]

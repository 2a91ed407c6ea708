"""A trained captioner as the program opens it, and as the original project keeps it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from sketch2image.caption.blip import LEARNED
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.models.digests import sha256_of
from sketch2image.models.pretrained import CONFIG, WEIGHTS
from sketch2image.models.record import Kept, Record, write_record

if TYPE_CHECKING:
    from torch import Tensor

PUBLISHED = "blip_fine_tuning.pth"

_KEPT = (
    CONFIG, "generation_config.json", "preprocessor_config.json", "special_tokens_map.json",
    "tokenizer.json", "tokenizer_config.json", "vocab.txt",
)  # fmt: skip
"""Files of the base that a captioner goes on with, where the base has them."""

_ID = "blip"
_WRAPPER = "model_state_dict"


def write_captioner(
    state: Mapping[str, Tensor], base: Path, folder: Path, source: str, labels: Sequence[str]
) -> None:
    """Write a folder that `BlipCaptioner` opens, and `blip_fine_tuning.pth` in it.

    Both hold the output layer's copies of the word table and of its bias, as a state dict of
    `BlipForConditionalGeneration` has them, so that a strict load takes them.

    Args:
        state: of a whole BLIP, by name.
        base: folder of the model that was trained; its tokenizer and processor are copied.
        folder: to write to.
        source: what `model.json` says of where this comes from.
        labels: classes that it learned to name.

    Raises:
        UserError: the place cannot be written.
    """
    from safetensors.torch import save

    tensors = _on_cpu(state)
    own = {name: tensor.contiguous().clone() for name, tensor in tensors.items()}
    write_atomically(folder / WEIGHTS, save(own, {"format": "pt"}))
    del own
    buffer = io.BytesIO()
    torch.save({_WRAPPER: tensors}, buffer)
    write_atomically(folder / PUBLISHED, buffer.getbuffer())
    _copy(base, folder)
    write_atomically(folder / LEARNED, json.dumps(labels).encode())
    write_record(folder, _ID, Record(source, files=_kept(folder)))


def _on_cpu(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The same in main memory; what shares memory goes on sharing it."""
    moved: dict[tuple[int, torch.Size], Tensor] = {}
    return {
        name: moved.setdefault((tensor.data_ptr(), tensor.shape), tensor.detach().cpu())
        for name, tensor in state.items()
    }


def _copy(base: Path, folder: Path) -> None:
    try:
        for name in _KEPT:
            if (base / name).is_file():
                shutil.copyfile(base / name, folder / name)
    except OSError as error:
        raise unwritable(folder, error) from error


def _kept(folder: Path) -> dict[str, Kept]:
    names = (WEIGHTS, *(name for name in _KEPT if (folder / name).is_file()))
    return {name: Kept((folder / name).stat().st_size, sha256_of(folder / name)) for name in names}

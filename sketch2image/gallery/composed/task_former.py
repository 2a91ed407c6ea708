"""Checkpoints of TASK-former (Sangkloy et al., ECCV 2022) and of what was made of it.

`module.` before every name is left by training on several GPUs. `visual.` is the photo tower,
`visual2.` that for sketches, and the rest is named as in the CLIP of OpenAI. Its decoder and its
classifier served training alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.converting.pickles import read_torch

if TYPE_CHECKING:
    from torch import Tensor

_PREFIX, _SKETCHES = "module.", "visual2."
_OF_CLIP = (
    "visual.", "transformer.", "token_embedding.", "positional_embedding", "ln_final.",
    "text_projection", "logit_scale",
)  # fmt: skip
_BLOCK = re.compile(r"transformer\.resblocks\.(\d+)\.")
_HEAD = 64
"""Width of an attention head in every CLIP of OpenAI."""


@dataclass(frozen=True)
class TaskFormer:
    """What a checkpoint holds.

    Attributes:
        model: `model_cfg` of OpenCLIP.
        state: tensors by the names of `ComposedNetwork`.
        shared: whether it has no tower for sketches.
    """

    model: Mapping[str, Any]
    state: Mapping[str, Tensor]
    shared: bool


def read_task_former(file: Path) -> TaskFormer:
    """Read a checkpoint: a dict with `state_dict`, or the state dict itself.

    Raises:
        UserError: missing, damaged, or with towers of another kind.
    """
    tensors = _tensors(read_torch(file), file)
    state = {f"clip.{n}": t for n, t in tensors.items() if n.startswith(_OF_CLIP)}
    sketches = {n: t for n, t in tensors.items() if n.startswith(_SKETCHES)}
    state |= {f"sketch_tower.{n.removeprefix(_SKETCHES)}": t for n, t in sketches.items()}
    try:
        model = _model(tensors)
    except (KeyError, IndexError, ValueError) as error:
        raise _other(file, f"it lacks {error}") from error
    return TaskFormer(model, {n: t.float() for n, t in state.items()}, not sketches)


def _tensors(content: object, file: Path) -> dict[str, Tensor]:
    import torch

    found = content.get("state_dict", content) if isinstance(content, Mapping) else {}
    tensors = {str(n): t for n, t in found.items() if isinstance(t, torch.Tensor)}
    if not tensors:
        raise _other(file, "it holds no tensors by name")
    return {name.removeprefix(_PREFIX): tensor for name, tensor in tensors.items()}


def _model(tensors: Mapping[str, Tensor]) -> dict[str, Any]:
    """The towers' sizes, by the shapes of their weights."""
    width, _, patch, _ = tensors["visual.conv1.weight"].shape
    side = round((len(tensors["visual.positional_embedding"]) - 1) ** 0.5)
    context, text_width = tensors["positional_embedding"].shape
    return {
        "embed_dim": tensors["text_projection"].shape[1],
        "quick_gelu": True,
        "vision_cfg": {
            "image_size": side * patch, "patch_size": patch, "width": width,
            "layers": _layers(tensors, "visual."), "head_width": min(_HEAD, width),
        },
        "text_cfg": {
            "context_length": context, "vocab_size": len(tensors["token_embedding.weight"]),
            "width": text_width, "heads": max(1, text_width // _HEAD),
            "layers": _layers(tensors, ""),
        },
    }  # fmt: skip


def _layers(tensors: Mapping[str, Tensor], tower: str) -> int:
    names = (name.removeprefix(tower) for name in tensors if name.startswith(tower))
    return 1 + max(int(found[1]) for name in names if (found := _BLOCK.match(name)))


def _other(file: Path, why: str) -> UserError:
    hint = "Name tsbir_model_final.pt, or one trained from it."
    return UserError(ErrorKind.model, f"{file} is no TASK-former: {why}", hint)

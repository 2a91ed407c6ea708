"""Models of one's own: what a folder holds that a person names instead of an id."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.record import read_record
from sketch2image.models.table import Model, Part

Needs = Callable[[Mapping[str, Any]], tuple[str, ...]]
"""From what the first file of a model says to the ids or folders it stands on."""


def _nothing(_: Mapping[str, Any]) -> tuple[str, ...]:
    return ()


def _turbo_base(said: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(said.get("base") or "sd-turbo"),)


def _towers_base(said: Mapping[str, Any]) -> tuple[str, ...]:
    base = said.get("base")
    named = [base.get("model"), base.get("folder")] if isinstance(base, dict) else []
    return tuple(str(name) for name in named if name)[:1]


@dataclass(frozen=True)
class _Kind:
    """What a folder of a family holds: every one of `files`, and the first `weights` there is."""

    family: str
    stage: str
    files: tuple[str, ...]
    weights: tuple[str, ...]
    needs: Needs = _nothing


_PUBLISHED = ("model.safetensors", "model.safetensors.index.json")
_BLIP = _Kind("blip", "caption", ("config.json", "preprocessor_config.json"), _PUBLISHED[:1])
_DINO = _Kind("dino", "encode", ("config.json",), _PUBLISHED)
_DINO_ONNX = _Kind("dino-onnx", "encode", ("config.json",), ("model.onnx", "onnx/model.onnx"))
_GROUNDING = _Kind(
    "grounding-dino", "detect", ("config.json", "preprocessor_config.json"), _PUBLISHED[:1]
)

_BY_FILE = {
    "towers.json": _Kind(
        "two-towers", "encode", ("towers.json",), ("towers.safetensors",), _towers_base
    ),
    "weights.json": _Kind(
        "turbo", "render", ("weights.json",), ("weights.safetensors",), _turbo_base
    ),
    "open_clip_config.json": _Kind(
        "clip", "encode", ("open_clip_config.json",), ("open_clip_model.safetensors",)
    ),
    "unet/config.json": _Kind(
        "sd-turbo",
        "render",
        tuple(f"{part}/config.json" for part in ("unet", "vae", "text_encoder")),
        ("unet/diffusion_pytorch_model.safetensors",),
    ),
}
"""By the file that only this kind has."""

_BY_TYPE = {
    "blip": _BLIP,
    "dinov2": _DINO,
    "dinov2_with_registers": _DINO,
    "dinov3_vit": _DINO,
    "grounding-dino": _GROUNDING,
}
"""By `model_type` of `config.json`."""

_CONFIG = "config.json"
_HINT = "Name the `model` or `best` folder of a training run, or one like those of `models where`."


def own_model(folder: Path) -> Model:
    """The row of a folder, as if it stood in the table; its id is its absolute path.

    Args:
        folder: of a model that was trained here, or put here by hand.

    Raises:
        UserError: the folder holds no model that this program opens, or not all of its files.
    """
    kind = _kind(folder)
    place = str(folder.absolute())
    return Model(
        id=place,
        stage=kind.stage,
        family=kind.family,
        capability=read_record(folder).source or f"your own ({kind.family})",
        licence="yours",
        terms="",
        size=0,
        folder=place,
        parts=tuple(Part(name, name) for name in _names(kind, folder)),
        by_hand=_HINT,
        needs=kind.needs(_said(folder / kind.files[0])),
    )


def _kind(folder: Path) -> _Kind:
    for name, kind in _BY_FILE.items():
        if (folder / name).is_file():
            return kind
    named = _said(folder / _CONFIG).get("model_type") if (folder / _CONFIG).is_file() else None
    kind = _BY_TYPE.get(str(named))
    if kind is None:
        what = f"a model of type {named}, which nothing here opens" if named else "no model"
        raise UserError(ErrorKind.model, f"{folder} holds {what}", _HINT)
    return _DINO_ONNX if kind is _DINO and _only_onnx(folder) else kind


def _only_onnx(folder: Path) -> bool:
    def there(names: tuple[str, ...]) -> bool:
        return any((folder / name).is_file() for name in names)

    return there(_DINO_ONNX.weights) and not there(_DINO.weights)


def _names(kind: _Kind, folder: Path) -> tuple[str, ...]:
    weights = next((name for name in kind.weights if (folder / name).is_file()), kind.weights[0])
    names = (*kind.files, weights)
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        message = f"the {kind.family} model in {folder} lacks {', '.join(missing)}"
        raise UserError(ErrorKind.model, message, _HINT)
    return names


def _said(file: Path) -> Mapping[str, Any]:
    try:
        said = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(ErrorKind.model, f"{file} is damaged", _HINT) from error
    return said if isinstance(said, dict) else {}

"""How the full models come into memory: what runs in their process."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sketch2image.core.errors import UserError
from sketch2image.core.labels import LABELS
from sketch2image.core.parts import CAPTIONER, DETECTOR, ENCODER, RENDERER
from sketch2image.core.progress import Report
from sketch2image.engine.full import PREFERRED, WEIGHTS, FullModels
from sketch2image.engine.memory import free_bytes
from sketch2image.engine.remote import Servant
from sketch2image.engine.shelf import Maker, Shelf
from sketch2image.models.hub import folder_of, stand_in
from sketch2image.models.layouts import layout_of_file
from sketch2image.models.table import Model, model

_AT_WORK = {CAPTIONER: 500_000_000, RENDERER: 3_000_000_000, ENCODER: 500_000_000,
            DETECTOR: 2_000_000_000}  # fmt: skip
"""Bytes that a part takes beside its weights while it answers, about (docs/benchmarks.md)."""

_WEIGHTS = (".safetensors", ".onnx")


def servant(models: FullModels) -> Servant:
    """What answers calls in the models' process."""
    return Servant(Shelf(makers(models), partial(free_bytes, models.device)))


def makers(models: FullModels) -> dict[str, Maker]:
    """How each part comes into memory; nothing is loaded yet."""
    return {part: _maker(part, models) for part in PREFERRED}


def _maker(part: str, models: FullModels) -> Maker:
    row = models.model_of(part)
    own = models.weights if part == RENDERER else None
    size = sum(_bytes_of(file, models) for file in _weights(part, models))
    load = partial(_LOADERS[row.family], row, models)
    return Maker(load, size + _AT_WORK[part], own.name if own else row.id)


def _weights(part: str, models: FullModels) -> list[Path]:
    """The files whose numbers will lie in memory; none where the part is not on disk."""
    if models.missing([part]):
        return []
    row = models.model_of(part)
    if part == RENDERER:
        base, weights = _turbo_files(row, models)
        return [weights, *base.rglob("*.safetensors")]
    rows = (row, *map(model, row.needs))
    files = (folder_of(one.id) / name for one in rows for name in one.names)
    return [file for file in files if file.name.endswith(_WEIGHTS)]


def _bytes_of(file: Path, models: FullModels) -> int:
    if file.suffix != ".safetensors":
        return file.stat().st_size
    try:
        shapes = layout_of_file(file).values()
    except UserError:  # said when it is loaded, by what knows what it should be
        return 0
    return sum(map(math.prod, shapes)) * _bytes_each(models)


def _bytes_each(models: FullModels) -> int:
    from sketch2image.models.devices import device_of, dtype_of

    return dtype_of(models.precision, device_of(models.device)).itemsize


def _turbo_files(row: Model, models: FullModels) -> tuple[Path, Path]:
    if models.base and models.weights:
        return models.base, models.weights
    return folder_of(stand_in(row.needs[0])), folder_of(row.id) / WEIGHTS


def _blip(row: Model, models: FullModels, _: Report) -> object:
    from sketch2image.caption.blip import BlipCaptioner

    return BlipCaptioner(
        folder_of(row.id),
        vocabulary=None if models.vocabulary == LABELS else models.vocabulary,
        device=models.device,
        precision=models.precision,
    )


def _turbo(row: Model, models: FullModels, report: Report) -> object:
    from sketch2image.render.turbo.renderer import TurboRenderer

    base, weights = _turbo_files(row, models)
    return TurboRenderer(base, weights, models.turbo, models.side, report)


def _dino(row: Model, models: FullModels, _: Report) -> object:
    from sketch2image.gallery.dino import DinoEncoder

    return DinoEncoder(
        folder_of(row.id),
        pooling=models.pooling,
        device=models.device,
        precision=models.precision,
        view=models.view,
    )


def _dino_onnx(row: Model, models: FullModels, _: Report) -> object:
    from sketch2image.gallery.dino_onnx import DinoOnnxEncoder

    return DinoOnnxEncoder(folder_of(row.id), pooling=models.pooling, view=models.view)


def _clip(row: Model, models: FullModels, _: Report) -> object:
    from sketch2image.gallery.clip import ClipEncoder

    return ClipEncoder(folder_of(row.id), device=models.device, precision=models.precision)


def _two_towers(row: Model, models: FullModels, _: Report) -> object:
    from sketch2image.gallery.two_towers import TwoTowersEncoder

    return TwoTowersEncoder(folder_of(row.id), device=models.device, precision=models.precision)


def _grounding(row: Model, models: FullModels, _: Report) -> object:
    from sketch2image.detect.grounding import GroundingDetector

    return GroundingDetector(folder_of(row.id), device=models.device, precision=models.precision)


_LOADERS: dict[str, Callable[[Model, FullModels, Report], object]] = {
    "blip": _blip,
    "turbo": _turbo,
    "dino": _dino,
    "dino-onnx": _dino_onnx,
    "clip": _clip,
    "two-towers": _two_towers,
    "grounding-dino": _grounding,
}
"""By family of the model table."""

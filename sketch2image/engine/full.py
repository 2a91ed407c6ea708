"""Which full models answer, and how each comes into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import LABELS
from sketch2image.core.settings import Settings
from sketch2image.engine.remote import CAPTIONER, DETECTOR, ENCODER, RENDERER, Servant
from sketch2image.engine.shelf import Maker, Shelf
from sketch2image.models.hub import folder_of
from sketch2image.models.places import standing
from sketch2image.models.table import Model, model
from sketch2image.render.protocol import SIDE
from sketch2image.render.turbo.options import TurboOptions

PREFERRED = {
    CAPTIONER: ("blip-sketch", "blip-large", "blip-base"),
    RENDERER: ("turbo-sketch", "turbo-edge"),
    ENCODER: (
        "dinov2-base", "dinov2-large", "dinov2-small", "dinov2-base-onnx", "openclip-b16",
        "openclip-b32", "siglip2-b16",
    ),
    DETECTOR: ("grounding-dino-tiny", "grounding-dino-base"),
}  # fmt: skip
"""Models of each part, the one to take first at the front."""

ANSWERING = (CAPTIONER, RENDERER, ENCODER)
"""The parts that a whole answer needs."""

WEIGHTS = "weights.safetensors"

_AS_GOOD = {"sd-turbo": "sd-turbo-fp16"}
_USUAL = TurboOptions()
_TORCHLESS = ("dino-onnx",)


@dataclass(frozen=True)
class FullModels:
    """The full models and how they run; pickles, since they run in a process of their own.

    Attributes:
        captioner, renderer, encoder, detector: ids in the model table.
        device, precision: see `models.devices`.
        pooling: of DINO encoders, "cls" or "cls+mean".
        vocabulary: labels that a caption may speak of.
        turbo: how the renderer is run.
        side: width and height of rendered pictures.
        base, weights: a base model and renderer weights of one's own, instead of the table's.
    """

    captioner: str
    renderer: str
    encoder: str
    detector: str
    device: str = "auto"
    precision: str = "auto"
    pooling: Literal["cls", "cls+mean"] = "cls"
    vocabulary: tuple[str, ...] = LABELS
    turbo: TurboOptions = _USUAL
    side: int = SIDE
    base: Path | None = None
    weights: Path | None = None

    def id_of(self, part: str) -> str:
        """The model of a part."""
        return getattr(self, part)

    def missing(self, parts: Iterable[str] = ANSWERING) -> list[str]:
        """Ids of the models that these parts need and that are not on disk."""
        wanted = [needed for part in parts for needed in self._needed(part)]
        return [name for name in dict.fromkeys(wanted) if not is_here(name)]

    def needs_torch(self, parts: Iterable[str] = ANSWERING) -> bool:
        """Whether any of these parts runs on torch."""
        return any(model(self.id_of(part)).family not in _TORCHLESS for part in parts)

    def _needed(self, part: str) -> tuple[str, ...]:
        if part == RENDERER and self.base and self.weights:
            return ()
        row = model(self.id_of(part))
        return (*map(_stand_in, row.needs), row.id)


def full_models(settings: Settings, vocabulary: tuple[str, ...] = LABELS) -> FullModels:
    """What the settings say; where they leave it open, the first that is on disk.

    Raises:
        UserError: a setting names no model, or one of another kind.
    """
    return FullModels(
        captioner=_chosen(CAPTIONER, settings.caption_model),
        renderer=_chosen(RENDERER, settings.render_model),
        encoder=_chosen(ENCODER, settings.encode_model),
        detector=_chosen(DETECTOR, settings.detect_model),
        device=settings.device,
        precision=settings.precision,
        pooling=settings.pooling,
        vocabulary=vocabulary,
        turbo=TurboOptions(
            settings.device,
            settings.precision,
            settings.turbo_compile,
            settings.turbo_channels_last,
            settings.turbo_tiling,
            settings.turbo_fixed_strength,
        ),
    )


def with_weights(models: FullModels, base: str, weights: str, side: int) -> FullModels:
    """The same, but with a base model and renderer weights of one's own.

    Raises:
        UserError: only one of the two is given, or the size is no multiple of 8.
    """
    if bool(base) != bool(weights):
        hint = "Name both, or neither for the table's."
        raise UserError(ErrorKind.input, "--base and --weights go together", hint)
    if side % 8:
        hint = "512 is what the model was trained on."
        raise UserError(ErrorKind.input, f"{side} is not a multiple of 8", hint)
    if not base:
        return replace(models, side=side)
    return replace(models, side=side, base=Path(base), weights=Path(weights))


def is_here(model_id: str) -> bool:
    """Whether a model is on disk, ready to be opened."""
    try:
        folder_of(model_id)
    except UserError:
        return False
    return True


def _stand_in(model_id: str) -> str:
    """The model itself, or one that does as well where only that is here."""
    other = _AS_GOOD.get(model_id, model_id)
    return other if not is_here(model_id) and is_here(other) else model_id


def servant(models: FullModels) -> Servant:
    """What runs in the models' process."""
    from sketch2image.engine.memory import free_bytes

    return Servant(Shelf(makers(models), partial(free_bytes, models.device)))


def makers(models: FullModels) -> dict[str, Maker]:
    """How each part comes into memory.

    Raises:
        UserError: there is no such model, or a part cannot use a model of that family.
    """
    return {part: _maker(part, models) for part in PREFERRED}


def _maker(part: str, models: FullModels) -> Maker:
    row = model(models.id_of(part))
    load = _LOADERS[part].get(row.family)
    if load is None:
        raise _unfit(part, row)
    return Maker(partial(load, row, models), _bytes(row, models), row.id)


def _bytes(row: Model, models: FullModels) -> int:
    rows = (row, *map(model, map(_stand_in, row.needs)))
    on_disk = sum(standing(one).bytes for one in rows)
    return on_disk // 2 if models.precision in ("fp16", "bf16") else on_disk


def _chosen(part: str, wish: str) -> str:
    if wish:
        row = model(wish)
        if row.family not in _LOADERS[part]:
            raise _unfit(part, row)
        return row.id
    names = PREFERRED[part]
    return next((name for name in names if is_here(name)), names[0])


def _unfit(part: str, row: Model) -> UserError:
    known = ", ".join(PREFERRED[part])
    return UserError(ErrorKind.model, f"{row.id} is no {part}", f"Known: {known}.")


def _blip(row: Model, models: FullModels) -> object:
    from sketch2image.caption.blip import BlipCaptioner

    return BlipCaptioner(
        folder_of(row.id),
        vocabulary=models.vocabulary,
        device=models.device,
        precision=models.precision,
    )


def _turbo(row: Model, models: FullModels) -> object:
    from sketch2image.render.turbo.renderer import TurboRenderer

    base = models.base or folder_of(_stand_in(row.needs[0]))
    weights = models.weights or folder_of(row.id) / WEIGHTS
    return TurboRenderer(base, weights, models.turbo, models.side)


def _dino(row: Model, models: FullModels) -> object:
    from sketch2image.gallery.dino import DinoEncoder

    return DinoEncoder(
        folder_of(row.id),
        pooling=models.pooling,
        device=models.device,
        precision=models.precision,
    )


def _dino_onnx(row: Model, models: FullModels) -> object:
    from sketch2image.gallery.dino_onnx import DinoOnnxEncoder

    return DinoOnnxEncoder(folder_of(row.id), pooling=models.pooling)


def _clip(row: Model, models: FullModels) -> object:
    from sketch2image.gallery.clip import ClipEncoder

    return ClipEncoder(folder_of(row.id), device=models.device, precision=models.precision)


def _grounding(row: Model, models: FullModels) -> object:
    from sketch2image.detect.grounding import GroundingDetector

    return GroundingDetector(folder_of(row.id), device=models.device, precision=models.precision)


_LOADERS: dict[str, dict[str, Callable[[Model, FullModels], object]]] = {
    CAPTIONER: {"blip": _blip},
    RENDERER: {"turbo": _turbo},
    ENCODER: {"dino": _dino, "dino-onnx": _dino_onnx, "clip": _clip},
    DETECTOR: {"grounding-dino": _grounding},
}
"""Which families each part can use."""

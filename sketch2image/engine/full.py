"""Which full models answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.labels import LABELS
from sketch2image.core.parts import ANSWERING, CAPTIONER, DETECTOR, ENCODER, RENDERER
from sketch2image.core.settings import Settings
from sketch2image.models.hub import is_here, stand_in
from sketch2image.models.table import Model, model
from sketch2image.render.protocol import SIDE
from sketch2image.render.turbo.options import TurboOptions

PREFERRED = {
    CAPTIONER: ("blip-sketch", "blip-base", "blip-large"),
    RENDERER: ("turbo-sketch", "turbo-edge"),
    ENCODER: (
        "dinov2-base", "dinov2-large", "dinov2-small", "dinov2-base-onnx", "openclip-b16",
        "openclip-b32", "siglip2-b16",
    ),
    DETECTOR: ("grounding-dino-tiny", "grounding-dino-base"),
}  # fmt: skip
"""Models of each part, the one to take first at the front."""

FAMILIES = {
    CAPTIONER: ("blip",),
    RENDERER: ("turbo",),
    ENCODER: ("dino", "dino-onnx", "clip", "two-towers"),
    DETECTOR: ("grounding-dino",),
}
"""Families of the model table that each part can use."""

WEIGHTS = "weights.safetensors"
"""What `models convert` writes for a renderer."""

_PACKAGES = {
    "blip": ("torch", "transformers"),
    "turbo": ("torch", "transformers", "diffusers", "peft"),
    "dino": ("torch", "transformers"),
    "dino-onnx": ("onnxruntime",),
    "clip": ("torch", "open_clip"),
    "two-towers": ("torch", "transformers", "open_clip", "peft"),
    "grounding-dino": ("torch", "transformers"),
}
_KNOW_WORDS = ("clip",)
_USUAL = TurboOptions()


@dataclass(frozen=True)
class FullModels:
    """The full models and how they run; pickles, since they run in a process of their own.

    Attributes:
        captioner, renderer, encoder, detector: ids in the model table, or folders.
        device, precision: see `models.devices`.
        pooling: of DINO encoders, "cls" or "cls+mean".
        view: of DINO encoders, a name of `gallery.views`.
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
    view: str = "dino"
    vocabulary: tuple[str, ...] = LABELS
    turbo: TurboOptions = _USUAL
    side: int = SIDE
    base: Path | None = None
    weights: Path | None = None

    def model_of(self, part: str) -> Model:
        """The row of a part's model."""
        return model(getattr(self, part))

    def missing(self, parts: Iterable[str] = ANSWERING) -> list[str]:
        """Ids of the models that these parts need and that are not on disk."""
        wanted = [needed for part in parts if part in PREFERRED for needed in self._needed(part)]
        return [name for name in dict.fromkeys(wanted) if not is_here(name)]

    def packages(self, parts: Iterable[str] = ANSWERING) -> list[str]:
        """Names of the Python packages that these parts need."""
        needed = [_PACKAGES[self.model_of(part).family] for part in parts if part in PREFERRED]
        return list(dict.fromkeys(name for names in needed for name in names))

    @property
    def knows_words(self) -> bool:
        """Whether the encoder can place words."""
        row = self.model_of(ENCODER)
        return any(one.family in _KNOW_WORDS for one in (row, *map(model, row.needs)))

    def _needed(self, part: str) -> tuple[str, ...]:
        if part == RENDERER and self.base and self.weights:
            return ()
        row = self.model_of(part)
        return (*map(stand_in, row.needs), row.id)


def full_models(settings: Settings, vocabulary: tuple[str, ...] = LABELS) -> FullModels:
    """What the settings say; where they leave it open, the first that is on disk.

    Where none is, the first that can be fetched.

    Raises:
        UserError: a setting names no model and no folder of one, or one of another kind.
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
    """The same, but with a base model and renderer weights of one's own, or the folder of these.

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
    file = Path(weights) / WEIGHTS if Path(weights).is_dir() else Path(weights)
    return replace(models, side=side, base=Path(base), weights=file)


def for_edges(models: FullModels, settings: Settings) -> FullModels:
    """The same with the edge model as renderer, where it is here and the settings name none."""
    edge = "turbo-edge"
    if settings.render_model or models.weights or not is_here(edge):
        return models
    return replace(models, renderer=edge)


def _chosen(part: str, wish: str) -> str:
    if wish:
        row = model(wish)
        if row.family not in FAMILIES[part]:
            known = ", ".join(PREFERRED[part])
            raise UserError(ErrorKind.model, f"{row.id} is no {part}", f"Known: {known}.")
        return row.id
    names = PREFERRED[part]
    return next(filter(is_here, names), next(filter(_can_be_fetched, names)))


def _can_be_fetched(model_id: str) -> bool:
    convert = model(model_id).convert
    return convert is None or not convert.by_hand

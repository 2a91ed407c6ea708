"""The museum's backbones: what they are called, how they are built, and which weights they take.

Names and weights are those of nikosips/met and sharvari-gote/resmet. All of them see ImageNet-
normalized RGB, those from Caffe included: nikosips/met shows them nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sketch2image.core.errors import ErrorKind, UserError


@dataclass(frozen=True)
class Architecture:
    """A ResNet or ResNeXt as torchvision builds it.

    Attributes:
        block: of its stages.
        depths: blocks of each stage.
        groups: of the 3x3 convolutions.
        width: channels of a group, in the first stage.
    """

    block: Literal["basic", "bottleneck"]
    depths: tuple[int, int, int, int]
    groups: int = 1
    width: int = 64

    @property
    def channels(self) -> int:
        """Length of a descriptor."""
        return {"basic": 512, "bottleneck": 2048}[self.block]


_R101 = (3, 4, 23, 3)

ARCHITECTURES: dict[str, Architecture] = {
    "resnet18": Architecture("basic", (2, 2, 2, 2)),
    "resnet50": Architecture("bottleneck", (3, 4, 6, 3)),
    "resnext50_32x4d": Architecture("bottleneck", (3, 4, 6, 3), 32, 4),
    "resnext101_32x4d": Architecture("bottleneck", _R101, 32, 4),
    "resnext101_32x8d": Architecture("bottleneck", _R101, 32, 8),
    "resnext101_32x16d": Architecture("bottleneck", _R101, 32, 16),
}


@dataclass(frozen=True)
class Variant:
    """A backbone as the museum's scripts offer it.

    Attributes:
        architecture: in `ARCHITECTURES`.
        model: id of its weights in the model table; empty for one whose weights are a file.
        projector: whether a learned linear layer follows the pooling.
    """

    architecture: str
    model: str = ""
    projector: bool = False


VARIANTS: dict[str, Variant] = {
    "r18INgem": Variant("resnet18", "r18-imagenet"),
    "r50INgem": Variant("resnet50", "r50-imagenet"),
    "r50_swav_gem": Variant("resnet50", "r50-swav"),
    "r50_SIN_gem": Variant("resnet50", "r50-sin"),
    "r50INgem_caffe": Variant("resnet50", "r50-caffe"),
    "r18_sw-sup_gem": Variant("resnet18", "r18-swsl"),
    "r50_sw-sup_gem": Variant("resnet50", "r50-swsl"),
    "resnext50_32x4d_swsl": Variant("resnext50_32x4d", "rx50-32x4d-swsl"),
    "resnext101_32x4d_swsl": Variant("resnext101_32x4d", "rx101-32x4d-swsl"),
    "resnext101_32x8d_swsl": Variant("resnext101_32x8d", "rx101-32x8d-swsl"),
    "resnext101_32x16d_swsl": Variant("resnext101_32x16d", "rx101-32x16d-swsl"),
    "r18_contr_loss_gem": Variant("resnet18"),
    "r18_contr_loss_gem_fc": Variant("resnet18", projector=True),
    "r18_contr_loss_gem_fc_swsl": Variant("resnet18", projector=True),
}
"""By the name that `--net` takes."""

_ALIASES = {"resnet18": "r18INgem", "resnet50": "r50INgem", "r18_sw-sup": "r18_sw-sup_gem"}
"""What nikosips/met calls them in training."""


def is_variant(name: str) -> bool:
    """Whether a name is a backbone's, an alias of one, or the id of its weights."""
    return _full_name(name) in VARIANTS


def variant_named(name: str) -> Variant:
    """A backbone by its name, by what training calls it, or by the id of its weights.

    Raises:
        UserError: no such backbone.
    """
    full = _full_name(name)
    if full not in VARIANTS:
        hint = f"Known: {', '.join(VARIANTS)}."
        raise UserError(ErrorKind.input, f"no such backbone: {name!r}", hint)
    return VARIANTS[full]


def architecture_of(shapes: Mapping[str, tuple[int, ...]]) -> str | None:
    """Which of `ARCHITECTURES` tensors of these names and shapes are of; None for no such.

    Args:
        shapes: of all tensors, by the museum's names (`backbone.backbone.<child>...`).
    """
    depths = tuple(_blocks(shapes, stage) for stage in range(4, 8))
    inner = shapes.get("backbone.backbone.4.0.conv2.weight", ())[:2]
    for name, one in ARCHITECTURES.items():
        if (depths, inner) == (one.depths, (one.groups * one.width, one.width)):
            return name
    return None


def _full_name(name: str) -> str:
    by_weights = {variant.model: full for full, variant in VARIANTS.items() if variant.model}
    return _ALIASES.get(name) or by_weights.get(name, name)


def _blocks(shapes: Mapping[str, tuple[int, ...]], stage: int) -> int:
    start = f"backbone.backbone.{stage}."
    return len({name.split(".")[3] for name in shapes if name.startswith(start)})

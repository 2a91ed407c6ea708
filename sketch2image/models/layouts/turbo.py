"""What a pix2pix-turbo checkpoint must hold, worked out from the base model it adapts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sketch2image.models.layouts.tables import Layout

UNET_ADAPTER = "default"
VAE_ADAPTER = "vae_skip"
_SKIPS = 4


def turbo_layout(
    unet: Layout,
    vae: Layout,
    rank_unet: int,
    rank_vae: int,
    unet_targets: Iterable[str],
    vae_targets: Iterable[str],
    stochastic: bool,
) -> tuple[Layout, Layout]:
    """Layouts of `state_dict_unet` and `state_dict_vae` of the published file.

    The file keeps what the trained networks call "lora" or "conv_in" (UNet) and "lora" or "skip"
    (VAE), under the names peft gives: source, `save_model` of img2img-turbo.

    Args:
        unet: layout of the base model's UNet.
        vae: layout of its VAE.
        rank_unet: LoRA rank in the UNet.
        rank_vae: LoRA rank in the VAE.
        unet_targets: name endings of the adapted modules, as peft matches them: whole parts.
        vae_targets: the same for the VAE.
        stochastic: the UNet's first convolution is doubled (TwinConv).
    """
    first = _doubled(unet) if stochastic else unet
    adapted_unet = _adapted(first, rank_unet, tuple(unet_targets), UNET_ADAPTER)
    adapted_vae = _adapted(vae | _skips(vae), rank_vae, tuple(vae_targets), VAE_ADAPTER)
    return _kept(adapted_unet, "lora", "conv_in"), _kept(adapted_vae, "lora", "skip")


def _kept(layout: Layout, *words: str) -> Layout:
    return {name: shape for name, shape in layout.items() if any(word in name for word in words)}


def _doubled(unet: Layout) -> Layout:
    first = {kind: unet[f"conv_in.{kind}"] for kind in ("weight", "bias")}
    twins = {
        f"conv_in.conv_in_{twin}.{kind}": shape
        for twin in ("pretrained", "curr")
        for kind, shape in first.items()
    }
    rest = {name: shape for name, shape in unet.items() if not name.startswith("conv_in.")}
    return twins | rest


def _skips(vae: Layout) -> Layout:
    return {
        f"decoder.skip_conv_{index + 1}.weight": (
            vae[f"decoder.up_blocks.{index}.resnets.0.conv1.weight"][1],
            vae[f"encoder.down_blocks.{_SKIPS - 1 - index}.resnets.0.conv1.weight"][1],
            1,
            1,
        )
        for index in range(_SKIPS)
    }


def _adapted(layout: Layout, rank: int, targets: tuple[str, ...], adapter: str) -> Layout:
    return dict(
        entry
        for name, shape in layout.items()
        for entry in _entries(name, shape, rank, targets, adapter)
    )


def _entries(
    name: str, shape: tuple[int, ...], rank: int, targets: tuple[str, ...], adapter: str
) -> Iterator[tuple[str, tuple[int, ...]]]:
    module, _, kind = name.rpartition(".")
    if not f".{module}".endswith(tuple(f".{target}" for target in targets)):
        yield name, shape
        return
    yield f"{module}.base_layer.{kind}", shape
    if kind == "weight":
        kernel = shape[2:]
        yield f"{module}.lora_A.{adapter}.weight", (rank, *shape[1:])
        yield f"{module}.lora_B.{adapter}.weight", (shape[0], rank, *(1 for _ in kernel))

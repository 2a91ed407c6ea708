"""The trained part of a pix2pix-turbo model: the published pickle, and ours."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.models.converting.pickles import read_torch
from sketch2image.models.layouts import Layout

if TYPE_CHECKING:
    from torch import Tensor

FORMAT = "pix2pix-turbo"
VERSION = 1
_UNET, _VAE = "unet.", "vae."
_TWIN = "conv_in.conv_in_pretrained.weight"
_BASE = ".base_layer"
_PICKLED = {
    "unet_lora_target_modules": "unet_targets",
    "vae_lora_target_modules": "vae_targets",
    "rank_unet": "rank_unet",
    "rank_vae": "rank_vae",
    "state_dict_unet": "unet",
    "state_dict_vae": "vae",
}
_CONVERT = "Make it with `python main.py models convert FILE`."


@dataclass(frozen=True)
class TurboWeights:
    """LoRA, first convolution and skip convolutions of a pix2pix-turbo model.

    Attributes:
        rank_unet: LoRA rank in the UNet.
        rank_vae: LoRA rank in the VAE.
        unet_targets: name endings of the UNet modules that have LoRA, as peft matches them.
        vae_targets: the same for the VAE.
        unet: tensors by name, in the order of the file.
        vae: the same for the VAE.
        source: sha256 of the file these came from, or "".
        base: id or folder of the SD-Turbo they were trained on; "" where it is not known.
    """

    rank_unet: int
    rank_vae: int
    unet_targets: tuple[str, ...]
    vae_targets: tuple[str, ...]
    unet: dict[str, Tensor]
    vae: dict[str, Tensor]
    source: str = ""
    base: str = ""

    @property
    def stochastic(self) -> bool:
        """The model mixes its sketch with noise: its first convolution is double (TwinConv)."""
        return _TWIN in self.unet

    @property
    def layouts(self) -> tuple[Layout, Layout]:
        """Shapes by name of `unet` and `vae`."""
        return shapes(self.unet), shapes(self.vae)


def read_turbo(file: Path) -> TurboWeights:
    """Read `weights.safetensors` and the JSON card beside it.

    Raises:
        UserError: missing, damaged, a pickle, or the two do not belong together.
    """
    if file.suffix != ".safetensors":
        hint = f"Convert it once: `python main.py models convert {file}`."
        raise UserError(ErrorKind.model, f"{file} is not a safetensors file", hint)
    card = _card(file.with_suffix(".json"))
    tensors = _tensors(file)
    try:
        return TurboWeights(
            rank_unet=card["rank_unet"],
            rank_vae=card["rank_vae"],
            unet_targets=tuple(card["unet_targets"]),
            vae_targets=tuple(card["vae_targets"]),
            unet={name: tensors.pop(_UNET + name) for name in card["unet"]},
            vae={name: tensors.pop(_VAE + name) for name in card["vae"]},
            source=card["source"],
            base=card.get("base", ""),
        )
    except (KeyError, TypeError) as error:
        raise _card_error(file.with_suffix(".json"), f"does not fit {file.name}") from error


def write_turbo(weights: TurboWeights, file: Path) -> None:
    """Write a safetensors file with names under "unet." and "vae.", and its JSON card beside it.

    Raises:
        UserError: the place cannot be written.
    """
    for path, content in turbo_files(weights, file).items():
        write_atomically(path, content)


def turbo_files(weights: TurboWeights, file: Path) -> dict[Path, bytes]:
    """The contents `write_turbo` writes, by path; equal weights give equal bytes."""
    import safetensors.torch

    tensors = {_UNET + name: value.contiguous() for name, value in weights.unet.items()}
    tensors |= {_VAE + name: value.contiguous() for name, value in weights.vae.items()}
    card = {
        "format": FORMAT,
        "version": VERSION,
        "rank_unet": weights.rank_unet,
        "rank_vae": weights.rank_vae,
        "unet_targets": weights.unet_targets,
        "vae_targets": weights.vae_targets,
        "stochastic": weights.stochastic,
        "source": weights.source,
        "base": weights.base,
        "unet": list(weights.unet),
        "vae": list(weights.vae),
    }
    return {
        file: safetensors.torch.save(tensors, {"format": "pt"}),
        file.with_suffix(".json"): json.dumps(card, indent=1).encode(),
    }


def read_turbo_pickle(file: Path) -> TurboWeights:
    """Read the published six-key file; no code in it is run.

    Names of adapted modules are brought to the form of today's peft, with `base_layer`.

    Raises:
        UserError: missing, damaged, holding code, or not these six entries.
    """
    return turbo_of(read_torch(file), file)


def turbo_of(content: object, file: Path) -> TurboWeights:
    """The weights in what `torch.load` gave for the published file.

    Raises:
        UserError: not these six entries, or one of them is not what it must be.
    """
    if not isinstance(content, dict) or set(content) != set(_PICKLED):
        raise _wrong(file, _difference(content))
    for key, field in _PICKLED.items():
        if not _FITS[field](content[key]):
            raise _wrong(file, f"{key} is not what it must be")
    fields = {field: content[key] for key, field in _PICKLED.items()}
    return TurboWeights(
        rank_unet=fields["rank_unet"],
        rank_vae=fields["rank_vae"],
        unet_targets=tuple(fields["unet_targets"]),
        vae_targets=tuple(fields["vae_targets"]),
        unet=with_base_layers(fields["unet"]),
        vae=with_base_layers(fields["vae"]),
    )


def write_turbo_pickle(weights: TurboWeights, file: Path) -> None:
    """Write the published six-key file, so that the published code can load it.

    Raises:
        UserError: the place cannot be written.
    """
    import torch

    content = {key: getattr(weights, field) for key, field in _PICKLED.items()}
    lists = {key: list(value) for key, value in content.items() if isinstance(value, tuple)}
    buffer = io.BytesIO()
    torch.save(content | lists, buffer)
    write_atomically(file, buffer.getbuffer())


def shapes(tensors: Mapping[str, Tensor]) -> Layout:
    """Shapes by name of tensors."""
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def with_base_layers(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The same tensors under today's names: `base_layer` where a module has LoRA, else not."""
    adapted = {name.partition(".lora_A.")[0] for name in tensors if ".lora_A." in name}
    return {_modern(name, adapted): value for name, value in tensors.items()}


def _modern(name: str, adapted: set[str]) -> str:
    module, _, kind = name.rpartition(".")
    module = module.removesuffix(_BASE)
    return f"{module}{_BASE if module in adapted else ''}.{kind}"


def _is_rank(value: object) -> bool:
    return type(value) is int and value > 0


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _are_tensors(value: object) -> bool:
    import torch

    return isinstance(value, dict) and all(
        isinstance(name, str) and isinstance(tensor, torch.Tensor) for name, tensor in value.items()
    )


_FITS = {
    "unet_targets": _are_names,
    "vae_targets": _are_names,
    "rank_unet": _is_rank,
    "rank_vae": _is_rank,
    "unet": _are_tensors,
    "vae": _are_tensors,
}


def _difference(content: object) -> str:
    if not isinstance(content, dict):
        return "it is not a dict"
    missing = [key for key in _PICKLED if key not in content]
    if missing:
        return f"{missing[0]} is missing"
    extra = next(key for key in content if key not in _PICKLED)
    return f"{extra} does not belong there"


def _wrong(file: Path, why: str) -> UserError:
    hint = "Check that it is the file of a pix2pix-turbo model."
    return UserError(ErrorKind.model, f"{file} is no pix2pix-turbo checkpoint: {why}", hint)


def _tensors(file: Path) -> dict[str, Tensor]:
    import safetensors.torch

    try:
        return safetensors.torch.load_file(file)
    except FileNotFoundError as error:
        raise UserError(ErrorKind.missing_file, f"{file} is not there", _CONVERT) from error
    except (OSError, safetensors.SafetensorError) as error:
        raise UserError(
            ErrorKind.unreadable, f"{file} is no whole safetensors file", _CONVERT
        ) from error


def _card(file: Path) -> dict[str, Any]:
    try:
        card = json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(ErrorKind.missing_file, f"{file} is not there", _CONVERT) from error
    except (OSError, ValueError) as error:
        raise _card_error(file, "is damaged") from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise _card_error(file, "is not the card of a pix2pix-turbo model")
    if card.get("version") != VERSION:
        raise _card_error(file, f"is of another version than {VERSION}")
    return card


def _card_error(file: Path, why: str) -> UserError:
    return UserError(ErrorKind.unreadable, f"{file} {why}", _CONVERT)
